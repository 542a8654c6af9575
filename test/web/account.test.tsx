import { env, exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { newId } from '../../src/db/ids.ts';
import { listPasskeys } from '../../src/domain/passkeys/finding.ts';
import { endOtherSessions, endSessionsOf } from '../../src/domain/sessions/ending.ts';
import { listOwnSessions, listSessionsOf } from '../../src/domain/sessions/listing.ts';
import type { OwnSession } from '../../src/domain/sessions/session.ts';
import { DAY, type World, world } from '../support/world.ts';

const site = 'http://localhost';
const account = '/o/northwind/account';
const FIREFOX = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:141.0) Gecko/20100101 Firefox/141.0';

const ask = (path: string, cookie?: string, form?: Record<string, string>) =>
  exports.default.fetch(`${site}${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { ...(cookie ? { Cookie: cookie } : {}), Origin: site, 'User-Agent': FIREFOX },
    body: form ? new URLSearchParams(form) : undefined,
  });

const page = async (cookie: string) => (await ask(account, cookie)).text();

const signedIn = async (email: string) => {
  const answer = await ask('/signin/persona', undefined, { email });
  return answer.headers
    .getSetCookie()
    .find((each) => each.startsWith('session='))!
    .split(';')[0]!;
};

const rows = async <Row,>(sql: string) => (await env.DB.prepare(sql).all<Row>()).results;

const opens = async (cookie: string, path = account) => (await ask(path, cookie)).status === 200;

const profile = { name: 'Dana W.', locale: '', time_zone: '' };

describe('what somebody says of themselves', () => {
  test('is shown, changed and found again, with an event that does not repeat it', async () => {
    const w = await world();
    const cookie = await w.cookie(w.dana);
    expect(await page(cookie)).toContain('value="Dana Whitlock"');
    const saved = await ask(account, cookie, { name: 'Zoë Whitlock', locale: 'de-ch', time_zone: 'Asia/Tokyo' });
    expect([saved.status, saved.headers.get('Location')]).toEqual([303, account]);
    const html = await page(cookie);
    for (const shown of ['value="Zoë Whitlock"', 'value="de-CH"', 'lang="de-CH"']) expect(html).toContain(shown);
    expect(html).toContain('<option value="Asia/Tokyo" selected="">');
    expect(
      await rows("select word from member_words where member_id = (select id from members where name like 'Zo%')"),
    ).toContainEqual({ word: 'zoe' });
    expect(await rows("select data from events where action = 'member.edited'")).toEqual([
      { data: '{"role":"member","fields":["name","locale","timeZone"]}' },
    ]);
  });

  test('is the organization’s where it is empty', async () => {
    const w = await world();
    const cookie = await w.cookie(w.dana);
    await ask(account, cookie, { ...profile, locale: 'fr-FR', time_zone: 'Asia/Tokyo' });
    await ask(account, cookie, profile);
    expect(await rows("select name, locale, time_zone from members where email like 'dana%'")).toEqual([
      { name: 'Dana W.', locale: null, time_zone: null },
    ]);
    expect(await page(cookie)).toContain('lang="en-GB"');
  });

  test.each([
    [{ name: '  ' }, 'Write your name.'],
    [{ name: 'x'.repeat(121) }, 'A name has at most 120 characters.'],
    [{ locale: 'klingon' }, 'No such language is known here.'],
    [{ time_zone: 'Mars/Olympus' }, 'There is no time zone of this name.'],
  ])('comes back with what is wrong and what was typed (%j)', async (wrong, sentence) => {
    const w = await world();
    const refused = await ask(account, await w.cookie(w.dana), { ...profile, ...wrong });
    expect(refused.status).toBe(422);
    const html = await refused.text();
    expect(html).toContain(sentence);
    expect(html).toContain(`value="${Object.values(wrong)[0]!.trim()}"`);
    expect(await rows("select 1 from members where name = 'Dana Whitlock'")).toHaveLength(1);
  });

  test('is an observer’s to say, too', async () => {
    const w = await world();
    expect((await ask(account, await w.cookie(w.omar), { ...profile, name: 'Omar S.' })).status).toBe(303);
  });
});

describe('the sessions of a person', () => {
  test('are listed by device and method, and this one is marked', async () => {
    await world();
    const cookie = await signedIn('dana@northwind.test');
    await signedIn('ada@northwind.test');
    const html = await page(cookie);
    expect(html.match(/Firefox on macOS/g)?.length).toBeGreaterThan(0);
    expect(html).toContain(' · this one');
    expect(html).toContain('as somebody of the demo');
    expect(html).not.toContain('End all others');
  });

  test('are ended one by one, each with an event', async () => {
    const w = await world();
    const [here, there] = [await signedIn(w.dana.email), await signedIn(w.dana.email)];
    const [, id] = /account\/sessions\/(ses_\w+)\/end/.exec(await page(here))!;
    expect((await ask(`${account}/sessions/${id}/end`, here, {})).status).toBe(303);
    expect([await opens(here), await opens(there)]).toEqual([true, false]);
    expect(await rows("select data from events where action = 'member.session_ended'")).toEqual([
      { data: JSON.stringify({ session: id }) },
    ]);
    expect((await ask(`${account}/sessions/${id}/end`, here, {})).status).toBe(404);
  });

  test('are all ended but this one', async () => {
    const w = await world();
    const others = [await signedIn(w.dana.email), await signedIn(w.dana.email), await w.cookie(w.dana)];
    const here = await signedIn(w.dana.email);
    const adas = await signedIn(w.ada.email);
    expect((await ask(`${account}/sessions/end`, here, {})).status).toBe(303);
    for (const cookie of others) expect(await opens(cookie)).toBe(false);
    expect([await opens(here), await opens(adas)]).toEqual([true, true]);
  });

  test('are nobody else’s to end, an owner’s neither on their own page', async () => {
    const w = await world();
    const danas = await signedIn(w.dana.email);
    const [session] = await rows<{ id: string }>('select id from sessions');
    const adas = await signedIn(w.ada.email);
    expect((await ask(`${account}/sessions/${session!.id}/end`, adas, {})).status).toBe(404);
    expect(await opens(danas)).toBe(true);
  });

  test('of who came through an organization alone are no more than what it vouched for', async () => {
    const w = await world();
    const proved = await signedIn(w.dana.email);
    const vouched = await w.cookie(w.dana);
    await w.db.run(`update sessions set proved = 0, method = 'sso', sso_orgs = '["${w.org.id}"]' where id is null`);
    expect(await page(vouched)).not.toContain('as somebody of the demo');
    await ask(`${account}/sessions/end`, vouched, {});
    expect(await opens(proved)).toBe(true);
  });
});

describe('while an admin acts for a member', () => {
  async function acting(w: World) {
    const cookie = await w.cookie(w.amir);
    await w.db.run(`insert into behalves (id, org_id, session_hash, admin_id, member_id, reason, started_at, ends_at)
      select '${newId('bhf', w.now)}', '${w.org.id}', token_hash, '${w.amir.id}', '${w.dana.id}', 'Holiday',
      ${Date.now()}, ${Date.now() + DAY} from sessions where email = '${w.amir.email}'`);
    return cookie;
  }

  test('their account is neither shown nor changed', async () => {
    const w = await world();
    const danas = await signedIn(w.dana.email);
    const [session] = await rows<{ id: string }>('select id from sessions');
    const cookie = await acting(w);
    expect(await (await ask('/o/northwind', cookie)).text()).toContain('Dana Whitlock');
    expect((await ask(account, cookie)).status).toBe(403);
    for (const path of ['', '/sessions/end', `/sessions/${session!.id}/end`, '/passkeys/challenge', '/passkeys/x'])
      expect((await ask(account + path, cookie, profile)).status, path).toBe(403);
    expect(await opens(danas)).toBe(true);
    expect(await rows("select 1 from members where name = 'Dana Whitlock'")).toHaveLength(1);
  });

  test('the domain itself keeps them out, whichever door they come by', async () => {
    const w = await world({ now: Date.now() });
    const ctx = w.as(w.dana);
    const by = { memberId: w.amir.id, name: w.amir.name };
    const acting = { ...ctx, actor: { ...ctx.actor, by } as typeof ctx.actor };
    const own = { id: null, startedAt: w.now, seenAt: w.now, days: 30, method: 'link', proved: true } as OwnSession;
    for (const attempt of [listOwnSessions(acting, own), endOtherSessions(acting, own, 'x'), listPasskeys(acting)])
      await expect(attempt).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('an admin', () => {
  test('is listed the sessions by which a member comes, and ends them all', async () => {
    const w = await world({ now: Date.now() });
    const danas = await signedIn(w.dana.email);
    expect(await listSessionsOf(w.as(w.amir), w.dana.id)).toMatchObject([{ method: 'persona', userAgent: FIREFOX }]);
    await endSessionsOf(w.as(w.amir), w.dana.id);
    expect(await opens(danas)).toBe(false);
    expect(await rows("select subject_id from events where action = 'member.sessions_ended'")).toEqual([
      { subject_id: w.dana.id },
    ]);
  });

  test('sees and ends nothing of somebody whose address they merely wrote down', async () => {
    const w = await world({ now: Date.now() });
    const south = await world({ slug: 'southwind', now: Date.now() });
    const danas = await signedIn(w.dana.email);
    await south.db.run(
      "update members set email = 'dana@northwind.test', seen_at = null where email = 'dana@southwind.test'",
    );
    expect(await listSessionsOf(south.as(south.amir), south.dana.id)).toEqual([]);
    await endSessionsOf(south.as(south.amir), south.dana.id);
    expect(await opens(danas)).toBe(true);
  });

  test('sees no session that another organization vouched for', async () => {
    const w = await world({ now: Date.now() });
    const other = newId('org', w.now);
    await w.cookie(w.dana);
    await w.db.run(`update sessions set proved = 0, sso_orgs = '["${other}"]'`);
    expect(await listSessionsOf(w.as(w.amir), w.dana.id)).toEqual([]);
  });

  test('does not end an owner’s sessions, and a member nobody’s', async () => {
    const w = await world({ now: Date.now() });
    await expect(endSessionsOf(w.as(w.amir), w.ada.id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(endSessionsOf(w.as(w.dana), w.omar.id)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listSessionsOf(w.as(w.dana), w.omar.id)).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('finds no member of another organization', async () => {
    const w = await world({ now: Date.now() });
    const south = await world({ slug: 'southwind', now: Date.now() });
    await w.cookie(w.dana);
    await expect(endSessionsOf(south.as(south.ada), w.dana.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await listSessionsOf(south.as(south.ada), w.dana.id)).toEqual([]);
  });
});
