import { env, exports } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import { openDatabase } from '../../src/db/database.ts';
import { rotateSession } from '../../src/domain/sessions/keeping.ts';
import { pruneSessions } from '../../src/domain/sessions/pruning.ts';
import { findPresence, listBelongings } from '../../src/domain/sessions/session.ts';
import { startSession } from '../../src/domain/sessions/starting.ts';
import { DAY, NOON, world } from '../support/world.ts';

const site = 'http://localhost';
const HOUR = 60 * 60_000;

const ask = (path: string, cookie: string) =>
  exports.default.fetch(`${site}${path}`, { redirect: 'manual', headers: { Cookie: cookie } });

const rows = async <Row,>(sql: string) => (await env.DB.prepare(sql).all<Row>()).results;

const isHere = async (token: string, now: number, slug = 'northwind') => {
  const found = await findPresence(openDatabase(env.DB), token, slug, now);
  return found !== null && !('closed' in found);
};

const dana = { address: 'dana@northwind.test', method: 'link' } as const;

describe('a session', () => {
  test('opens an organization for as many days without use as that one allows', async () => {
    const { db } = await world();
    await world({ slug: 'southwind' });
    await db.run("update members set email = 'dana@northwind.test' where email = 'dana@southwind.test'");
    await db.run("update organizations set session_days = 2 where slug = 'southwind'");
    const token = await startSession(db, dana, NOON);
    expect(await isHere(token, NOON + 2 * DAY - 1, 'southwind')).toBe(true);
    expect(await isHere(token, NOON + 2 * DAY, 'southwind')).toBe(false);
    expect(await isHere(token, NOON + 30 * DAY - 1)).toBe(true);
    expect(await isHere(token, NOON + 30 * DAY)).toBe(false);
  });

  test('lives on while it is used, written down at most once an hour', async () => {
    const w = await world();
    const cookie = await w.cookie(w.dana);
    const seen = async () => (await rows<{ seen_at: number }>('select seen_at from sessions'))[0]!.seen_at;
    const long = Date.now() - 61 * 60_000;
    await w.db.run(`update sessions set seen_at = ${long}`);
    await ask('/o/northwind/account', cookie);
    await vi.waitUntil(async () => (await seen()) > long);
    const recent = Date.now() - 50 * 60_000;
    await w.db.run(`update sessions set seen_at = ${recent}`);
    await ask('/o/northwind/account', cookie);
    await ask('/o/northwind/account', cookie);
    expect(await seen()).toBe(recent);
  });

  test('of an organization with longer ones lives longer, and never more than ninety days', async () => {
    const w = await world();
    await w.db.run('update organizations set session_days = 60');
    const cookie = await w.cookie(w.dana);
    const began = Date.now() - 50 * DAY;
    await w.db.run(`update sessions set created_at = ${began}, seen_at = ${Date.now() - 2 * HOUR}`);
    await ask('/o/northwind/account', cookie);
    await vi.waitUntil(async () => (await rows('select 1 from sessions where seen_at - created_at > 0'))[0]);
    await vi.waitUntil(async () => (await rows(`select 1 from sessions where expires_at = ${began + 90 * DAY}`))[0]);
    expect(await isHere(cookie.split('=')[1]!, began + 90 * DAY - 1)).toBe(true);
    expect(await isHere(cookie.split('=')[1]!, began + 90 * DAY)).toBe(false);
  });

  test('notes that its member was here', async () => {
    const w = await world();
    await w.db.run('update members set seen_at = null');
    await ask('/o/northwind/account', await w.cookie(w.dana));
    await vi.waitUntil(async () => (await rows('select 1 from members where seen_at is not null'))[0]);
    expect(await rows('select email from members where seen_at is not null')).toEqual([{ email: w.dana.email }]);
  });

  test('gets a new token where its rights grow; the old one ends, and it stays the same session', async () => {
    const { db } = await world();
    const token = await startSession(db, dana, NOON);
    const before = await rows('select id, created_at, expires_at from sessions');
    const fresh = await rotateSession(db, token);
    expect([await isHere(token, NOON), await isHere(fresh, NOON)]).toEqual([false, true]);
    expect(await rows('select id, created_at, expires_at from sessions')).toEqual(before);
  });

  test('has the role that its member has at this very moment', async () => {
    const w = await world();
    const cookie = await w.cookie(w.amir);
    expect((await ask('/o/northwind/admin/settings', cookie)).status).toBe(200);
    await w.db.run("update members set role = 'member' where email like 'amir%'");
    expect((await ask('/o/northwind/admin/settings', cookie)).status).toBe(403);
  });

  test('keeps only the hash of its token', async () => {
    const { db } = await world();
    const token = await startSession(db, dana, NOON);
    expect(JSON.stringify(await rows('select * from sessions'))).not.toContain(token);
  });

  test('that an organization vouched for opens that one alone, and lists no other', async () => {
    const w = await world();
    const south = await world({ slug: 'southwind' });
    await w.db.run("update members set email = 'dana@northwind.test' where email = 'dana@southwind.test'");
    const token = await startSession(w.db, { ...dana, method: 'sso', ssoOrg: south.org.id }, NOON);
    expect([await isHere(token, NOON, 'southwind'), await isHere(token, NOON)]).toEqual([true, false]);
    expect(await listBelongings(w.db, token, NOON)).toEqual([{ slug: 'southwind', name: 'Southwind' }]);
  });

  test('keeps what its person had proved when they also come through an organization, and its age', async () => {
    const w = await world();
    const former = await startSession(w.db, dana, NOON);
    const sso = { ...dana, method: 'sso', ssoOrg: w.org.id } as const;
    const token = await startSession(w.db, { ...sso, former }, NOON + 20 * DAY);
    expect(await rows("select proved, created_at, sso_orgs from sessions where method = 'sso'")).toEqual([
      { proved: 1, created_at: NOON, sso_orgs: JSON.stringify([w.org.id]) },
    ]);
    expect(await isHere(token, NOON + 20 * DAY)).toBe(true);
  });

  test('takes nothing over from a session of somebody else', async () => {
    const w = await world();
    const former = await startSession(w.db, { address: w.ada.email, method: 'link' }, NOON);
    await startSession(w.db, { ...dana, method: 'sso', ssoOrg: w.org.id, former }, NOON + DAY);
    expect(await rows("select proved, created_at from sessions where method = 'sso'")).toEqual([
      { proved: 0, created_at: NOON + DAY },
    ]);
  });

  test('and links, challenges and counts go when they have expired', async () => {
    const { db } = await world();
    await startSession(db, dana, NOON);
    await db.run(
      `insert into challenges (hash, purpose, expires_at) values ('a', 'x', ${NOON}), ('b', 'x', ${NOON + 90 * DAY})`,
    );
    await db.run(`insert into attempts (key, tries, ends_at) values ('a', 1, ${NOON}), ('b', 1, ${NOON + 90 * DAY})`);
    await db.run(`insert into sign_in_links (token_hash, email, browser_hash, next, created_at, expires_at)
      values ('a', 'x', 'x', '/', 0, ${NOON})`);
    await pruneSessions(db, NOON + 31 * DAY);
    for (const [table, left] of [
      ['sessions', 0],
      ['sign_in_links', 0],
      ['challenges', 1],
      ['attempts', 1],
    ] as const)
      expect(await rows(`select 1 from ${table}`), table).toHaveLength(left);
  });
});

describe('every page', () => {
  test.each(['/signin', '/signin/link?token=x', '/signin/sent', '/o/northwind/account'])(
    'cannot be framed, runs nothing inline and keeps passkeys to itself (%s)',
    async (path) => {
      const w = await world();
      const { headers } = await ask(path, await w.cookie(w.dana));
      expect(headers.get('X-Frame-Options')).toBe('DENY');
      expect(headers.get('Content-Security-Policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('Content-Security-Policy')).toContain("script-src 'self';");
      expect(headers.get('Permissions-Policy')).toContain('publickey-credentials-get=(self)');
      expect(headers.get('Permissions-Policy')).toContain('publickey-credentials-create=(self)');
      expect(headers.get('Cache-Control')).toBe('private, no-store');
    },
  );
});
