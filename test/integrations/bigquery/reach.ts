import type { Asked, Estimate, Reach, Reading } from '../../../src/integrations/adapter.ts';
import type { BigQueryConfig, BigQuerySecret } from '../../../src/integrations/bigquery/config.ts';
import { bigquery as adapter } from '../../../src/integrations/bigquery/index.ts';
import { demoEmail, demoProject } from '../../stand-ins/google/demo.ts';
import { createGoogle, type Google, type Options } from '../../stand-ins/google/google.ts';
import { newAccount } from '../../stand-ins/google/keys.ts';
import { reachOf, settings } from '../jira/reach.ts';
import { complaintsAbout } from './described.ts';

export const NOW = Date.UTC(2026, 10, 20, 12);

/** A key costs a while to make, so all tests share one. */
export const { file: keyFile, account } = await newAccount(demoEmail);

export const CONVERTED = "SELECT SUM(value) FROM crm.leads WHERE status = 'converted'";

export const config: BigQueryConfig = { project_id: demoProject, location: null, account: demoEmail, own: true };
export const secret: BigQuerySecret = { account: keyFile };

/** A time that a test may move. */
export type Clock = { now: number };

export const googleAt = (clock: Clock = { now: NOW }, options: Options = {}): Google =>
  createGoogle({ accounts: [account], now: () => clock.now, ...options });

/** What a request to BigQuery says; nothing for one to the token endpoint. */
export const bodyOf = async (request: Request): Promise<string> =>
  new URL(request.url).pathname === '/token' ? '' : request.clone().text();

type Sent = { method: string; url: URL; body: Record<string, unknown> };

/** A reach that ends at a Google, keeps what was sent to BigQuery, and holds each request to the description. */
export function reaching(google: Pick<Google, 'fetch'>, clock: Clock = { now: NOW }, deployment = '') {
  const sent: Sent[] = [];
  const reach: Reach = {
    ...reachOf(
      async (text, init) => {
        const request = new Request(text, init);
        const url = new URL(text);
        if (url.hostname === 'oauth2.googleapis.com') return google.fetch(request);
        const complaints = await complaintsAbout(request);
        if (complaints.length > 0) throw new Error(complaints.join(', '));
        const body = request.method === 'POST' ? await request.clone().json<Sent['body']>() : {};
        sent.push({ method: request.method, url, body });
        return google.fetch(request);
      },
      '',
      () => clock.now,
    ),
    settings: { ...settings, googleServiceAccount: deployment },
  };
  return { reach, sent };
}

export const LIMIT = String(10 * 1024 ** 3);
export const asked = (sql: string, maximum_bytes_billed = LIMIT) => ({ sql, maximum_bytes_billed });

export const readWith = async (reach: Reach, sql = CONVERTED, at = config, limit = LIMIT): Promise<Asked<Reading>> =>
  (await adapter.read(reach, at, at.own ? secret : { account: null }, [asked(sql, limit)]))[0]!;

export const read = (google: Google, sql?: string, at = config, limit = LIMIT) =>
  readWith(reaching(google).reach, sql, at, limit);

export const estimate = (google: Google, sql: string, at = config, limit = LIMIT): Promise<Asked<Estimate>> =>
  adapter.estimate!(reaching(google).reach, at, secret, asked(sql, limit));

export const value = (number: number) => ({
  ok: true,
  value: { matched: null, completed: null, value: number, approximate: false, samples: [] },
});
export const refused = (detail: string) => ({ ok: false, error: { reason: 'invalid_query', detail } });
