import { describe, expect, it } from 'vitest';
import { deliveryId, verifyPush } from '../../../src/integrations/jira/webhook.ts';
import { fromHex, signHmac, toHex } from '../../../src/lib/hmac.ts';

// The vector that Atlassian publishes for its admin webhooks.
const SECRET = "It's a Secret to Everybody";
const SIGNATURE = 'sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9';
const bytes = (text: string) => new TextEncoder().encode(text);
const BODY = bytes('Hello World!');
const signed = (signature: string) => new Headers({ 'X-Hub-Signature': signature });

describe('a push', () => {
  it('signed as Atlassian documents it is accepted', async () => {
    expect(await verifyPush(SECRET, signed(SIGNATURE), BODY)).toBe(true);
    expect(await verifyPush(SECRET, signed(SIGNATURE.toUpperCase().replace('SHA256', 'sha256')), BODY)).toBe(true);
  });

  it('with any one byte flipped is refused', async () => {
    for (let i = 0; i < BODY.length; i++) {
      const flipped = BODY.map((byte, at) => (at === i ? byte ^ 1 : byte));
      expect(await verifyPush(SECRET, signed(SIGNATURE), flipped)).toBe(false);
    }
  });

  it('with any one digit of the signature changed is refused', async () => {
    for (let i = 7; i < SIGNATURE.length; i++) {
      const digit = SIGNATURE[i] === '0' ? '1' : '0';
      const changed = SIGNATURE.slice(0, i) + digit + SIGNATURE.slice(i + 1);
      expect(await verifyPush(SECRET, signed(changed), BODY)).toBe(false);
    }
  });

  it.each([
    '',
    'sha256=',
    SIGNATURE.slice(7),
    SIGNATURE.slice(0, -2),
    `${SIGNATURE}00`,
    'sha1=a477',
    `sha256=${'zz'.repeat(32)}`,
  ])('with the signature "%s" is refused', async (signature) =>
    expect(await verifyPush(SECRET, signed(signature), BODY)).toBe(false),
  );

  it('without a signature, or signed with another secret or none, is refused', async () => {
    expect(await verifyPush(SECRET, new Headers(), BODY)).toBe(false);
    expect(await verifyPush('another', signed(SIGNATURE), BODY)).toBe(false);
    expect(await verifyPush('', signed(SIGNATURE), BODY)).toBe(false);
  });

  it('is verified on raw bytes, text or not', async () => {
    const raw = Uint8Array.from({ length: 256 }, (_, i) => i);
    const signature = `sha256=${toHex(await signHmac('key', raw))}`;
    expect(await verifyPush('key', signed(signature), raw)).toBe(true);
  });
});

describe('the id of a delivery', () => {
  it('is the identifier that Jira keeps across its retries', async () => {
    const headers = new Headers({ 'X-Atlassian-Webhook-Identifier': ' abc-1 ', 'X-Atlassian-Webhook-Retry': '2' });
    expect(await deliveryId(headers, BODY)).toBe('abc-1');
  });

  it('is the SHA-256 of the body without one, or with one out of proportion', async () => {
    const expected = 'sha256:7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069';
    expect(await deliveryId(new Headers(), BODY)).toBe(expected);
    expect(await deliveryId(new Headers({ 'X-Atlassian-Webhook-Identifier': 'x'.repeat(201) }), BODY)).toBe(expected);
  });
});

describe('hexadecimal text', () => {
  it('goes both ways', () => expect(toHex(fromHex('00fF10') ?? BODY)).toBe('00ff10'));
  it.each(['0', 'zz', '0x', ' 00'])('"%s" is none', (text) => expect(fromHex(text)).toBeNull());
});
