import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { input } from '../../../src/integrations/bigquery/config.ts';
import { bigquery as adapter } from '../../../src/integrations/bigquery/index.ts';
import { demoEmail, demoProject } from '../../stand-ins/google/demo.ts';
import { newAccount } from '../../stand-ins/google/keys.ts';
import { asked, CONVERTED, config, googleAt, keyFile, NOW, reaching, readWith, secret, value } from './reach.ts';

const refusedKey = {
  ok: false,
  error: { reason: 'unauthorized', detail: 'Google refused this service account. Its key may have been deleted.' },
};
const deployment = JSON.stringify(keyFile);
const shared = { ...config, own: false };

describe('the token', () => {
  it('is traded for a signed statement: who, for whom, for what, an hour at most', async () => {
    const google = googleAt();
    const { reach } = reaching(google);
    const assertions: string[] = [];
    const watched = {
      ...reach,
      http: {
        ...reach.http,
        json: (...[url, asking]: Parameters<typeof reach.http.json>) => {
          if (asking?.form) assertions.push(`${url} ${asking.form.grant_type} ${asking.form.assertion}`);
          return reach.http.json(url, asking);
        },
      },
    };
    expect(await readWith(watched)).toEqual(value(86_400));
    const [url, grant, assertion = ''] = assertions[0]!.split(' ');
    expect([url, grant]).toEqual([
      'https://oauth2.googleapis.com/token',
      'urn:ietf:params:oauth:grant-type:jwt-bearer',
    ]);
    expect(decodeProtectedHeader(assertion)).toEqual({ alg: 'RS256', typ: 'JWT', kid: keyFile.private_key_id });
    expect(decodeJwt(assertion)).toEqual({
      iss: demoEmail,
      scope: 'https://www.googleapis.com/auth/bigquery',
      aud: 'https://oauth2.googleapis.com/token',
      iat: NOW / 1000,
      exp: NOW / 1000 + 3600,
    });
  });

  it('is kept until shortly before it ends', async () => {
    const clock = { now: NOW };
    const google = googleAt(clock);
    const { reach } = reaching(google, clock);
    await readWith(reach);
    clock.now += 54 * 60_000;
    await readWith(reach);
    expect(google.calls('/token')).toBe(1);
    clock.now += 60_000;
    expect(await readWith(reach)).toEqual(value(86_400));
    expect(google.calls('/token')).toBe(2);
  });

  it('that Google forgot in the middle of a read is renewed once, and the read goes on', async () => {
    const google = googleAt();
    const { reach } = reaching({
      fetch: async (request) => {
        if (google.calls('/queries') === 1 && google.calls('/token') === 1) google.tokens.clear();
        return google.fetch(request);
      },
    });
    expect(await readWith(reach)).toEqual(value(86_400));
    expect(google.calls('/token')).toBe(2);
    expect(google.charges).toHaveLength(1);
  });

  it('that is refused again is a refusal of the account', async () => {
    const google = googleAt();
    google.fail({ kind: 'status', status: 401 }, { path: '/queries' });
    expect(await readWith(reaching(google).reach)).toEqual(refusedKey);
    expect([google.calls('/token'), google.calls('/queries')]).toEqual([2, 2]);
  });

  it.each(['invalid_grant', 'invalid_scope', 'invalid_client'])('%s is a refusal of the account', async (error) => {
    const google = googleAt();
    google.fail({ kind: 'status', status: 400, body: { error, error_description: 'No' } }, { path: '/token' });
    expect(await readWith(reaching(google).reach)).toEqual(refusedKey);
    expect(google.calls('/queries')).toBe(0);
  });

  it('of a key that was deleted, of another key, or of an account that is gone is refused', async () => {
    const other = await newAccount(demoEmail);
    const google = googleAt();
    google.state.accounts[0]!.keys = other.account.keys;
    expect(await readWith(reaching(google).reach)).toEqual(refusedKey);
    google.state.accounts[0]!.keys = { [keyFile.private_key_id]: Object.values(other.account.keys)[0]! };
    expect(await readWith(reaching(google).reach)).toEqual(refusedKey);
    google.state.accounts = [];
    expect(await readWith(reaching(google).reach)).toEqual(refusedKey);
  });

  it('with a clock that is an hour off is refused', async () => {
    const google = googleAt({ now: NOW });
    expect(await readWith(reaching(google, { now: NOW + 2 * 3_600_000 }).reach)).toEqual(refusedKey);
  });

  it('is not given out where Google cannot be asked, and that is no refusal', async () => {
    const google = googleAt();
    google.fail({ kind: 'status', status: 503 }, { path: '/token' });
    expect(await readWith(reaching(google).reach)).toMatchObject({ error: { reason: 'unavailable' } });
    google.fail({ kind: 'status', status: 429, headers: { 'Retry-After': '30' } }, { path: '/token' });
    expect(await readWith(reaching(google).reach)).toMatchObject({
      error: { reason: 'rate_limited', retryAt: NOW + 30_000 },
    });
    google.fail({ kind: 'wrong_type' }, { path: '/token' });
    expect(await readWith(reaching(google).reach)).toMatchObject({ error: { reason: 'bad_response' } });
  });
});

describe('a pasted key', () => {
  const paste = (service_account: unknown) => input.safeParse({ project_id: demoProject, service_account });
  const KEY = 'Paste the whole JSON file of a service account key.';

  it('is read as a file or as an object, and never says where it is sent', async () => {
    const evil = { ...keyFile, token_uri: 'https://evil.test/token', universe_domain: 'evil.test' };
    for (const given of [evil, JSON.stringify(evil), JSON.stringify(evil, null, 2)]) {
      const parsed = paste(given);
      expect(parsed.data).toEqual({
        config: { project_id: demoProject, location: null, account: demoEmail, own: true },
        secret: {
          account: {
            client_email: demoEmail,
            private_key: keyFile.private_key,
            private_key_id: keyFile.private_key_id,
          },
        },
      });
      const { reach, sent } = reaching(googleAt());
      expect((await adapter.read(reach, config, parsed.data!.secret, [asked(CONVERTED)]))[0]).toEqual(value(86_400));
      expect(JSON.stringify([parsed.data, sent.map(({ url }) => url.href)])).not.toContain('evil');
    }
  });

  it.each([
    ['nothing of a key', '{}'],
    ['no JSON', 'AIzaSy-an-api-key'],
    ['another kind of account', { ...keyFile, type: 'authorized_user' }],
    ['no e-mail', { ...keyFile, client_email: 'nobody' }],
    ['no private key', { ...keyFile, private_key: '' }],
    ['a number', 7],
    ['a list', []],
  ])('is refused: %s', (_name, given) => {
    const issues = paste(given).error?.issues ?? [];
    expect(issues.map(({ message }) => message)).toContain(KEY);
    expect(JSON.stringify(issues)).not.toContain('BEGIN PRIVATE KEY');
  });

  it('whose lines were escaped once more on the way still signs', async () => {
    const escaped = { ...keyFile, private_key: keyFile.private_key.replaceAll('\n', '\\n') };
    const { secret } = paste(escaped).data!;
    const { reach } = reaching(googleAt());
    expect((await adapter.read(reach, config, secret, [asked(CONVERTED)]))[0]).toEqual(value(86_400));
  });

  it('that cannot be read as a key says so, and not what it holds', async () => {
    const account = {
      ...keyFile,
      private_key: '-----BEGIN PRIVATE KEY-----\nsecret-rubbish\n-----END PRIVATE KEY-----',
    };
    const google = googleAt();
    const [seen] = await adapter.read(reaching(google).reach, config, { account }, [asked(CONVERTED)]);
    expect(seen).toEqual({
      ok: false,
      error: { reason: 'unauthorized', detail: 'The private key of this service account cannot be read.' },
    });
    expect(google.requests).toEqual([]);
  });
});

describe('whose account reads', () => {
  it('is the deployment’s own where no key was pasted', async () => {
    const { reach } = reaching(googleAt(), undefined, deployment);
    expect(await adapter.connect(reach, { ...shared, account: null }, { account: null })).toEqual({
      ok: true,
      value: { account: { name: demoEmail, address: demoProject }, config: shared },
    });
    expect(await readWith(reach, CONVERTED, shared)).toEqual(value(86_400));
  });

  it('is the pasted one where there is one, whatever the deployment has', async () => {
    const own = await newAccount('reader@northwind-analytics.iam.gserviceaccount.com');
    const google = googleAt();
    google.addAccount(own.account);
    const { reach } = reaching(google, undefined, deployment);
    const met = await adapter.connect(reach, config, { account: own.file });
    expect(met).toMatchObject({ value: { account: { name: own.account.email } } });
    expect([...google.tokens.values()].map(({ email }) => email)).toEqual([own.account.email]);
  });

  it.each(['', 'no JSON', '{"type":"authorized_user"}'])('is nobody’s where the deployment has %j', async (given) => {
    const { reach } = reaching(googleAt(), undefined, given);
    expect(await adapter.connect(reach, shared, { account: null })).toEqual({
      ok: false,
      error: {
        reason: 'unauthorized',
        detail: 'This deployment has no service account of its own. Paste a key for this connection.',
      },
    });
  });

  it('is not the deployment’s for a connection that had its own', async () => {
    const { reach } = reaching(googleAt(), undefined, deployment);
    expect(await adapter.connect(reach, config, { account: null })).toMatchObject({
      error: { reason: 'unauthorized' },
    });
  });
});

describe('connecting', () => {
  it('proves the key, the project and the right to run jobs, and reads nothing', async () => {
    const google = googleAt();
    const { reach, sent } = reaching(google);
    expect(await adapter.connect(reach, config, secret)).toMatchObject({ ok: true });
    expect(sent.map(({ body }) => body)).toEqual([{ query: 'SELECT 1', useLegacySql: false, dryRun: true }]);
    google.state.projects[0]!.readers = [];
    expect(await adapter.connect(reach, config, secret)).toEqual({
      ok: false,
      error: {
        reason: 'forbidden',
        detail:
          'The service account may not do this. Grant it BigQuery Job User on the project and BigQuery Data Viewer on the datasets.',
      },
    });
    expect(await adapter.connect(reach, { ...config, project_id: 'another-project' }, secret)).toEqual({
      ok: false,
      error: { reason: 'not_found', detail: 'BigQuery says: Not found: Project another-project' },
    });
  });
});
