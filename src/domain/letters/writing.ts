import type { Statement } from '../../db/commit.ts';
import type { Database } from '../../db/database.ts';
import { type LetterId, newId } from '../../db/ids.ts';
import { letters } from '../../db/schema/letters.ts';
import { oneLine } from '../../lib/one-line.ts';
import type { KeyRing } from '../../lib/sealed.ts';
import { type Letter, sealBody } from './letter.ts';

const MOST_IN_SUBJECT = 150;

/**
 * The row of a letter, to be written alone or in the commit of what it tells of, and its id for the queue. A letter with
 * a `onceFor` that there is already writes nothing. `now` in ms.
 */
export async function letterRow(
  db: Database,
  ring: KeyRing,
  { to, orgId, onceFor, ...body }: Letter,
  now: number,
): Promise<{ id: LetterId; statement: Statement }> {
  const id = newId('let', now);
  const sealed = await sealBody(ring, id, { ...body, subject: oneLine(body.subject, MOST_IN_SUBJECT) });
  const statement = db
    .insert(letters)
    .values({
      id,
      orgId: orgId ?? null,
      to: to.toLowerCase(),
      sealed,
      onceFor: onceFor ?? id,
      state: 'waiting',
      createdAt: now,
      dueAt: now,
    })
    .onConflictDoNothing();
  return { id, statement };
}
