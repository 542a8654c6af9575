import { and, getTableColumns, sql } from 'drizzle-orm';
import { commit, type Statement } from '../../db/commit.ts';
import { type OkrId, type SyncId, timeOf } from '../../db/ids.ts';
import { dataLinks, syncs } from '../../db/schema/connections.ts';
import { dayOf } from '../../lib/days.ts';
import type { Context } from '../context.ts';
import type { ReadableLink } from '../data-links/listing-due.ts';
import type { SyncOutcome } from '../words.ts';
import { type Look, outcomeOf, type Sync, syncOf } from './recording.ts';
import { effectOf } from './taking.ts';

/** A link with what a look at its query means for it. */
type Noted = { link: ReadableLink; look: Look; outcome: SyncOutcome; value: number | null; sync: SyncId | null };

/** Runs that one statement inserts, handed over as one JSON text of some hundred kilobytes. */
const SYNCS_PER_INSERT = 500;
/** Links that one statement updates: their samples are a text of some hundred kilobytes, and D1 takes two megabytes. */
const LINKS_PER_UPDATE = 100;
/** A link that is due within a tick (ms) of its time keeps what it has: the same hour every hour, and an index less to write. */
const TICK_MS = 5 * 60_000;

/**
 * Writes what a scan saw to all its data links at once, and sets when they are read next. Those whose OKR is to change keep
 * the reading until it takes it; their ids are returned. For all others this is the whole run: by schedule, one that saw
 * the same as the one before it on that day is counted in it. Links edited since, and those that show something newer, are
 * left alone. `nextAt` in ms.
 */
export async function noteLooks(
  ctx: Context,
  links: readonly ReadableLink[],
  looks: ReadonlyMap<string, Look>,
  nextAt: number,
): Promise<OkrId[]> {
  const all = links.flatMap((link) => noted(ctx, link, looks.get(link.queryKey)));
  if (all.length === 0) return [];
  const changing = all.filter(({ outcome }) => outcome === 'updated');
  const settled = all.filter(({ outcome }) => outcome !== 'updated');
  const repeated = settled.filter((each) => each.sync === null);
  const runs = settled.flatMap(({ link, look, outcome, value, sync }) =>
    sync ? [{ ...syncOf(ctx, link.okrId, look, outcome, value), id: sync }] : [],
  );
  await commit(ctx.db, [
    ...(repeated.length > 0 ? [countAgain(ctx, repeated)] : []),
    ...chunks(runs, SYNCS_PER_INSERT).map((some) => insertRuns(ctx, some)),
    ...[true, false].flatMap((planned) =>
      [true, false].flatMap((good) =>
        chunks(
          all.filter(({ link, look }) => look.seen.ok === good && isPlanned(link, nextAt) === planned),
          LINKS_PER_UPDATE,
        ).map((some) => writeLinks(ctx, some, planned ? {} : { dueAt: nextAt })),
      ),
    ),
  ]);
  return changing.map(({ link }) => link.okrId);
}

const isPlanned = ({ dueAt }: ReadableLink, nextAt: number) => Math.abs(dueAt - nextAt) < TICK_MS;

function noted(ctx: Context, link: ReadableLink, look: Look | undefined): Noted[] {
  if (!look) return [];
  const { seen, trigger } = look;
  const { value, changes } = seen.ok ? effectOf(link.okr, link.count, seen.value) : { value: null, changes: false };
  const outcome = outcomeOf(look, value, changes);
  const { matched, completed } = seen.ok ? seen.value : link;
  const known = seen.ok
    ? link.matched === matched && link.completed === completed && link.value === value
    : link.failureReason === seen.error.reason && link.failureDetail === seen.error.detail;
  const again = trigger === 'schedule' && link.outcome === outcome && known && isOfDay(ctx, link.lastSyncId, look);
  const sync = again || outcome === 'updated' ? null : syncOf(ctx, link.okrId, look, outcome, value).id;
  return [{ link, look, outcome, value, sync }];
}

/** Whether a run began on the day of this look: each day has its own runs, so that days can be told apart. */
const isOfDay = ({ org }: Context, run: SyncId | null, { startedAt }: Look): boolean =>
  run !== null && dayOf(timeOf(run), org.timeZone) === dayOf(startedAt, org.timeZone);

/** Inserts any number of runs in one statement. */
function insertRuns({ db }: Context, runs: readonly Sync[]): Statement {
  const columns = Object.keys(getTableColumns(syncs)).map((name) => sql`value ->> ${sql.raw(`'${name}'`)}`);
  return db.insert(syncs).select(sql`select ${sql.join(columns, sql`, `)} from json_each(${JSON.stringify(runs)})`);
}

/** One run more of those that saw what they saw before. */
function countAgain({ db }: Context, repeated: readonly Noted[]): Statement {
  const finishedAt = Math.max(...repeated.map(({ look }) => look.finishedAt));
  const ids = JSON.stringify(repeated.map(({ link }) => link.lastSyncId));
  return db
    .update(syncs)
    .set({ finishedAt, repeats: sql`${syncs.repeats} + 1` })
    .where(sql`${syncs.id} in (select value from json_each(${ids}))`);
}

/** The links' own rows: what was last seen and how it went. All of them succeeded, or all of them failed. */
function writeLinks({ db, org }: Context, some: readonly Noted[], next: { dueAt?: number }): Statement {
  const { seen, finishedAt, startedAt } = some[0]!.look;
  const rows = some.map(({ link, look, outcome, value, sync }) => ({
    okr: link.okrId,
    key: link.queryKey,
    value,
    outcome: outcome === 'updated' ? link.outcome : outcome,
    waiting: outcome === 'updated' ? 1 : 0,
    sync: look.trigger !== 'schedule' || outcome === 'updated' ? null : (sync ?? link.lastSyncId),
  }));
  const readings = Object.fromEntries(
    some.map(({ look }) => [look.queryKey, look.seen.ok ? look.seen.value : look.seen.error]),
  );
  const of = (field: string) => sql`(reading.value ->> ${field})`;
  const evidence = seen.ok
    ? {
        readAt: finishedAt,
        tookMs: finishedAt - startedAt,
        matched: of('matched'),
        completed: of('completed'),
        value: sql`(row.value ->> 'value')`,
        approximate: sql`coalesce(reading.value ->> 'approximate', 0)`,
        samples: sql`(reading.value -> 'samples')`,
        failureReason: null,
        failureDetail: null,
        waiting: sql`(row.value ->> 'waiting')`,
      }
    : { failureReason: of('reason'), failureDetail: of('detail') };
  return db
    .update(dataLinks)
    .set({
      triedAt: finishedAt,
      ...next,
      outcome: sql`(row.value ->> 'outcome')`,
      lastSyncId: sql`(row.value ->> 'sync')`,
      ...evidence,
    })
    .from(sql`json_each(${JSON.stringify(rows)}) as row cross join json_each(${JSON.stringify(readings)}) as reading`)
    .where(
      and(
        // The plus keeps SQLite from going through all links of the organization instead of looking each up.
        sql`+${dataLinks.orgId} = ${org.id}`,
        sql`${dataLinks.okrId} = row.value ->> 'okr'`,
        sql`${dataLinks.queryKey} = row.value ->> 'key'`,
        sql`reading.key = row.value ->> 'key'`,
        sql`coalesce(${seen.ok ? dataLinks.readAt : dataLinks.triedAt}, 0) <= ${finishedAt}`,
      ),
    );
}

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
