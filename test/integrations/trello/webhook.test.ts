import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pushOf, verifyPush } from '../../../src/integrations/trello/webhook.ts';
import { signatureOf } from '../../stand-ins/trello/webhooks.ts';

const [recorded = ''] = Object.values(
  import.meta.glob<string>('../fixtures/trello-*.txt', { query: '?raw', import: 'default', eager: true }),
);
const CALLBACK = 'https://okr.example.com/hooks/trello?c=1';
const SIGNATURE = 'vMOtJGQ09IEDxmi551+UjuVUJos=';
const bytes = new TextEncoder().encode(recorded);

const verify = ({
  secret = 'secret',
  signature = SIGNATURE as string | null,
  body = bytes,
  callback = CALLBACK,
} = {}) => verifyPush(secret, new Headers(signature === null ? {} : { 'X-Trello-Webhook': signature }), body, callback);

describe('a signature', () => {
  it('of a recorded push is the one that was computed for it', async () => {
    expect(await verify()).toBe(true);
    expect(await signatureOf('secret', recorded, CALLBACK)).toBe(SIGNATURE);
  });

  it('does not survive one flipped bit anywhere in the body', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(7), async (at, bit) => {
        const body = bytes.slice();
        body[at]! ^= 1 << bit;
        expect(await verify({ body })).toBe(false);
      }),
    );
  });

  it.each([
    ['another callback', { callback: 'https://okr.example.com/hooks/trello?c=2' }],
    ['the callback without its query', { callback: 'https://okr.example.com/hooks/trello' }],
    ['another secret', { secret: 'Secret' }],
    ['no secret', { secret: '' }],
    ['no signature', { signature: null }],
    ['an empty signature', { signature: '' }],
    ['one flipped character', { signature: SIGNATURE.replace('v', 'w') }],
    ['a signature that is no base64', { signature: `${SIGNATURE.slice(0, -2)}!=` }],
    ['a part of it', { signature: SIGNATURE.slice(0, 20) }],
  ])('with %s is wrong', async (_, changed) => {
    expect(await verify(changed)).toBe(false);
  });
});

describe('a push', () => {
  it('tells which board changed, and an id that its attempts share', () => {
    expect(pushOf(JSON.parse(recorded))).toEqual({
      board: '53582e2da0fac5676a714277',
      action: '572a340644ed9c7d8b6f9a30',
    });
  });

  it.each([null, 'text', [], {}, { action: {} }, { action: { id: 5 }, model: { id: 'b' } }])('is not %j', (body) => {
    expect(pushOf(body)).toBeNull();
  });
});
