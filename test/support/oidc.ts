import { exports } from 'cloudflare:workers';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { vi } from 'vitest';
import { challengeOf } from '../../src/lib/tokens.ts';

export const ISSUER = 'https://login.northwind.test';
export const CLIENT = { clientId: 'cairn', secret: 'of the client' };
export const SITE = 'http://localhost';

export type Said = Record<string, unknown>;

/** How a provider strays from the protocol. */
export type Straying = {
  /** Over what it says of itself. */
  metadata?: Said;
  /** Over the claims of its ID token. */
  claims?: Said;
  /** What its UserInfo endpoint says. */
  userInfo?: Said;
  /** The algorithm it signs with, or `none`. */
  alg?: string;
  /** Signs with a key that its JWKS does not have. */
  strangeKey?: boolean;
  /** Paths that do not answer: fail to connect, or with a status. */
  broken?: Record<string, 'down' | number>;
};

type Code = { nonce: string; challenge: string; redirectUri: string; claims: Said; used: boolean };

/** An OpenID provider for one client, in this process: what it says can be bent, what it checks can not. */
export function createOpenId(straying: Straying = {}) {
  const codes = new Map<string, Code>();
  const asked: { path: string; authorization: string | null; form: URLSearchParams }[] = [];
  let keys = makeKeys(straying.alg);
  const now = () => Math.floor(Date.now() / 1000);

  const answers: Record<string, (request: Request, form: URLSearchParams) => Promise<Response> | Response> = {
    '/.well-known/openid-configuration': () =>
      Response.json({
        issuer: ISSUER,
        authorization_endpoint: `${ISSUER}/authorize`,
        token_endpoint: `${ISSUER}/token`,
        jwks_uri: `${ISSUER}/keys`,
        userinfo_endpoint: `${ISSUER}/me`,
        id_token_signing_alg_values_supported: ['RS256', 'PS256', 'ES256', 'EdDSA', 'none'],
        ...straying.metadata,
      }),
    '/keys': async () => Response.json({ keys: [(await keys).jwk] }),
    '/me': () => Response.json({ sub: 'sub-dana', ...straying.userInfo }),
    '/token': async (request, form) => {
      const code = codes.get(form.get('code') ?? '');
      const basic = `Basic ${btoa(`${CLIENT.clientId}:${encodeURIComponent(CLIENT.secret).replaceAll('%20', '+')}`)}`;
      if (request.headers.get('Authorization') !== basic)
        return Response.json({ error: 'invalid_client' }, { status: 401 });
      const isMeant =
        code &&
        !code.used &&
        form.get('redirect_uri') === code.redirectUri &&
        (await challengeOf(form.get('code_verifier') ?? '')) === code.challenge;
      if (!isMeant) return Response.json({ error: 'invalid_grant' }, { status: 400 });
      code.used = true;
      return Response.json({ access_token: 'at', token_type: 'Bearer', id_token: await idToken(code) });
    },
  };

  async function idToken({ nonce, claims }: Code): Promise<string> {
    const all = {
      iss: ISSUER,
      aud: CLIENT.clientId,
      iat: now(),
      exp: now() + 300,
      nonce,
      ...claims,
      ...straying.claims,
    };
    const said = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    if (straying.alg === 'none') return `${part({ alg: 'none' })}.${part(said)}.`;
    const signing = straying.strangeKey ? await makeKeys(straying.alg) : await keys;
    const { alg, privateKey, jwk } = signing;
    return new SignJWT(said).setProtectedHeader({ alg, ...(jwk.kid && { kid: jwk.kid }) }).sign(privateKey);
  }

  return {
    asked,
    codes,
    /** Lets somebody in who was sent there: the address that they come back to. */
    authorize(address: string, claims: Said = {}): URL {
      const url = new URL(address);
      const given = (name: string) => url.searchParams.get(name) ?? '';
      const code = crypto.randomUUID();
      codes.set(code, {
        nonce: given('nonce'),
        challenge: given('code_challenge'),
        redirectUri: given('redirect_uri'),
        claims: {
          sub: 'sub-dana',
          email: 'dana@northwind.test',
          email_verified: true,
          name: 'Dana Whitlock',
          ...claims,
        },
        used: false,
      });
      const back = new URL(given('redirect_uri'));
      back.search = new URLSearchParams({ code, state: given('state'), iss: ISSUER }).toString();
      return back;
    },
    rotate(): void {
      keys = makeKeys(straying.alg);
    },
    async fetch(request: Request): Promise<Response> {
      const { pathname } = new URL(request.url);
      const form = new URLSearchParams(
        request.method === 'POST' ? [...((await request.formData()) as Iterable<[string, string]>)] : '',
      );
      asked.push({ path: pathname, authorization: request.headers.get('Authorization'), form });
      const broken = straying.broken?.[pathname];
      if (broken === 'down') throw new TypeError('network connection lost');
      if (broken) return new Response('sorry', { status: broken });
      return answers[pathname]?.(request, form) ?? new Response('nothing here', { status: 404 });
    },
  };
}

export type OpenId = ReturnType<typeof createOpenId>;

/** Puts the provider, and the DNS with these TXT records, where the outside world would be; others see what was there. */
export function openIdOutside(straying: Straying = {}, texts: Record<string, string[]> = {}): OpenId {
  const openid = createOpenId(straying);
  const before = vi.isMockFunction(globalThis.fetch) ? vi.mocked(globalThis.fetch).getMockImplementation() : undefined;
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const request = new Request(input as string, init as RequestInit);
    const url = new URL(request.url);
    if (url.origin === ISSUER) return openid.fetch(request);
    if (url.hostname === 'cloudflare-dns.com') return records(texts[url.searchParams.get('name') ?? '']);
    return before ? before(input, init) : new Response('nobody', { status: 404 });
  });
  return openid;
}

const records = (texts: string[] | undefined) =>
  new Response(
    JSON.stringify(
      texts ? { Status: 0, Answer: texts.map((text) => ({ type: 16, data: `"${text}"` })) } : { Status: 3 },
    ),
    { headers: { 'Content-Type': 'application/dns-json' } },
  );

/** Elliptic curves unless asked otherwise: making them takes no time. */
async function makeKeys(alg = 'ES256'): Promise<{ alg: string; privateKey: CryptoKey; jwk: JWK }> {
  const made = await generateKeyPair(alg === 'none' ? 'ES256' : alg, { extractable: true });
  const jwk = { ...(await exportJWK(made.publicKey)), kid: crypto.randomUUID(), use: 'sig' };
  return { alg, privateKey: made.privateKey, jwk };
}

const part = (value: object) =>
  btoa(JSON.stringify(value)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

/** A browser: keeps its cookies, and follows nothing by itself. */
export function createVisitor(cookie = '') {
  const jar = new Map(cookie ? [cookie.split('=', 2) as [string, string]] : []);
  return {
    jar,
    async ask(path: string, form?: Record<string, string>): Promise<Response> {
      const response = await exports.default.fetch(new URL(path, SITE).href, {
        method: form ? 'POST' : 'GET',
        redirect: 'manual',
        headers: { Cookie: [...jar].map((pair) => pair.join('=')).join('; '), Origin: SITE },
        body: form && new URLSearchParams(form),
      });
      for (const each of response.headers.getSetCookie()) {
        const [name = '', value = ''] = each.split(';')[0]!.split(/=(.*)/s);
        if (value) jar.set(name, value);
        else jar.delete(name);
      }
      return response;
    },
  };
}

export type Visitor = ReturnType<typeof createVisitor>;

/** Where a page that moves on by itself leads. */
export const leadsTo = (response: Response): string => response.headers.get('Refresh')?.replace(/^0; url=/, '') ?? '';
