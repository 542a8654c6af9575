import type { ScimContext } from './context.ts';

/** Where SCIM lives in the Worker. */
export const BASE = '/scim/v2';

/** Where the caller reaches it, `https://host/scim/v2`. */
export const baseOf = (c: ScimContext): string => new URL(c.req.url).origin + BASE;
