import { beforeEach, describe, expect, it } from 'vitest';
import { web } from '../../src/web/app.tsx';
import { inProduction } from '../support/callers.ts';
import { calls, fill, type Ids, pages, things } from '../support/doors.ts';
import { jiraOutside } from '../support/outside.ts';
import { type World, world } from '../support/world.ts';

let w: World;
let ids: Ids;
let cookie: string;

const everyPage = [...new Set(web.routes.filter(({ method }) => method === 'GET').map(({ path }) => path))].filter(
  (path) => !path.includes('*') && !path.startsWith('/dev/'),
);

beforeEach(async () => {
  jiraOutside();
  w = await world({ now: Date.now() });
  ids = await things(w);
  cookie = `__Host-${await w.cookie(w.ada)}`;
});

const get = (path: string, headers: Record<string, string> = { Cookie: cookie }) => inProduction(path, { headers });

/** What a page could not do under its own policy, and what an attacker would need of it. */
const inline: [what: string, pattern: RegExp][] = [
  ['a script in the page', /<script(?![^>]*\bsrc=)/],
  ['a script of another site', /<script[^>]*\bsrc="(?!\/)/],
  ['a style in the page', /<style|\sstyle="/],
  ['an event attribute', /<[a-z][^>]*\son[a-z]+="/],
  ['an address that runs', /(href|src|action)="\s*(javascript|data:text|vbscript)/i],
  ['a form that leaves the site', /action="(https?:)?\/\//],
];

describe('every page', { timeout: 60_000 }, () => {
  it(`of ${everyPage.length} has the same policy, runs nothing inline and is kept by no cache`, async () => {
    const wrong: string[] = [];
    for (const route of [...everyPage, '/nowhere', '/o/northwind/nowhere', `/o/northwind/okrs/${ids.parents}0`]) {
      const answer = await get(fill(route, ids));
      const { headers } = answer;
      const policy = headers.get('Content-Security-Policy') ?? '';
      const text = await answer.text();
      const says = (what: string) => wrong.push(`${route} (${answer.status}): ${what}`);
      for (const line of [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
      ])
        if (!policy.includes(line)) says(`no ${line}`);
      if (policy.includes('unsafe-')) says('unsafe');
      if (headers.get('X-Frame-Options') !== 'DENY') says('may be framed');
      if (headers.get('X-Content-Type-Options') !== 'nosniff') says('may be sniffed');
      if (headers.get('Referrer-Policy') !== 'same-origin') says('tells others where one comes from');
      if (!headers.get('Strict-Transport-Security')?.includes('max-age=63072000')) says('may come without TLS');
      if (headers.get('Access-Control-Allow-Origin') !== null) says('may be read by other sites');
      if (text !== '' && !/no-store|immutable/.test(headers.get('Cache-Control') ?? '')) says('may be kept');
      for (const [what, pattern] of inline) if (pattern.test(text)) says(what);
    }
    expect(wrong).toEqual([]);
  });

  it('and every answer of the API belongs to who asked, and is read by no other site', async () => {
    const Authorization = `Bearer ${await w.token(w.ada)}`;
    const wrong: string[] = [];
    for (const [, path] of calls.filter(([method, route]) => method === 'GET' && !route.endsWith('.json'))) {
      const { headers, status } = await get(fill(path, ids), { Authorization, Origin: 'https://evil.test' });
      if (!/private|no-store/.test(headers.get('Cache-Control') ?? '')) wrong.push(`${path} (${status}): may be kept`);
      if (headers.get('X-Content-Type-Options') !== 'nosniff') wrong.push(`${path}: may be sniffed`);
      if (!headers.get('Content-Security-Policy')?.includes("default-src 'none'")) wrong.push(`${path}: may run`);
      if (!headers.get('Strict-Transport-Security')) wrong.push(`${path}: may come without TLS`);
      if (headers.get('Access-Control-Allow-Origin') !== null) wrong.push(`${path}: may be read by other sites`);
    }
    expect(wrong).toEqual([]);
  });
});

describe('every other door', () => {
  it.each([
    '/api/v1/openapi.json',
    '/api/v1/nothing',
    '/scim/v2/Users',
    '/scim/v2/Schemas',
    '/hooks/trello/con_1',
    '/healthz',
  ])('%s says to browsers that there is nothing to run or to frame', async (path) => {
    const { headers } = await inProduction(path);
    expect(headers.get('Content-Security-Policy')).toContain("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get('Strict-Transport-Security')).toContain('max-age=63072000');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
    expect(headers.get('Access-Control-Allow-Origin')).toBeNull();
  });
});

describe('a page for development', () => {
  it.each(['/dev/mailbox', '/dev/mailbox/ltr_1/html'])('%s is not there in production', async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});

describe('a cookie in production', () => {
  it('is bound to this host and to TLS, and reached by no script and no form of another site', async () => {
    const given = new Map<string, string>();
    for (const route of [...pages.map(([, path]) => path), '/signin', '/signin/sso'])
      for (const line of (await get(fill(route, ids))).headers.getSetCookie()) given.set(line.split('=')[0]!, line);
    const asked = await inProduction('/signin/recovery', {
      method: 'POST',
      body: new URLSearchParams({ org: 'northwind', email: w.ada.email }),
      headers: { Origin: 'https://cairn.test' },
    });
    for (const line of asked.headers.getSetCookie()) given.set(line.split('=')[0]!, line);
    const out = await inProduction('/signout', {
      method: 'POST',
      headers: { Cookie: cookie, Origin: 'https://cairn.test' },
    });
    for (const line of out.headers.getSetCookie()) given.set(line.split('=')[0]!, line);
    expect([...given.keys()].sort()).toEqual(expect.arrayContaining(['__Host-browser', '__Host-session']));
    for (const [name, line] of given) {
      for (const attribute of ['Secure', 'HttpOnly', 'SameSite=Lax']) expect(line, name).toContain(attribute);
      expect(line, name).not.toContain('Domain=');
      if (name.startsWith('__Host-')) expect(line, name).toContain('Path=/;');
    }
  });
});
