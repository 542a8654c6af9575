import { sql } from 'drizzle-orm';
import type { Statement } from '../../db/commit.ts';
import { newId, type OkrId } from '../../db/ids.ts';
import { tasks } from '../../db/schema/tasks.ts';
import type { Context } from '../context.ts';
import type { Task } from './task.ts';

/** The tasks of a project for its copy: none is done, and none is due, for the days belong to another period. */
export function copiedTaskRows(ctx: Context, okrId: OkrId, originals: readonly Task[]): Statement[] {
  if (originals.length === 0) return [];
  const { db, org, now } = ctx;
  const rows = originals.map(({ title, assigneeId, position }) => ({
    id: newId('tsk', now),
    title,
    assigneeId,
    position,
  }));
  return [
    db.insert(tasks).select(sql`
      select value ->> 'id', ${org.id}, ${okrId}, value ->> 'title', value ->> 'assigneeId', null, null,
        value ->> 'position', ${now} from json_each(${JSON.stringify(rows)})`),
  ];
}
