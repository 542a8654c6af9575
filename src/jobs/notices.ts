import type { Database } from '../db/database.ts';
import type { ConnectionId, LetterId } from '../db/ids.ts';
import { claimNotice } from '../domain/connections/noticing.ts';
import { letterRow } from '../domain/letters/writing.ts';
import type { Env } from '../env.ts';
import { enqueueLetters } from '../mail/sending.ts';
import { pauseLetter } from '../views/mail/pause.ts';
import { keyRing } from '../writers/outside.ts';

/** Writes to the owner of a connection that it pauses, once for each pause. `now` in ms. */
export async function tellOfPause(env: Env, db: Database, id: ConnectionId, now: number): Promise<void> {
  const written: LetterId[] = [];
  const claimed = await claimNotice(db, id, now, async (notice) => {
    const origin = env.PUBLIC_URL ? new URL(env.PUBLIC_URL).origin : notice.origin;
    const letter = { to: notice.to, orgId: notice.connection.orgId, ...pauseLetter({ ...notice, origin }) };
    const row = await letterRow(db, keyRing(env), letter, now);
    written.push(row.id);
    return [row.statement];
  });
  if (claimed) await enqueueLetters(env, written);
}
