import { importPKCS8, SignJWT } from 'jose';
import { err, ok } from '../../lib/result.ts';
import type { Asked, Reach } from '../adapter.ts';
import { type BigQueryConfig, type BigQuerySecret, type ServiceAccount, serviceAccount } from './config.ts';
import { misshapen, tokenFailure } from './failure.ts';
import { tokenBody } from './process.ts';

/** One account at BigQuery, ready to be asked. */
export type BigQuery = { reach: Reach; config: BigQueryConfig; secret: BigQuerySecret };

const SCOPE = 'https://www.googleapis.com/auth/bigquery';
const GRANT = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
/** Whom the statement is for, wherever it is sent. */
const AUDIENCE = 'https://oauth2.googleapis.com/token';
/** Google's longest, in seconds. */
const LIFE_S = 3600;
/** A token is not used in the last minutes (ms) of its life. */
const MARGIN_MS = 5 * 60_000;

/** The account that reads for this connection: its own, or the deployment's. */
export function accountOf({ reach, config, secret }: BigQuery): Asked<ServiceAccount> {
  if (secret.account) return ok(secret.account);
  const parsed = serviceAccount.safeParse(reach.settings.googleServiceAccount);
  if (parsed.success && !config.own) return ok(parsed.data);
  const detail = 'This deployment has no service account of its own. Paste a key for this connection.';
  return err({ reason: 'unauthorized', detail });
}

/** An access token for the account, kept until shortly before it ends. RFC 7523: a signed statement traded for a token. */
export async function accessToken(bigquery: BigQuery): Promise<Asked<string>> {
  const { reach } = bigquery;
  const account = accountOf(bigquery);
  if (!account.ok) return account;
  const name = `token ${account.value.client_email} ${account.value.private_key_id}`;
  const kept = reach.kept.get(name);
  if (kept && kept.until > reach.now()) return ok(kept.value);

  const assertion = await sign(reach, account.value).catch(() => null);
  if (!assertion)
    return err({ reason: 'unauthorized', detail: 'The private key of this service account cannot be read.' });
  const asked = await reach.http.json(reach.settings.googleTokenUrl, {
    method: 'POST',
    form: { grant_type: GRANT, assertion },
  });
  if (!asked.ok) return asked;
  const failure = tokenFailure(asked.value);
  if (failure) return err(failure);
  const parsed = tokenBody.safeParse(asked.value.body);
  if (!parsed.success) return err(misshapen);
  const { access_token, expires_in } = parsed.data;
  reach.kept.set(name, { value: access_token, until: reach.now() + expires_in * 1000 - MARGIN_MS });
  return ok(access_token);
}

/** Forgets a token that Google refused although its time was not over. */
export function forgetToken(bigquery: BigQuery): void {
  for (const name of bigquery.reach.kept.keys()) if (name.startsWith('token ')) bigquery.reach.kept.delete(name);
}

async function sign({ now }: Reach, { client_email, private_key, private_key_id }: ServiceAccount) {
  const at = Math.floor(now() / 1000);
  const key = await importPKCS8(private_key, 'RS256');
  return new SignJWT({ scope: SCOPE })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', ...(private_key_id && { kid: private_key_id }) })
    .setIssuer(client_email)
    .setAudience(AUDIENCE)
    .setIssuedAt(at)
    .setExpirationTime(at + LIFE_S)
    .sign(key);
}
