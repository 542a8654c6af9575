import type { Database } from '../db/database.ts';
import type { ConnectionId } from '../db/ids.ts';
import { claimNotice, letterOf } from '../domain/connections/noticing.ts';
import type { Env } from '../env.ts';
import { mailer } from '../mail/mail.ts';
import { outside } from '../writers/outside.ts';

/** Writes to the owner of a connection that it pauses, once for each pause. `now` in ms. */
export async function tellOfPause(env: Env, db: Database, id: ConnectionId, now: number): Promise<void> {
  const notice = await claimNotice(db, id, now);
  if (!notice) return;
  const letter = letterOf({ ...notice, origin: env.PUBLIC_URL ? new URL(env.PUBLIC_URL).origin : notice.origin });
  await mailer(env, { db, http: outside(env).http, now })({ to: notice.to, ...letter });
}
