import { z } from 'zod';
import { verifyHmac } from '../../lib/hmac.ts';

/** How far (ms) the clock of a push may be from ours, either way. */
const TOLERANCE_MS = 5 * 60_000;

/** Signatures looked at; services sign with two secrets while one replaces the other. */
const MOST_SIGNATURES = 5;

/**
 * Whether the mail service signed these raw bytes, as Svix does it: `svix-signature` lists `v1,` and the base64
 * HMAC-SHA256 of id, timestamp and body joined by dots; `secret` is base64 behind `whsec_`. `now` in ms.
 */
export async function verifyPush(secret: string, headers: Headers, body: Uint8Array, now: number): Promise<boolean> {
  const key = fromBase64(secret.replace(/^whsec_/, ''));
  const [id = '', timestamp = '', signed = ''] = ['svix-id', 'svix-timestamp', 'svix-signature'].map(
    (name) => headers.get(name) ?? undefined,
  );
  if (!key || !id || !/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now - Number(timestamp) * 1000) > TOLERANCE_MS) return false;
  const message = joined(new TextEncoder().encode(`${id}.${timestamp}.`), body);
  for (const part of signed.split(' ').slice(0, MOST_SIGNATURES)) {
    const signature = part.startsWith('v1,') ? fromBase64(part.slice(3)) : null;
    if (signature && (await verifyHmac(key, message, signature))) return true;
  }
  return false;
}

const told = z.object({
  type: z.enum(['email.bounced', 'email.complained']),
  created_at: z.string().max(50),
  data: z.object({
    email_id: z.string().max(100).optional(),
    to: z.array(z.string().max(254)).max(50),
    bounce: z.object({ type: z.string().optional(), message: z.string().max(10_000).optional() }).optional(),
  }),
});

/** A letter that came back for good, or that its reader called junk. `at` in ms. */
export type Returned = {
  kind: 'bounced' | 'complained';
  emailId: string | null;
  to: string[];
  reason: string;
  at: number;
};

/** What a push tells, or null when it is about anything else: a delivery, a delay, a mailbox that is only full. */
export function returnedOf(body: unknown, now: number): Returned | null {
  const { success, data: push } = told.safeParse(body);
  if (!success || push.data.bounce?.type === 'Transient') return null;
  const { type, data } = push;
  const at = Date.parse(push.created_at);
  const said = data.bounce?.message?.trim();
  const bounced = type === 'email.bounced';
  return {
    kind: bounced ? 'bounced' : 'complained',
    emailId: data.email_id ?? null,
    to: data.to,
    reason: (bounced && said) || (bounced ? 'the mailbox did not take it' : 'its reader called it junk'),
    at: Number.isNaN(at) ? now : Math.min(at, now),
  };
}

const joined = (head: Uint8Array, tail: Uint8Array): Uint8Array => {
  const all = new Uint8Array(head.length + tail.length);
  all.set(head);
  all.set(tail, head.length);
  return all;
};

function fromBase64(text: string): Uint8Array | null {
  if (text === '' || text.length > 200 || !/^[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  try {
    return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
  } catch {
    return null;
  }
}
