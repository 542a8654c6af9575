import { exports } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../src/db/ids.ts';
import {
  bodyFor,
  calls,
  fill,
  type Ids,
  isUnsafe,
  namesSomething,
  ORIGIN,
  ownAccount,
  pages,
  proposes,
  snapshot,
  TITLE,
  talks,
  things,
} from './support/doors.ts';
import { jiraOutside } from './support/outside.ts';
import { tree, type World, world } from './support/world.ts';

let w: World;
let south: World;
let ids: Ids;

beforeEach(async () => {
  jiraOutside();
  w = await world({ now: Date.now() });
  south = await world({ slug: 'southwind', now: Date.now() });
  ids = await things(w);
});

async function page(method: string, path: string, cookie: string | null) {
  const body =
    method === 'GET' ? undefined : new URLSearchParams(bodyFor(method, path, w, ids) as Record<string, string>);
  const headers = { Origin: ORIGIN, ...(cookie ? { Cookie: cookie } : {}) };
  return exports.default.fetch(`${ORIGIN}${path}`, { method, headers, body, redirect: 'manual' });
}

async function call(method: string, path: string, token: string | null) {
  const body = ['GET', 'DELETE'].includes(method) ? undefined : JSON.stringify(bodyFor(method, path, w, ids));
  const headers = { 'Content-Type': 'application/json', ...(token ? { Authorization: `Bearer ${token}` } : {}) };
  const asked = path.endsWith('/choices') ? '?list=sum_field' : '';
  return exports.default.fetch(`${ORIGIN}${path}${asked}`, { method, headers, body });
}

const told = (text: string) =>
  [TITLE, ...Object.values(ids), w.org.id, w.dana.email].filter((secret) => text.includes(secret));

describe('a member of another organization', () => {
  it(`is shown nothing by any of ${pages.length} pages and changes nothing`, async () => {
    const cookie = await south.cookie(south.ada);
    const before = await snapshot();
    const leaks: string[] = [];
    for (const [method, route] of pages) {
      const path = fill(route, ids);
      const answer = await page(method, path, cookie);
      const leaked = told(await answer.text());
      if (![303, 401, 404].includes(answer.status) || leaked.length > 0)
        leaks.push(`${method} ${route}: ${answer.status} ${leaked}`);
    }
    expect(leaks).toEqual([]);
    expect(await snapshot()).toBe(before);
  });

  it(`finds by any of ${calls.length} API calls none of northwind’s things and changes nothing`, async () => {
    const token = await south.token(south.ada);
    const before = await snapshot();
    const leaks: string[] = [];
    for (const [method, route] of calls.filter(namesSomething)) {
      const answer = await call(method, fill(route, ids), token);
      const leaked = told((await answer.text()).replaceAll(fill(route, ids), ''));
      if (answer.status !== 404 || leaked.length > 0) leaks.push(`${method} ${route}: ${answer.status} ${leaked}`);
    }
    for (const [method, route] of calls.filter((each) => !namesSomething(each) && !isUnsafe(each))) {
      const leaked = told(await (await call(method, route, token)).text());
      if (leaked.length > 0) leaks.push(`${method} ${route}: ${leaked}`);
    }
    expect(leaks).toEqual([]);
    expect(await snapshot()).toBe(before);
  });

  it('cannot point at northwind’s things from their own organization', async () => {
    const cookie = await south.cookie(south.ada);
    const leaks: string[] = [];
    for (const [method, route] of pages.filter(namesSomething)) {
      const path = fill(route, ids).replace('/o/northwind', '/o/southwind');
      const answer = await page(method, path, cookie);
      if (answer.status !== 404 || told((await answer.text()).replaceAll(path, '')).some((secret) => secret === TITLE))
        leaks.push(`${method} ${route}: ${answer.status}`);
    }
    expect(leaks).toEqual([]);
  });
});

describe('nobody', () => {
  it('sees a page or an answer without signing in', async () => {
    const before = await snapshot();
    const open: string[] = [];
    for (const [method, route] of pages) {
      const answer = await page(method, fill(route, ids), null);
      if (answer.status !== 303 || !answer.headers.get('Location')?.startsWith('/signin'))
        open.push(`${method} ${route}: ${answer.status}`);
    }
    for (const [method, route] of calls.filter(([, path]) => !path.endsWith('/openapi.json'))) {
      const answer = await call(method, fill(route, ids), null);
      if (answer.status !== 401) open.push(`${method} ${route}: ${answer.status}`);
    }
    expect(open).toEqual([]);
    expect(await snapshot()).toBe(before);
  });
});

describe('an observer', () => {
  it('changes nothing, whatever they send, and only talks about it', async () => {
    const [cookie, token] = [await w.cookie(w.omar), await w.token(w.omar)];
    const before = await snapshot();
    const done: string[] = [];
    for (const [method, route] of pages.filter((each) => isUnsafe(each) && !talks(each) && !ownAccount(each))) {
      const answer = await page(method, fill(route, ids), cookie);
      if (![403, 404].includes(answer.status)) done.push(`${method} ${route}: ${answer.status}`);
    }
    for (const [method, route] of calls.filter((each) => isUnsafe(each) && !talks(each))) {
      const answer = await call(method, fill(route, ids), token);
      if (![403, 404].includes(answer.status)) done.push(`${method} ${route}: ${answer.status}`);
    }
    expect(done).toEqual([]);
    expect(await snapshot()).toBe(before);
  });
});

describe('a member without ties to it', () => {
  it('sees an OKR and cannot change it', async () => {
    const theirs = await w.okr({ title: 'Of Ada' }, w.ada);
    const token = await w.token(w.dana);
    const mine = { ...ids, okrs: theirs.id };
    expect((await call('GET', `/api/v1/okrs/${theirs.id}`, token)).status).toBe(200);
    for (const [method, route] of calls.filter(
      (each) => isUnsafe(each) && !talks(each) && !proposes(each) && each[1].startsWith('/api/v1/okrs/:'),
    ))
      expect([403, 404], `${method} ${route}`).toContain((await call(method, fill(route, mine), token)).status);
  });

  it.each(['members', 'teams', 'periods', 'connections', 'organization'])('does not administer %s', async (noun) => {
    const token = await w.token(w.dana);
    // A preview is for whoever may link an OKR, and changes nothing.
    const administers = ([, route]: [string, string]) =>
      route.startsWith(`/api/v1/${noun}`) && !route.endsWith('/preview');
    for (const [method, route] of calls.filter((each) => isUnsafe(each) && administers(each)))
      expect([403, 404], `${method} ${route}`).toContain((await call(method, fill(route, ids), token)).status);
  });
});

describe('a token with the scope to read', () => {
  it('writes nothing', async () => {
    const token = await w.token(w.ada, ['read']);
    const before = await snapshot();
    for (const [method, route] of calls.filter(isUnsafe))
      expect((await call(method, fill(route, ids), token)).status, `${method} ${route}`).toBe(403);
    expect(await snapshot()).toBe(before);
  });
});

describe('secrets', () => {
  it('are in no page and in no answer, not even for an owner', async () => {
    const [cookie, token] = [await w.cookie(w.ada), await w.token(w.ada)];
    const shown: string[] = [];
    const secrets = ['demo-jira-token', 'push secret', '"ciphertext"'];
    for (const [method, route] of pages.filter((each) => !isUnsafe(each))) {
      const text = await (await page(method, fill(route, ids), cookie)).text();
      if (secrets.some((secret) => text.includes(secret))) shown.push(`${method} ${route}`);
    }
    for (const [method, route] of calls.filter((each) => !isUnsafe(each))) {
      const text = await (await call(method, fill(route, ids), token)).text();
      if (secrets.some((secret) => text.includes(secret))) shown.push(`${method} ${route}`);
    }
    expect(shown).toEqual([]);
  });
});

describe.each(['ada', 'amir'] as const)('a private OKR of somebody else, for %s', (name) => {
  const SECRET = 'Said to few';
  let hidden: Ids;
  let absent: Ids;

  beforeEach(async () => {
    const { objective, keyResults } = await tree(w, [{ title: `${SECRET}, as a result`, visibility: 'private' }], {
      title: SECRET,
      team_id: w.team.id,
      visibility: 'private',
      tags: ['quiet'],
    });
    const kr = keyResults[0]!.id;
    const { checkIn } = await w.writer(kr).checkIn({ value: 10, note: `${SECRET}, as a note` }, newId('chk', w.now));
    const query = { jql: 'project = QUIET' };
    const connectionId = ids.connections as Awaited<ReturnType<World['connection']>>;
    await w.writer(kr).linkData({ connectionId, query, queryKey: query.jql, sourceKey: query.jql, count: 'completed' });
    hidden = { ...ids, okrs: kr, parents: objective.id, 'check-ins': checkIn.id };
    absent = { ...ids, okrs: newId('okr', w.now), parents: newId('okr', w.now), 'check-ins': newId('chk', w.now) };
  });

  const pointsAt = (route: string) => /\/(okrs|check-ins)\/:/.test(route);
  const leaksOf = (text: string, path: string) =>
    [SECRET, hidden.okrs, hidden.parents, hidden['check-ins']].filter((secret) =>
      text.replaceAll(path, '').replaceAll(encodeURIComponent(path), '').includes(secret),
    );

  it('is answered as one that does not exist, and shown nowhere', async () => {
    const [cookie, token] = [await w.cookie(w[name]), await w.token(w[name])];
    const before = await snapshot();
    const told: string[] = [];
    const ask = (method: string, path: string) =>
      path.startsWith('/api/') ? call(method, path, token) : page(method, path, cookie);
    for (const [method, route] of [...pages, ...calls].filter(([, path]) => pointsAt(path))) {
      const path = fill(route, hidden);
      const [theirs, nothing] = [await ask(method, path), await ask(method, fill(route, absent))];
      const leaked = leaksOf(await theirs.text(), path);
      if (theirs.status !== nothing.status || leaked.length > 0)
        told.push(`${method} ${route}: ${theirs.status}, not ${nothing.status} ${leaked}`);
    }
    expect(told).toEqual([]);
    expect(await snapshot()).toBe(before);
    for (const [method, route] of [...pages, ...calls].filter((each) => !pointsAt(each[1]) && !isUnsafe(each))) {
      const path = fill(route, ids);
      const leaked = leaksOf(await (await ask(method, path)).text(), path);
      if (leaked.length > 0) told.push(`${method} ${route}: ${leaked}`);
    }
    expect(told).toEqual([]);
  });

  it('cannot be aligned to, or taken away from, by pointing at it', async () => {
    const token = await w.token(w[name]);
    const mine = await w.okr({ title: 'Mine' }, w[name]);
    const told: string[] = [];
    for (const [method, route] of calls.filter(([, path]) => path.includes(':parent'))) {
      const [theirs, nothing] = [
        await call(method, fill(route, { ...hidden, okrs: mine.id }), token),
        await call(method, fill(route, { ...absent, okrs: mine.id }), token),
      ];
      const leaked = leaksOf(await theirs.text(), hidden.parents);
      if (theirs.status !== nothing.status || leaked.length > 0)
        told.push(`${method} ${route}: ${theirs.status} ${leaked}`);
    }
    expect(told).toEqual([]);
  });
});
