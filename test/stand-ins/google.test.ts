import { importPKCS8, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { demoEmail, demoProject } from './google/demo.ts';
import { createGoogle, type Google } from './google/google.ts';
import { accountOf, newAccount } from './google/keys.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const HOST = 'https://google.test';
const { file, account } = await newAccount(demoEmail);
const fresh = () => createGoogle({ accounts: [account], now: () => NOW });

type Claims = { iss?: string; aud?: string; scope?: string; iat?: number; exp?: number };

async function signed(claims: Claims = {}, { key = file.private_key, kid = file.private_key_id, alg = 'RS256' } = {}) {
  const payload = {
    iss: demoEmail,
    aud: 'https://oauth2.googleapis.com/token',
    scope: 'https://www.googleapis.com/auth/bigquery',
    iat: NOW / 1000,
    exp: NOW / 1000 + 3600,
    ...claims,
  };
  return new SignJWT(payload).setProtectedHeader({ alg, kid }).sign(await importPKCS8(key, alg));
}

const trade = async (google: Google, assertion: string, grant = 'urn:ietf:params:oauth:grant-type:jwt-bearer') => {
  const body = new URLSearchParams({ grant_type: grant, assertion });
  const response = await google.fetch(new Request(`${HOST}/token`, { method: 'POST', body }));
  return { status: response.status, body: await response.json<Record<string, unknown>>() };
};

async function signedIn(claims: Claims = {}) {
  const google = fresh();
  const { body } = await trade(google, await signed(claims));
  const send = async (path: string, sent?: object, headers: Record<string, string> = {}) => {
    const response = await google.fetch(
      new Request(`${HOST}/bigquery/v2/projects/${path}`, {
        method: sent ? 'POST' : 'GET',
        headers: { Authorization: `Bearer ${body.access_token}`, ...headers },
        body: sent ? JSON.stringify(sent) : undefined,
      }),
    );
    // biome-ignore lint/suspicious/noExplicitAny: what it says is what is tested.
    return { status: response.status, body: await response.json<any>() };
  };
  const query = (sql: string, more: object = {}) =>
    send(`${demoProject}/queries`, { query: sql, useLegacySql: false, ...more });
  return { google, send, query };
}

describe('the token endpoint', () => {
  it('gives a token for a good statement', async () => {
    expect(await trade(fresh(), await signed())).toEqual({
      status: 200,
      body: { access_token: expect.stringMatching(/^ya29\./), expires_in: 3599, token_type: 'Bearer' },
    });
  });

  it.each<[string, Claims, string]>([
    ['another audience', { aud: 'https://evil.test/token' }, 'invalid_grant'],
    ['an account that is not known', { iss: 'nobody@northwind-analytics.iam.gserviceaccount.com' }, 'invalid_grant'],
    ['more than an hour', { exp: NOW / 1000 + 3601 }, 'invalid_grant'],
    ['a time that is over', { iat: NOW / 1000 - 7200, exp: NOW / 1000 - 3600 }, 'invalid_grant'],
    ['a time to come', { iat: NOW / 1000 + 600, exp: NOW / 1000 + 4000 }, 'invalid_grant'],
    ['a scope that is not known', { scope: 'https://www.googleapis.com/auth/mail' }, 'invalid_scope'],
    ['no scope', { scope: '' }, 'invalid_scope'],
  ])('refuses %s', async (_name, claims, error) => {
    expect(await trade(fresh(), await signed(claims))).toMatchObject({ status: 400, body: { error } });
  });

  it('refuses another key, another algorithm, one flipped letter and another grant', async () => {
    const other = await newAccount(demoEmail);
    const good = await signed();
    const flipped = good.slice(0, -10) + (good.at(-10) === 'A' ? 'B' : 'A') + good.slice(-9);
    for (const assertion of [
      await signed({}, { key: other.file.private_key }),
      await signed({}, { kid: other.file.private_key_id }),
      await signed({}, { alg: 'RS512' }),
      flipped,
      '',
      'a.b.c',
    ])
      expect(await trade(fresh(), assertion)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect(await trade(fresh(), good, 'password')).toMatchObject({ body: { error: 'unsupported_grant_type' } });
  });

  it('knows of a key file what its public half says', async () => {
    expect(await accountOf(file)).toEqual(account);
  });
});

describe('a query', () => {
  it('answers with text in rows of cells, and with its job', async () => {
    const { query } = await signedIn();
    expect((await query("SELECT COUNT(*) AS n, SUM(value) FROM crm.leads WHERE status = 'converted'")).body).toEqual({
      kind: 'bigquery#queryResponse',
      schema: {
        fields: [
          { name: 'n', type: 'INTEGER', mode: 'NULLABLE' },
          { name: 'f1_', type: 'INTEGER', mode: 'NULLABLE' },
        ],
      },
      jobReference: { projectId: demoProject, jobId: expect.any(String), location: 'EU' },
      totalRows: '1',
      rows: [{ f: [{ v: '9' }, { v: '86400' }] }],
      totalBytesProcessed: '0',
      jobComplete: true,
      cacheHit: false,
    });
  });

  it('that is rehearsed says its kind and its bytes, and gives no rows', async () => {
    const { google, query } = await signedIn();
    const { body } = await query('SELECT COUNT(*) FROM crm.leads', { dryRun: true });
    expect(body).toMatchObject({ statementType: 'SELECT', totalBytesProcessed: '100663296', jobComplete: true });
    expect(body).not.toHaveProperty('rows');
    const kinds = ['INSERT INTO x VALUES (1)', 'DROP TABLE x', 'EXPORT DATA AS SELECT 1', 'SELECT 1; SELECT 2'];
    const told = await Promise.all(kinds.map(async (sql) => (await query(sql, { dryRun: true })).body.statementType));
    expect(told).toEqual(['INSERT', 'DROP_TABLE', 'EXPORT_DATA', 'SCRIPT']);
    expect(google.charges).toEqual([]);
  });

  it('in legacy SQL, which is the usual one, is refused', async () => {
    const { send } = await signedIn();
    expect(await send(`${demoProject}/queries`, { query: 'SELECT 1' })).toMatchObject({
      status: 400,
      body: { error: { code: 400, status: 'INVALID_ARGUMENT', errors: [{ reason: 'invalidQuery' }] } },
    });
  });

  it('over its byte limit is not charged for', async () => {
    const { google, query } = await signedIn();
    expect(await query('SELECT COUNT(*) FROM crm.leads', { maximumBytesBilled: '10485760' })).toMatchObject({
      status: 400,
      body: { error: { errors: [{ reason: 'bytesBilledLimitExceeded' }] } },
    });
    expect(google.charges).toEqual([]);
  });

  it('that comes again under its id is the same job', async () => {
    const { google, query } = await signedIn();
    const first = await query('SELECT COUNT(*) FROM crm.leads', { requestId: 'one' });
    google.addLead({ status: 'new', value: null, day: '2026-11-20' });
    expect((await query('SELECT COUNT(*) FROM crm.leads', { requestId: 'one' })).body).toEqual(first.body);
    expect(google.charges).toHaveLength(1);
    expect((await query('SELECT COUNT(*) FROM crm.leads', { requestId: 'two' })).body.rows[0].f[0].v).toBe('25');
  });
});

describe('a long job', () => {
  it('is found where it runs: a region must be named, a multi-region need not', async () => {
    for (const [location, unnamed] of [
      ['EU', 200],
      ['europe-west3', 404],
    ] as const) {
      const { google, send, query } = await signedIn();
      google.state.projects[0]!.location = location;
      google.polls = 2;
      const { body } = await query('SELECT COUNT(*) FROM crm.leads');
      expect(body).toMatchObject({ jobComplete: false, jobReference: { location } });
      const path = `${demoProject}/queries/${body.jobReference.jobId}`;
      expect((await send(`${path}?location=us-east1`)).status).toBe(404);
      expect((await send(path)).status).toBe(unnamed);
      expect((await send(`${path}?location=${location}`)).status).toBe(200);
      expect((await send(`${path}?location=${location}`)).body).toMatchObject({ jobComplete: true, totalRows: '1' });
    }
  });
});

describe('who may not', () => {
  it('is told so', async () => {
    const { google, send, query } = await signedIn();
    expect(await send('nowhere-at-all/queries', { query: 'SELECT 1', useLegacySql: false })).toMatchObject({
      status: 404,
      body: { error: { errors: [{ reason: 'notFound' }] } },
    });
    expect((await send(`${demoProject}/queries`, {}, { Authorization: 'Bearer no' })).status).toBe(401);
    google.state.projects[0]!.readers = [];
    expect(await query('SELECT 1')).toMatchObject({
      status: 403,
      body: { error: { errors: [{ reason: 'accessDenied' }] } },
    });
    const narrow = await signedIn({ scope: 'https://www.googleapis.com/auth/bigquery.readonly' });
    expect((await narrow.query('SELECT 1')).status).toBe(403);
  });
});

describe('the page', () => {
  const page = async (google: Google, path = '/', form?: Record<string, string>) => {
    const asked = form && { method: 'POST', body: new URLSearchParams(form) };
    return (await google.fetch(new Request(HOST + path, asked))).text();
  };

  it('changes leads, switches faults and makes keys that work', async () => {
    const google = fresh();
    expect(await page(google)).toContain('9 converted, worth 86,400');
    await page(google, '/leads/2/status', { status: 'converted' });
    expect(await page(google)).toContain('10 converted, worth 89,400');
    await page(google, '/leads/2/delete', { x: '' });
    await page(google, '/leads', { value: '600', status: 'converted' });
    expect(await page(google)).toContain('10 converted, worth 87,000');
    await page(google, '/polls', { polls: '3' });
    expect(google.polls).toBe(3);
    await page(google, '/faults', { fault: 'maintenance' });
    expect(google.fault).toMatchObject({ fault: { status: 503 } });
    await page(google, '/faults', { fault: '' });
    const shown = (await page(google, '/keys', { x: '' })).match(/<textarea[^>]*>([^<]*)/)?.[1] ?? '';
    const made = JSON.parse(shown.replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))));
    const assertion = await signed({ iss: made.client_email }, { key: made.private_key, kid: made.private_key_id });
    expect((await trade(google, assertion)).status).toBe(200);
  });
});
