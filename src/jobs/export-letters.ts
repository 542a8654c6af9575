import type { Database } from '../db/database.ts';
import type { JobId, OrgId } from '../db/ids.ts';
import { KEPT_MS } from '../domain/archives/asking.ts';
import { findAsked } from '../domain/jobs/finding.ts';
import type { Env } from '../env.ts';
import { post } from '../mail/sending.ts';
import { exportLetter } from '../views/mail/organization.ts';

/** Writes to whoever asked for an export that it can be fetched, once for each. `now` in ms. */
export async function tellOfExport(env: Env, db: Database, orgId: OrgId, jobId: JobId, now: number): Promise<void> {
  const found = await findAsked(db, orgId, jobId);
  if (!found?.asker || found.asker.deactivatedAt !== null) return;
  const { job, org, asker } = found;
  const reader = { locale: asker.locale ?? org.locale, timeZone: asker.timeZone ?? org.timeZone, now };
  const page = env.PUBLIC_URL ? `${new URL(env.PUBLIC_URL).origin}/o/${org.slug}/admin/data` : null;
  const until = job.createdAt + KEPT_MS;
  const words = exportLetter(reader, { organization: org.name, until, page });
  await post(env, db, [{ to: asker.email, orgId, ...words, onceFor: `export ${jobId}`, goodUntil: until }], now);
}
