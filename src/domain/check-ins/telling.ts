import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { EventId, OkrId } from '../../db/ids.ts';
import { apiTokens, events } from '../../db/schema/access.ts';
import { connections } from '../../db/schema/connections.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { members } from '../../db/schema/organizations.ts';
import { dayOf } from '../../lib/days.ts';
import type { SaidComment } from '../comments/comment.ts';
import { listAnswers, listOwnComments } from '../comments/listing.ts';
import type { Context } from '../context.ts';
import { visible } from '../okrs/visible.ts';
import { listCheckIns, type Told } from './finding.ts';

/** What a reading counted. */
export type Counted = { matched: number; completed: number };

/**
 * A check-in with the one before it: `from` is the value it changed, `before` what was counted the time before.
 * Roll-ups of one day with nothing between them are told as one: `times` of them, the first at `since` (ms).
 */
export type CheckInEntry = {
  type: 'check_in';
  at: number;
  since: number;
  times: number;
  checkIn: Told;
  /** The admin who said it in the author's name. */
  by: string | null;
  from: number | null;
  before: Counted | null;
};

/** Anything else that happened. `object` names the parent or the connection it is about. */
export type EventEntry = {
  type: 'event';
  at: number;
  id: EventId;
  action: string;
  actor: string | null;
  /** The admin who acted for the actor. */
  by: string | null;
  data: Record<string, unknown>;
  object: string | null;
};

/** What somebody said about the OKR itself. */
export type CommentEntry = { type: 'comment'; at: number; comment: SaidComment };

export type Entry = CheckInEntry | EventEntry | CommentEntry;

/** Newest first. `next` (ms) continues it: everything before that moment. */
export type Story = { entries: Entry[]; next: number | null };

/** What people said beside their check-ins: about the OKR newest first, and in answer to check-ins oldest first. */
export type Said = { comments: readonly SaidComment[]; answers: readonly SaidComment[] };

const PAGE = 10;
/** Roll-ups come in swarms of which one entry is made; so many more are read, and one for the value before. */
const CHECK_INS = 4 * PAGE + 2;
/** Every check-in has an event of its own, which is not told twice. */
const EVENTS = CHECK_INS + PAGE;
const COMMENTS = PAGE + 1;

const toldByCheckIn = ['okr.checked_in', 'okr.synced', 'okr.rolled_up'];

/**
 * The story of an OKR: check-ins by people, syncs and roll-ups that changed the value, edits, alignment, links, comments.
 * About ten entries at a time, in one round trip.
 */
export async function tellStory(ctx: Context, okrId: OkrId, before: number | null): Promise<Story & Said> {
  const [checkIns, happenings, comments, answers] = await Promise.all([
    listCheckIns(ctx, okrId, CHECK_INS, before),
    listEvents(ctx, okrId, EVENTS, before),
    listOwnComments(ctx, okrId, COMMENTS, before),
    listAnswers(ctx, okrId),
  ]);
  return { ...merge(checkIns, happenings, ctx.org.timeZone, { comments, answers }), comments, answers };
}

/**
 * Three lists, newest first, as one. A list that was cut reaches back only to its last moment, and what is told ends
 * before that; entries of one moment stay on one page. So nothing is left out from page to page.
 */
export function merge(
  checkIns: readonly Told[],
  happenings: readonly EventEntry[],
  timeZone: string,
  { comments, answers }: Said = { comments: [], answers: [] },
): Story {
  const cut = [
    comments.length === COMMENTS && comments.at(-1)!.createdAt,
    checkIns.length === CHECK_INS && checkIns.at(-1)!.at,
    happenings.length === EVENTS && happenings.at(-1)!.at,
  ];
  const admins = new Map(happenings.flatMap(({ by, data }) => (by ? [[String(data.check_in), by] as const] : [])));
  const known = Math.max(...cut.map((at) => (at === false ? Number.NEGATIVE_INFINITY : at)));
  const all: Entry[] = [
    ...checkIns.map((checkIn, i) => entryOf(checkIn, i, checkIns, admins)),
    ...happenings.filter((each) => !toldByCheckIn.includes(each.action)),
    ...comments.map((comment): CommentEntry => ({ type: 'comment', at: comment.createdAt, comment })),
  ]
    .filter((entry) => entry.at > known)
    .sort((a, b) => b.at - a.at);
  const answered = new Set(answers.map(({ checkInId }) => checkInId));
  const mergeable = (entry: Entry): entry is CheckInEntry => isRollUp(entry) && !answered.has(entry.checkIn.id);
  const told = all.reduce<Entry[]>((entries, entry) => joined(entries, entry, mergeable, timeZone), []);
  const edge = told[PAGE - 1]?.at ?? Number.NEGATIVE_INFINITY;
  const entries = told.filter((entry) => entry.at >= edge);
  const complete = known === Number.NEGATIVE_INFINITY && entries.length === told.length;
  const last = entries.at(-1);
  return { entries, next: complete || !last ? null : last.type === 'check_in' ? last.since : last.at };
}

/** The entries with one more, older than they are: a roll-up on the day of the last one becomes part of it. */
function joined(
  entries: Entry[],
  entry: Entry,
  mergeable: (entry: Entry) => entry is CheckInEntry,
  timeZone: string,
): Entry[] {
  const last = entries.at(-1);
  if (last === undefined || !mergeable(last) || !mergeable(entry)) return [...entries, entry];
  if (dayOf(last.at, timeZone) !== dayOf(entry.at, timeZone)) return [...entries, entry];
  const { from, at: since } = entry;
  return [...entries.slice(0, -1), { ...last, from, since, times: last.times + 1 }];
}

const isRollUp = (entry: Entry): entry is CheckInEntry =>
  entry.type === 'check_in' && entry.checkIn.source === 'roll_up' && entry.checkIn.note === null;

function entryOf(checkIn: Told, i: number, all: readonly Told[], admins: ReadonlyMap<string, string>): CheckInEntry {
  const older = all.slice(i + 1);
  const counted = older.find((each) => each.matched !== null && each.completed !== null);
  return {
    type: 'check_in',
    at: checkIn.at,
    since: checkIn.at,
    times: 1,
    checkIn,
    by: admins.get(checkIn.id) ?? null,
    from: older[0]?.value ?? null,
    before: counted ? { matched: counted.matched!, completed: counted.completed! } : null,
  };
}

async function listEvents(ctx: Context, okrId: OkrId, limit: number, before: number | null): Promise<EventEntry[]> {
  const { db, org } = ctx;
  const parent = alias(okrs, 'parent');
  const admin = alias(members, 'admin');
  const rows = await db
    .select({
      id: events.id,
      at: events.at,
      action: events.action,
      data: events.data,
      actor: sql<string | null>`coalesce(${members.name}, ${apiTokens.name})`.as('actor'),
      by: admin.name,
      parent: parent.title,
      connection: connections.name,
    })
    .from(events)
    .leftJoin(members, eq(members.id, events.actorId))
    .leftJoin(admin, and(eq(admin.id, events.byId), eq(admin.orgId, org.id)))
    .leftJoin(
      apiTokens,
      and(eq(apiTokens.id, sql`json_extract(${events.data}, '$.token')`), eq(apiTokens.orgId, org.id)),
    )
    .leftJoin(
      parent,
      and(
        eq(parent.id, sql`json_extract(${events.data}, '$.parent')`),
        eq(parent.orgId, org.id),
        visible(ctx, sql`${parent}`),
      ),
    )
    .leftJoin(
      connections,
      and(eq(connections.id, sql`json_extract(${events.data}, '$.connection')`), eq(connections.orgId, org.id)),
    )
    .where(
      and(
        eq(events.orgId, org.id),
        eq(events.subjectId, okrId),
        // What becomes of tasks is told by the check-in of their day.
        sql`${events.action} not glob 'task.*'`,
        before === null ? undefined : lt(events.at, before),
      ),
    )
    .orderBy(desc(events.id))
    .limit(limit);
  return rows.map(({ parent, connection, ...row }) => ({ type: 'event', ...row, object: parent ?? connection }));
}
