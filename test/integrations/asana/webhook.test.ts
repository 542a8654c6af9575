import { describe, expect, it } from 'vitest';
import { deliveryId, handshakeOf, hasEvents, verifyPush } from '../../../src/integrations/asana/webhook.ts';
import { signHmac, toHex } from '../../../src/lib/hmac.ts';
import push from '../fixtures/asana-push.json';

const bytes = (text: string) => new TextEncoder().encode(text);
const signed = (signature: string) => new Headers({ 'X-Hook-Signature': signature });

// Made with `openssl dgst -sha256 -hmac`, so that it is not our own code that says what is right.
const vectors: [secret: string, body: string, signature: string][] = [
  ['cfecd97ea57de2b55a0a1a343c16fe3e', push.body, push.signature],
  ['cfecd97ea57de2b55a0a1a343c16fe3e', push.heartbeat, push.heartbeatSignature],
];

describe.each(vectors)('a push signed with %s', (secret, text, signature) => {
  const body = bytes(text);

  it('is accepted, whatever the case of its digits', async () => {
    expect(await verifyPush(secret, signed(signature), body)).toBe(true);
    expect(await verifyPush(secret, signed(signature.toUpperCase()), body)).toBe(true);
  });

  it('with any one byte flipped is refused', async () => {
    for (let i = 0; i < body.length; i++) {
      const flipped = body.map((byte, at) => (at === i ? byte ^ 1 : byte));
      expect(await verifyPush(secret, signed(signature), flipped)).toBe(false);
    }
  });

  it('with any one digit of the signature changed is refused', async () => {
    for (let i = 0; i < signature.length; i++) {
      const changed = signature.slice(0, i) + (signature[i] === '0' ? '1' : '0') + signature.slice(i + 1);
      expect(await verifyPush(secret, signed(changed), body)).toBe(false);
    }
  });

  it('is refused with no secret, with another, and without a signature', async () => {
    expect(await verifyPush('', signed(signature), body)).toBe(false);
    expect(await verifyPush(`${secret}0`, signed(signature), body)).toBe(false);
    expect(await verifyPush(secret, new Headers(), body)).toBe(false);
    for (const odd of ['', signature.slice(2), `${signature}00`, `sha256=${signature}`, 'zz'.repeat(32)])
      expect(await verifyPush(secret, signed(odd), body)).toBe(false);
  });
});

it('a push is verified on raw bytes, text or not', async () => {
  const raw = Uint8Array.from({ length: 256 }, (_, i) => i);
  expect(await verifyPush('key', signed(toHex(await signHmac('key', raw))), raw)).toBe(true);
});

describe('a handshake', () => {
  it('carries its secret in a header', () =>
    expect(handshakeOf(new Headers({ 'X-Hook-Secret': ' b537207f20cbfa02357cf448134da559 ' }))).toBe(
      'b537207f20cbfa02357cf448134da559',
    ));

  it.each(['', 'short', 'two words in it', 'x'.repeat(201)])('with "%s" is none', (secret) =>
    expect(handshakeOf(new Headers({ 'X-Hook-Secret': secret }))).toBeNull(),
  );
});

it.each([
  [{ events: [{ action: 'changed' }] }, true],
  [{ events: [] }, false],
  [{ events: 'many' }, false],
  [{}, false],
  [null, false],
])('%j has events: %s', (body, expected) => expect(hasEvents(body)).toBe(expected));

it('every attempt at one delivery has the same id, and another delivery another', async () => {
  expect(await deliveryId(bytes(push.body))).toBe(await deliveryId(bytes(push.body)));
  expect(await deliveryId(bytes(push.body))).not.toBe(await deliveryId(bytes(push.heartbeat)));
});
