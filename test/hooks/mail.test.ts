import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/database.ts';
import { newId } from '../../src/db/ids.ts';
import { bounces, letters } from '../../src/db/schema/letters.ts';
import { listBounced } from '../../src/domain/letters/bouncing.ts';
import worker from '../../src/index.ts';

const SECRET = `whsec_${btoa('a key of the mail service 123456')}`;
const db = () => openDatabase(env.DB);

const bounced = (more: object = {}) => ({
  type: 'email.bounced',
  created_at: '2026-01-22T10:00:00.000Z',
  data: {
    email_id: 'm1',
    to: ['Dana@northwind.test'],
    subject: 'You are invited',
    bounce: { type: 'Permanent', subType: 'General', message: 'There is no such mailbox.' },
    ...more,
  },
});

async function signature(id: string, timestamp: number, body: string, secret = SECRET): Promise<string> {
  const bytes = Uint8Array.from(atob(secret.slice(6)), (char) => char.charCodeAt(0));
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const signed = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`${id}.${timestamp}.${body}`));
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(signed)))}`;
}

type Sending = { at?: number; sign?: string; id?: string; secret?: string; tamper?: string };

async function push(event: object, { at = Date.now(), sign, id = 'msg_1', secret = SECRET, tamper }: Sending = {}) {
  const body = JSON.stringify(event);
  const timestamp = Math.floor(at / 1000);
  const headers = {
    'svix-id': id,
    'svix-timestamp': String(timestamp),
    'svix-signature': sign ?? (await signature(id, timestamp, body, secret)),
  };
  const request = new Request('http://cairn.test/hooks/mail', { method: 'POST', headers, body: tamper ?? body });
  return worker.fetch(request, { ...env, MAIL_WEBHOOK_SECRET: SECRET }, createExecutionContext());
}

describe('word of the mail service', () => {
  it('that a letter came back marks its address, however often it is told', async () => {
    expect((await push(bounced())).status).toBe(202);
    expect((await push(bounced())).status).toBe(202);
    expect(await db().select().from(bounces)).toEqual([
      {
        email: 'dana@northwind.test',
        kind: 'bounced',
        reason: 'There is no such mailbox.',
        at: Date.parse('2026-01-22T10:00:00.000Z'),
      },
    ]);
    const found = await listBounced(db(), ['dana@northwind.test', 'amir@northwind.test']);
    expect(found.map(({ email }) => email)).toEqual(['dana@northwind.test']);
  });

  it('says how the letter ended that it names', async () => {
    const id = newId('let', 1);
    await db()
      .insert(letters)
      .values({ id, to: 'dana@northwind.test', onceFor: id, state: 'sent', serviceId: 'm1', createdAt: 1, dueAt: 1 });
    await push(bounced());
    expect(await db().select().from(letters)).toMatchObject([{ state: 'failed', reason: 'bounced' }]);
  });

  it('that a reader called it junk marks the address too', async () => {
    const { data } = bounced();
    expect((await push({ ...bounced(), type: 'email.complained', data: { ...data, bounce: undefined } })).status).toBe(
      202,
    );
    expect(await db().select().from(bounces)).toMatchObject([{ kind: 'complained' }]);
  });

  it.each([
    ['a delivery', { ...bounced(), type: 'email.delivered' }],
    ['a full mailbox', bounced({ bounce: { type: 'Transient', message: 'Mailbox full' } })],
    ['something else', { hello: 'world' }],
  ])('about %s changes nothing, and clears nothing', async (_, event) => {
    await db().insert(bounces).values({ email: 'omar@northwind.test', kind: 'bounced', reason: 'gone', at: 1 });
    expect((await push(event)).status).toBe(200);
    expect(await db().select().from(bounces)).toHaveLength(1);
  });

  it('that is older does not undo what is newer', async () => {
    await push(bounced());
    await push({ ...bounced({ bounce: { message: 'an older word' } }), created_at: '2026-01-01T10:00:00.000Z' });
    expect(await db().select().from(bounces)).toMatchObject([{ reason: 'There is no such mailbox.' }]);
  });

  it('counts with one of several signatures, as while a secret is replaced', async () => {
    const body = JSON.stringify(bounced());
    const now = Date.now();
    const right = await signature('msg_1', Math.floor(now / 1000), body);
    expect((await push(bounced(), { at: now, sign: `v1,${btoa('x'.repeat(32))} v2,abc ${right}` })).status).toBe(202);
  });

  it.each<[string, Sending]>([
    ['with the signature of another secret', { secret: `whsec_${btoa('another key, of somebody else 12')}` }],
    ['without a signature', { sign: '' }],
    ['with something that is none', { sign: 'v1,%%%' }],
    ['with another body', { tamper: JSON.stringify(bounced({ to: ['ada@northwind.test'] })) }],
    ['of six minutes ago', { at: Date.now() - 6 * 60_000 }],
    ['of six minutes ahead', { at: Date.now() + 6 * 60_000 }],
    ['without an id', { id: '' }],
  ])('%s is refused', async (_, sending) => {
    const answer = await push(bounced(), sending);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ error: 'The signature is missing or wrong.' });
    expect(await db().select().from(bounces)).toEqual([]);
  });

  it('is refused where no secret is set', async () => {
    const request = new Request('http://cairn.test/hooks/mail', { method: 'POST', body: '{}' });
    expect((await worker.fetch(request, env, createExecutionContext())).status).toBe(401);
  });

  it('is refused when it is too long', async () => {
    const request = new Request('http://cairn.test/hooks/mail', { method: 'POST', body: 'x'.repeat(300_000) });
    expect((await worker.fetch(request, env, createExecutionContext())).status).toBe(413);
  });
});
