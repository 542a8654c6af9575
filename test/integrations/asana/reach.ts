import type { Asked, Reach, Reading } from '../../../src/integrations/adapter.ts';
import type { AsanaQuery, AsanaSecret } from '../../../src/integrations/asana/config.ts';
import { asana as adapter } from '../../../src/integrations/asana/index.ts';
import { demoAccount, demoGids } from '../../stand-ins/asana/demo.ts';
import { reachOf, settings } from '../jira/reach.ts';

export type Server = { fetch(request: Request): Promise<Response> };

export const token: AsanaSecret = { token: demoAccount.token };

/** A reach whose requests all end at the server, with the app that the demo's Asana knows. */
export function reachTo(server: Server, now?: () => number): Reach {
  const reach = reachOf((url, init) => server.fetch(new Request(url, init)), '', now);
  const { clientId: asanaClientId, clientSecret: asanaClientSecret } = demoAccount;
  return { ...reach, settings: { ...settings, asanaClientId, asanaClientSecret } };
}

/** An Asana as an app with narrow scopes meets it: nothing for which Asana has no scope, unless `status` says otherwise. */
export const narrowed = (server: Server, status = 403): Server => ({
  fetch: async (request) =>
    /\/(batch|typeahead|sections)$/.test(new URL(request.url).pathname)
      ? Response.json({ errors: [{ message: 'Forbidden' }] }, { status })
      : server.fetch(request),
});

/** What a form hands in, made a query: of the website's project unless it says otherwise. */
export const queryOf = (given: Partial<AsanaQuery> = {}): AsanaQuery =>
  adapter.query.parse({ project_gid: demoGids.website, ...given });

/** The readings of queries of one source, asked with Dana's token. */
export const readAll = (server: Server, queries: AsanaQuery[], secret = token): Promise<Asked<Reading>[]> =>
  adapter.read(reachTo(server), {}, secret, queries);

export const readOne = async (server: Server, given: Partial<AsanaQuery> = {}, secret = token) =>
  (await readAll(server, [queryOf(given)], secret))[0]!;

/** How much a query finds and how much of that is complete; throws where there is no reading. */
export async function counts(server: Server, given: Partial<AsanaQuery> = {}): Promise<[number, number]> {
  const asked = await readOne(server, given);
  if (!asked.ok) throw new Error(asked.error.detail);
  return [asked.value.matched ?? -1, asked.value.completed ?? -1];
}
