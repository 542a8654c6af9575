/** As much of the package as the journeys use; it brings no types along. */
declare module 'oidc-provider' {
  import type { Server } from 'node:http';

  export default class Provider {
    constructor(issuer: string, configuration: Record<string, unknown>);
    listen(port: number, listening: () => void): Server;
  }
}
