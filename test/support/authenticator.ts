import { base64url } from 'jose';

type Creation = { challenge: string; rp: { id?: string }; user: { id: string } };
type Request = { challenge: string; rpId?: string };

/** What a device, or somebody who holds it, does otherwise than it should. */
export type Odds = { origin?: string; rpId?: string; verified?: boolean; counter?: number; challenge?: string };

/**
 * A device with one passkey, in software: what it answers is what a browser would send (WebAuthn 3, ES256, no attestation).
 * It counts its uses from 1.
 */
export async function authenticator(origin: string) {
  const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const pair = keys as CryptoKeyPair;
  const id = crypto.getRandomValues(new Uint8Array(16));
  let userHandle = base64url.encode(crypto.getRandomValues(new Uint8Array(16)));
  let used = 0;

  const answer = (response: Record<string, unknown>) => ({
    id: base64url.encode(id),
    rawId: base64url.encode(id),
    type: 'public-key',
    response,
    clientExtensionResults: {},
  });

  return {
    id: base64url.encode(id),

    /** Makes the passkey that a site asks for. */
    async create({ challenge, rp, user }: Creation, odds: Odds = {}) {
      userHandle = user.id;
      const client = clientData('webauthn.create', challenge, { origin, ...odds });
      const length = new Uint8Array([0, id.length]);
      const attested = joined(new Uint8Array(16), length, id, await coseKey(pair.publicKey));
      const data = joined(await head(odds.rpId ?? rp.id!, 0x40, odds.verified, odds.counter ?? used), attested);
      const attestation = cbor(
        new Map<string, unknown>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', data],
        ]),
      );
      return answer({
        clientDataJSON: base64url.encode(client),
        attestationObject: base64url.encode(attestation),
        transports: ['internal'],
      });
    },

    /** Signs what a site asks for. */
    async get({ challenge, rpId }: Request, odds: Odds = {}) {
      used += 1;
      const client = clientData('webauthn.get', challenge, { origin, ...odds });
      const data = await head(odds.rpId ?? rpId!, 0, odds.verified, odds.counter ?? used);
      const signed = joined(data, await sha256(client));
      const raw = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, signed);
      return answer({
        clientDataJSON: base64url.encode(client),
        authenticatorData: base64url.encode(data),
        signature: base64url.encode(der(new Uint8Array(raw))),
        userHandle,
      });
    },
  };
}

export type Authenticator = Awaited<ReturnType<typeof authenticator>>;

const text = (words: string) => new TextEncoder().encode(words) as Uint8Array<ArrayBuffer>;

const clientData = (type: string, asked: string, { origin, challenge = asked }: Odds) =>
  text(JSON.stringify({ type, challenge, origin, crossOrigin: false }));

const sha256 = async (bytes: Uint8Array<ArrayBuffer>) => new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

/** Whom it answers, what it saw (present 1, verified 4) and how often it was used. */
async function head(rpId: string, flags: number, verified = true, counter = 0) {
  const count = new Uint8Array(4);
  new DataView(count.buffer).setUint32(0, counter);
  return joined(await sha256(text(rpId)), new Uint8Array([flags | 1 | (verified ? 4 : 0)]), count);
}

/** RFC 9052: an EC2 key (1: 2) for ES256 (3: -7) on P-256 (-1: 1). */
async function coseKey(key: CryptoKey) {
  const { x, y } = (await crypto.subtle.exportKey('jwk', key)) as JsonWebKey;
  const point = [base64url.decode(x!), base64url.decode(y!)];
  return cbor(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, point[0]],
      [-3, point[1]],
    ]),
  );
}

/** RFC 8949, as much of it as an authenticator says. */
function cbor(value: unknown): Uint8Array<ArrayBuffer> {
  if (typeof value === 'number') return value < 0 ? initial(1, -1 - value) : initial(0, value);
  if (typeof value === 'string') return joined(initial(3, text(value).length), text(value));
  if (value instanceof Uint8Array) return joined(initial(2, value.length), value);
  const entries = [...(value as Map<unknown, unknown>)];
  return joined(initial(5, entries.length), ...entries.flatMap(([key, each]) => [cbor(key), cbor(each)]));
}

function initial(major: number, size: number) {
  const first = major << 5;
  if (size < 24) return new Uint8Array([first | size]);
  return size < 256 ? new Uint8Array([first | 24, size]) : new Uint8Array([first | 25, size >> 8, size & 255]);
}

/** An ECDSA signature as X.509 writes it: a sequence of two integers. */
function der(raw: Uint8Array) {
  const integers = [raw.slice(0, 32), raw.slice(32)].map((bytes) => {
    const start = bytes.findIndex((byte) => byte !== 0);
    const plain = bytes.slice(start);
    const positive = plain[0]! > 127 ? joined(new Uint8Array([0]), plain) : plain;
    return joined(new Uint8Array([2, positive.length]), positive);
  });
  const body = joined(...integers);
  return joined(new Uint8Array([0x30, body.length]), body);
}

function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
