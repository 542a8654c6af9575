import { beforeEach, describe, expect, it } from 'vitest';
import { web } from '../../src/web/app.tsx';
import { inProduction, SITE } from '../support/callers.ts';
import { bodyFor, fill, type Ids, snapshot, things } from '../support/doors.ts';
import { jiraOutside } from '../support/outside.ts';
import { type World, world } from '../support/world.ts';

let w: World;
let ids: Ids;

const forms = [...new Set(web.routes.filter(({ method }) => method === 'POST').map(({ path }) => path))].filter(
  (path) => !path.includes('*'),
);

beforeEach(async () => {
  jiraOutside();
  w = await world({ now: Date.now() });
  ids = await things(w);
});

describe('a form of another site', () => {
  it.each<[string, Record<string, string>]>([
    ['that the browser calls cross-site', { 'Sec-Fetch-Site': 'cross-site', Origin: SITE }],
    ['on a sister domain', { 'Sec-Fetch-Site': 'same-site' }],
    ['with an origin of its own', { Origin: 'https://evil.test' }],
    ['with an origin that begins like ours', { Origin: `${SITE}.evil.test` }],
    ['without TLS', { Origin: SITE.replace('https', 'http') }],
    ['in a sandbox', { Origin: 'null' }],
  ])(`%s sends none of our ${forms.length} forms`, async (_, headers) => {
    const Cookie = `__Host-${await w.cookie(w.ada)}`;
    const before = await snapshot();
    const taken: string[] = [];
    for (const route of forms) {
      const path = fill(route, ids);
      const body = new URLSearchParams(bodyFor('POST', path, w, ids) as Record<string, string>);
      const { status } = await inProduction(path, { method: 'POST', body, headers: { Cookie, ...headers } });
      if (status !== 403) taken.push(`${route}: ${status}`);
    }
    expect(taken).toEqual([]);
    expect(await snapshot()).toBe(before);
  });

  it('cannot use the cookie at the API or at SCIM, which know tokens alone', async () => {
    const Cookie = `__Host-${await w.cookie(w.ada)}`;
    for (const path of ['/api/v1/me', '/scim/v2/Users'])
      expect((await inProduction(path, { headers: { Cookie } })).status).toBe(401);
  });
});
