import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import { openDatabase } from '../../src/db/database.ts';
import type { LetterId } from '../../src/db/ids.ts';
import { bounces, letters } from '../../src/db/schema/letters.ts';
import type { Letter } from '../../src/domain/letters/letter.ts';
import type { Env } from '../../src/env.ts';
import { createHttp } from '../../src/integrations/http.ts';
import { runDue } from '../../src/jobs/schedule.ts';
import { deliver } from '../../src/mail/delivering.ts';
import { listMails } from '../../src/mail/mailbox.ts';
import { post, sendNow } from '../../src/mail/sending.ts';
import { holdQueue } from '../support/queue.ts';
import { NOON, world } from '../support/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const letter: Letter = {
  to: 'dana@northwind.test',
  subject: 'Your link to Cairn',
  text: 'Open https://cairn.test/signin/link?token=secret',
  html: '<p>Open</p>',
};

type Said = Response | Error | (() => Response | Promise<Response>);

/** A deployment whose mail service answers what it is told to, the last answer for ever. */
function deployment(answers: Said[] = [Response.json({ id: 'm1' })], settings: Partial<Env> = {}) {
  const queue = holdQueue();
  const db = openDatabase(env.DB);
  const fetch = vi.fn(async (_url: string, _init: RequestInit) => {
    const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
    if (answer instanceof Error) throw answer;
    return typeof answer === 'function' ? answer() : answer.clone();
  });
  const own: Env = {
    ...(env as Env),
    ENVIRONMENT: 'production',
    MAIL_API_URL: 'https://mail.test/emails',
    MAIL_API_KEY: 'secret-key',
    MAIL_FROM: 'Cairn <hello@cairn.test>',
    ...settings,
  };
  const reach = (now: number) => ({ db, now, http: createHttp({ fetch, egressAllow: '', now: () => now }) });
  const rows = () => db.select().from(letters).orderBy(letters.createdAt);
  return {
    ...{ queue, db, fetch, own, rows },
    send: (now = NOON, more: Partial<Letter> = {}) => sendNow(own, reach(now), { ...letter, ...more }),
    again: async (now: number) => deliver(own, reach(now), (await rows())[0]!.id),
    deliver: (id: LetterId, now: number) => deliver(own, reach(now), id),
    post: (some: Letter[], now = NOON) => post(own, db, some, now),
  };
}

const refusal = (status: number, headers?: HeadersInit) => Response.json({ name: 'some_error' }, { status, headers });

describe('a letter', () => {
  it('goes to the mail service with its id as the key, and what it said is forgotten', async () => {
    const { send, fetch, rows } = deployment();
    await send();
    const [url, init] = fetch.mock.calls[0]!;
    const [row] = await rows();
    expect(url).toBe('https://mail.test/emails');
    expect(new Headers(init.headers).get('Authorization')).toBe('Bearer secret-key');
    expect(new Headers(init.headers).get('Idempotency-Key')).toBe(row!.id);
    expect(JSON.parse(String(init.body))).toEqual({
      from: 'Cairn <hello@cairn.test>',
      to: ['dana@northwind.test'],
      subject: 'Your link to Cairn',
      text: letter.text,
      html: '<p>Open</p>',
    });
    expect(row).toMatchObject({ state: 'sent', serviceId: 'm1', sentAt: NOON, sealed: null, reason: null });
  });

  it('is kept encrypted while it waits, for itself alone', async () => {
    const { post, rows, db, again, fetch } = deployment();
    await post([letter, { ...letter, text: 'Another one' }], NOON);
    const [first, second] = await rows();
    expect(`${first!.sealed}${second!.sealed}`).not.toMatch(/secret|Open|Another/);
    await db.update(letters).set({ sealed: second!.sealed }).where(eq(letters.id, first!.id));
    await again(NOON);
    expect(fetch).not.toHaveBeenCalled();
    expect((await rows())[0]).toMatchObject({ state: 'failed', reason: 'Its key is no longer in CREDENTIAL_KEYS.' });
  });

  it('is sent once, however often its message comes', async () => {
    const { send, again, fetch } = deployment();
    await send();
    await again(NOON);
    await again(NOON + 13 * HOUR);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('is sent once by those who try at the same time', async () => {
    const { post, again, fetch } = deployment();
    await post([letter]);
    await Promise.all([again(NOON), again(NOON), again(NOON)]);
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('that is for something once is not written a second time', async () => {
    const { post, send, fetch, queue, rows } = deployment();
    await post([{ ...letter, onceFor: 'pause con_1 1' }]);
    await post([{ ...letter, onceFor: 'pause con_1 1' }]);
    await send(NOON, { onceFor: 'pause con_1 1' });
    expect(await rows()).toHaveLength(1);
    expect(queue.waiting).toHaveLength(2);
    expect(fetch).not.toHaveBeenCalled();
  });

  it.each([
    ['an outage', refusal(503)],
    ['a network that is down', new Error('no route')],
    ['the same letter still at work', refusal(409)],
  ])('waits 1, 5 and 25 minutes, 2 and 12 hours after %s, and is then given up', async (_, answer) => {
    vi.spyOn(console, 'log').mockImplementation(() => {});
    const { send, again, fetch, rows } = deployment([answer]);
    let now = NOON;
    await send(now);
    const waits = [];
    for (let tries = 1; tries < 6; tries++) {
      const [row] = await rows();
      waits.push((row!.dueAt - now) / MINUTE);
      await again(row!.dueAt - 1);
      expect(fetch).toHaveBeenCalledTimes(tries);
      now = row!.dueAt;
      await again(now);
    }
    expect(waits).toEqual([1, 5, 25, 120, 720]);
    expect(fetch).toHaveBeenCalledTimes(6);
    expect((await rows())[0]).toMatchObject({ state: 'failed', attempts: 6, sealed: null });
  });

  it('is tried again by a message that comes when it is due', async () => {
    const { send, fetch, rows, again } = deployment([refusal(500), Response.json({ id: 'm2' })]);
    const queue = vi.spyOn(Object.getPrototypeOf(env.JOBS) as typeof env.JOBS, 'send');
    await send();
    const [row] = await rows();
    expect(queue).toHaveBeenCalledWith({ type: 'letter', letterId: row!.id }, { delaySeconds: 60 });
    await again(NOON + MINUTE);
    expect(fetch).toHaveBeenCalledTimes(2);
    expect((await rows())[0]).toMatchObject({ state: 'sent', serviceId: 'm2', attempts: 2 });
  });

  it('waits as long as the service asks for', async () => {
    const { send, rows } = deployment([refusal(503, { 'Retry-After': '600' })]);
    await send();
    expect((await rows())[0]).toMatchObject({ state: 'waiting', dueAt: NOON + 10 * MINUTE });
  });

  it('waits its turn for a day while the service is busy, apart from the others, and is then given up', async () => {
    vi.spyOn(console, 'log').mockImplementation(() => {});
    const { send, again, rows, fetch } = deployment([refusal(429, { 'Retry-After': '120' })]);
    await send();
    for (let tries = 1; tries <= 8; tries++) {
      const [row] = await rows();
      expect(row).toMatchObject({ state: 'waiting', attempts: 0 });
      await again(row!.dueAt);
      expect(fetch).toHaveBeenCalledTimes(tries + 1);
    }
    const waits = (await rows())[0]!.dueAt - NOON;
    expect(waits).toBeGreaterThanOrEqual(9 * 2 * MINUTE);
    expect(waits).toBeLessThan(9 * 12 * MINUTE);
    for (let now = NOON + 25 * HOUR; (await rows())[0]!.state === 'waiting'; now += 13 * HOUR) await again(now);
    expect(fetch).toHaveBeenCalledTimes(9 + 6);
  });

  it('that somebody asked for is tried again as soon as a busy service allows', async () => {
    const { send, rows } = deployment([refusal(429)]);
    await send(NOON, { asked: true });
    expect((await rows())[0]).toMatchObject({ state: 'waiting', dueAt: NOON + MINUTE });
  });

  it('is given up at once when the service refuses it, with a reason that names nobody', async () => {
    const said = vi.spyOn(console, 'log').mockImplementation(() => {});
    const answer = Response.json({ name: 'validation_error', message: 'no dana@northwind.test' }, { status: 422 });
    const { send, rows, queue } = deployment([answer]);
    await send();
    const reason = 'The mail service refused it: 422 validation_error.';
    expect((await rows())[0]).toMatchObject({ state: 'failed', reason, sealed: null });
    expect(queue.waiting).toEqual([]);
    const line = said.mock.calls.flat().join(' ');
    expect(line).toContain('422');
    expect(line).not.toMatch(/dana|secret/);
  });

  it('is given up where there is no mail service', async () => {
    vi.spyOn(console, 'log').mockImplementation(() => {});
    const { send, rows, fetch } = deployment(undefined, { MAIL_API_KEY: undefined });
    await send();
    expect((await rows())[0]).toMatchObject({ state: 'failed', reason: 'This deployment has no mail service.' });
    expect(fetch).not.toHaveBeenCalled();
  });

  it('is not sent when it is of no more use', async () => {
    vi.spyOn(console, 'log').mockImplementation(() => {});
    const { send, again, rows, fetch } = deployment([refusal(500)]);
    await send(NOON, { goodUntil: NOON + 5 * MINUTE });
    await again(NOON + MINUTE);
    await again(NOON + 6 * MINUTE);
    expect(fetch).toHaveBeenCalledTimes(2);
    expect((await rows())[0]).toMatchObject({ state: 'failed', reason: 'It was no longer of use.' });
  });

  it('whose sender did not live to tell comes up again, with the same key', async () => {
    const { post, again, fetch, queue, rows } = deployment([Response.json({ id: 'm1' })]);
    const now = Date.now() - HOUR;
    await post([letter], now);
    queue.waiting.length = 0;
    const [row] = await rows();
    await runDue(env as Env, '*/5 * * * *', Date.now());
    expect(queue.waiting.filter(({ type }) => type === 'letter')).toEqual([{ type: 'letter', letterId: row!.id }]);
    await again(Date.now());
    expect(fetch).toHaveBeenCalledTimes(1);
  });

  it('is forgotten after thirty days', async () => {
    const { post, rows } = deployment();
    await post([letter], Date.now() - 31 * 24 * HOUR);
    await post([{ ...letter, text: 'later' }], Date.now() - 29 * 24 * HOUR);
    await runDue(env as Env, '17 3 * * *', Date.now());
    expect(await rows()).toHaveLength(1);
  });

  it('puts no header of anybody’s making into its subject, nor a second address into “to”', async () => {
    vi.spyOn(console, 'log').mockImplementation(() => {});
    const { send, fetch, rows } = deployment();
    await send(NOON, { subject: `Hello\r\nBcc: eve@evil.test\u2028${'x'.repeat(300)}` });
    const { subject } = JSON.parse(String(fetch.mock.calls[0]![1].body));
    expect(subject).toMatch(/^Hello Bcc: eve@evil.test x+…$/);
    expect(subject).toHaveLength(150);
    for (const to of ['dana@northwind.test,eve@evil.test', 'dana@northwind.test\r\nBcc: eve@evil.test', '<a@b.test>'])
      await send(NOON + 1, { to });
    expect(fetch).toHaveBeenCalledTimes(1);
    const failed = (await rows()).filter(({ state }) => state === 'failed');
    expect(failed.map(({ reason }) => reason)).toEqual(Array(3).fill('Its address is not a plain one.'));
  });
});

describe('an address that letters came back from', () => {
  const returned = async (at: number, kind = 'bounced') => {
    vi.spyOn(console, 'log').mockImplementation(() => {});
    const all = deployment();
    await all.db.insert(bounces).values({ email: letter.to, kind, reason: 'no such mailbox', at });
    return all;
  };

  it('gets no more of them', async () => {
    const { send, rows, fetch } = await returned(NOON - 48 * HOUR);
    await send(NOON, { to: 'Dana@Northwind.test' });
    expect(fetch).not.toHaveBeenCalled();
    expect((await rows())[0]).toMatchObject({ state: 'failed', reason: 'Letters to this address come back.' });
  });

  it('gets a link that its person asks for a day later, not before', async () => {
    const { send, fetch } = await returned(NOON, 'complained');
    await send(NOON + 23 * HOUR, { asked: true });
    expect(fetch).not.toHaveBeenCalled();
    await send(NOON + 24 * HOUR, { asked: true });
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});

describe('Cloudflare’s binding', () => {
  const bound = (send: () => Promise<unknown>) => {
    const MAIL = { send: vi.fn(send) } as unknown as SendEmail;
    return { ...deployment(undefined, { MAIL, MAIL_API_KEY: undefined }), MAIL };
  };
  const failing = (code?: string) => bound(() => Promise.reject(Object.assign(new Error('refused'), { code })));

  it('takes letters where it is there', async () => {
    const { send, MAIL, fetch, rows } = bound(async () => ({ messageId: 'cf-1' }));
    await send();
    expect(MAIL.send).toHaveBeenCalledWith({
      from: { name: 'Cairn', email: 'hello@cairn.test' },
      to: 'dana@northwind.test',
      subject: letter.subject,
      text: letter.text,
      html: letter.html,
    });
    expect(fetch).not.toHaveBeenCalled();
    expect((await rows())[0]).toMatchObject({ state: 'sent', serviceId: 'cf-1' });
  });

  it.each(['E_RATE_LIMIT_EXCEEDED', 'E_DAILY_LIMIT_EXCEEDED', 'E_INTERNAL_SERVER_ERROR', undefined])(
    'is asked again after %s',
    async (code) => {
      const { send, rows } = failing(code);
      await send(NOON, { asked: true });
      expect((await rows())[0]).toMatchObject({ state: 'waiting', dueAt: NOON + MINUTE });
    },
  );

  it('ends a letter that it refuses, and marks an address that it sends nothing to', async () => {
    vi.spyOn(console, 'log').mockImplementation(() => {});
    const { send, rows, db } = failing('E_SENDER_NOT_VERIFIED');
    await send();
    expect(await db.$count(bounces)).toBe(0);
    expect((await rows())[0]).toMatchObject({ state: 'failed' });
    await failing('E_RECIPIENT_SUPPRESSED').send();
    expect(await db.select().from(bounces)).toMatchObject([{ email: letter.to, at: NOON }]);
  });
});

describe('the mailbox of development', () => {
  it('keeps letters through the queue, as they would leave', async () => {
    await world();
    const db = openDatabase(env.DB);
    await post(env as Env, db, [letter], Date.now());
    await vi.waitFor(async () => expect(await listMails(db)).toHaveLength(1), { timeout: 5_000 });
    expect((await listMails(db))[0]).toMatchObject({ to: letter.to, text: letter.text, html: letter.html });
  });
});
