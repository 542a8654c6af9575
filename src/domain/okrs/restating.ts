import { sql } from 'drizzle-orm';
import { commit, type Statement } from '../../db/commit.ts';
import { newId, type OkrId } from '../../db/ids.ts';
import { events } from '../../db/schema/access.ts';
import { alignments, okrs, progressPoints, rollUpsDue } from '../../db/schema/okrs.ts';
import { ulid } from '../../lib/ulid.ts';
import { type Context, todayOf } from '../context.ts';
import { adminOf } from '../events/event.ts';
import type { Status } from '../words.ts';
import { statusNow } from './changing.ts';
import { type Judged, judge } from './judging.ts';
import { listOpen } from './listing-open.ts';
import type { Okr } from './okr.ts';

/** What an OKR is to become, if it still has the version that was read. */
type Restated = Pick<Okr, 'id' | 'version' | 'turnsAt'> & { status: Status; before: Status };

/**
 * Judges all open OKRs by the settings as they are now, and writes what differs, in one commit; what was shown on days
 * past stays. Does nothing and says so when there are more than `most`.
 */
export async function restateAll(ctx: Context, most: number): Promise<boolean> {
  const { open, asked } = await listOpen(ctx, { before: null, limit: most + 1 });
  if (open.length > most) return false;
  const recoloured = judge(ctx, open, asked).filter(({ okr, status }) => status !== okr.status);
  await write(
    ctx,
    recoloured.map((each) => restated(ctx, each)),
  );
  return true;
}

/**
 * The same for one page of the open OKRs, newest first; when they turn by themselves is worked out anew as well. Parents
 * that stand on a page before this one are due to be recomputed. An OKR that somebody changes meanwhile is left to them.
 * @returns where the next page begins, null after the last one
 */
export async function restatePage(ctx: Context, before: OkrId | null, limit: number): Promise<OkrId | null> {
  const { open, asked } = await listOpen(ctx, { before, limit });
  const changes = judge(ctx, open, asked)
    .map((each) => ({ ...restated(ctx, each), turnedAt: each.okr.turnsAt }))
    .filter(({ status, before, turnsAt, turnedAt }) => status !== before || turnsAt !== turnedAt);
  const first = open[0]?.id;
  await write(ctx, changes, first);
  return open.length === limit ? open.at(-1)!.id : null;
}

const restated = (ctx: Context, { okr, children }: Judged): Restated => ({
  id: okr.id,
  version: okr.version,
  before: okr.status,
  ...statusNow(ctx, okr, children),
});

async function write(ctx: Context, changes: readonly Restated[], passed?: OkrId): Promise<void> {
  const recoloured = changes.filter(({ status, before }) => status !== before);
  const turning = changes.filter(({ status, before }) => status === before);
  await commit(ctx.db, [
    ...(turning.length > 0 ? [turn(ctx, turning)] : []),
    ...(recoloured.length > 0
      ? [
          recolour(ctx, recoloured),
          points(ctx, recoloured),
          tell(ctx, recoloured),
          ...(passed ? [parentsDue(ctx, recoloured, passed)] : []),
        ]
      : []),
  ]);
}

const each = (changes: readonly object[]) => sql`json_each(${JSON.stringify(changes)}) as change`;

/** No word changes, so its version stays: nobody who has read it is told that it is stale. */
const turn = (ctx: Context, changes: readonly Restated[]): Statement =>
  ctx.db.update(okrs).set({ turnsAt: sql`change.value ->> 'turnsAt'` }).from(each(changes)).where(unchanged(ctx));

const recolour = (ctx: Context, changes: readonly Restated[]): Statement =>
  ctx.db
    .update(okrs)
    .set({
      status: sql`change.value ->> 'status'`,
      turnsAt: sql`change.value ->> 'turnsAt'`,
      version: sql`${okrs.version} + 1`,
      updatedAt: ctx.now,
    })
    .from(each(changes))
    .where(unchanged(ctx));

// The sign keeps SQLite, which knows no sizes, from going through all OKRs of the organization for each change.
const unchanged = ({ org }: Context) => sql`${okrs.id} = change.value ->> 'id' and +${okrs.orgId} = ${org.id}
  and ${okrs.version} = change.value ->> 'version'`;

/** The OKRs among these that `recolour` has written, as `okr`, each beside its change. */
const written = ({ org, now }: Context, changes: readonly object[]) => sql`
  ${each(changes)} cross join ${okrs} as okr on okr.id = change.value ->> 'id'
    where okr.org_id = ${org.id} and okr.version = change.value ->> 'version' + 1 and okr.updated_at = ${now}`;

const points = (ctx: Context, changes: readonly Restated[]): Statement =>
  ctx.db
    .insert(progressPoints)
    .select(sql`
      select okr.org_id, okr.id, ${todayOf(ctx)}, okr.value, okr.progress, okr.status, 'roll_up'
        from ${written(ctx, changes)}`)
    .onConflictDoUpdate({
      target: [progressPoints.orgId, progressPoints.okrId, progressPoints.day],
      set: { status: sql`excluded.status` },
    });

function tell(ctx: Context, changes: readonly Restated[]): Statement {
  const { db, actor, now } = ctx;
  const told = changes.map((change) => ({ ...change, event: newId('evt', now) }));
  return db.insert(events).select(sql`
    select change.value ->> 'event', okr.org_id, ${now}, ${actor.memberId}, ${adminOf(actor)}, ${actor.via}, 'okr.turned',
      okr.id, json_object('from', change.value ->> 'before', 'to', change.value ->> 'status'), null from ${written(ctx, told)}`);
}

function parentsDue({ db, org, now }: Context, changes: readonly Restated[], passed: OkrId): Statement {
  const mark = ulid(now);
  return db
    .insert(rollUpsDue)
    .select(sql`
      select distinct edge.org_id, edge.parent_id, ${mark}, ${now} from ${each(changes)}
        cross join ${alignments} as edge on edge.org_id = ${org.id} and edge.child_id = change.value ->> 'id'
        where edge.parent_id > ${passed}`)
    .onConflictDoUpdate({ target: [rollUpsDue.orgId, rollUpsDue.okrId], set: { mark } });
}
