import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { Checkpoint } from '../../domain/okrs/expected.ts';
import {
  ambitions,
  calls,
  checkInSources,
  directions,
  kinds,
  levels,
  measureTypes,
  modes,
  okrParts,
  providers,
  statuses,
  statusSources,
  visibilities,
  weighings,
} from '../../domain/words.ts';
import { day, flag, json, moment, oneOf, orgId, word } from '../columns.ts';
import type { CheckInId, MemberId, OkrId, OrgId, PeriodId, ProposalId, SyncId, TeamId, TokenId } from '../ids.ts';

export const okrs = sqliteTable(
  'okrs',
  {
    id: text('id').$type<OkrId>().primaryKey(),
    orgId: orgId<OrgId>(),
    kind: word('kind', kinds).notNull(),
    title: text('title').notNull(),
    description: text('description'),
    level: word('level', levels).notNull(),
    teamId: text('team_id').$type<TeamId>(),
    periodId: text('period_id').$type<PeriodId>().notNull(),
    startsOn: day('starts_on').notNull(),
    endsOn: day('ends_on').notNull(),
    ambition: word('ambition', ambitions).notNull(),
    visibility: word('visibility', visibilities).notNull().default('public'),
    creatorId: text('creator_id').$type<MemberId>(),
    checkInOwnerId: text('check_in_owner_id').$type<MemberId>(),
    /** True when no parent lives in the same period: the OKR stands at the top of its period's tree. */
    top: flag('top').notNull(),

    measureType: word('measure_type', measureTypes).notNull(),
    measureName: text('measure_name'),
    unit: text('unit'),
    startValue: real('start_value'),
    targetValue: real('target_value'),
    direction: word('direction', directions),
    riskThreshold: real('risk_threshold'),
    /** Digits after the decimal sign when the value is shown; null shows as many as it has, up to two. */
    decimals: integer('decimals'),
    /** Dated values that it should pass, in time; null is the straight line from start to target. */
    checkpoints: json<Checkpoint[]>('checkpoints'),

    mode: word('mode', modes).notNull(),
    /** Provider that feeds it, copied from its data link so that lists need no join. */
    provider: word('provider', providers),
    value: real('value'),
    /** Truthful fraction of the way: 0.4 is 40 %; may lie below 0 or above 1; null until the first value. */
    progress: real('progress'),
    valueAt: moment('value_at'),
    status: word('status', statuses).notNull(),
    statusSource: word('status_source', statusSources).notNull(),
    /** When the status changes by the passing of days alone, the moment it does. Swept by cron. */
    turnsAt: moment('turns_at'),
    /** Last check-in by a person; decides when the next one is due. */
    checkedInAt: moment('checked_in_at'),

    /** Since when a person's value holds against automatic ones; null while they may overwrite it. */
    heldAt: moment('held_at'),
    /** How the children of this OKR share what nobody has fixed. */
    weighing: word('weighing', weighings).notNull().default('equal'),

    score: real('score'),
    closedAt: moment('closed_at'),
    closingNote: text('closing_note'),
    /** The OKR that this one was copied from. */
    copiedFromId: text('copied_from_id').$type<OkrId>(),

    /** A draft is in no list, count or roll-up until it is published. */
    draft: flag('draft').notNull().default(false),
    /** The published OKR that this draft would change. */
    draftOfId: text('draft_of_id').$type<OkrId>(),
    /** The proposal that this draft belongs to, and after publishing the one it came with. */
    proposalId: text('proposal_id').$type<ProposalId>(),
    /** It comes again every period; the day on which the next one is to be prepared. */
    recurs: flag('recurs').notNull().default(false),
    prepareOn: day('prepare_on'),
    version: integer('version').notNull().default(1),
    createdAt: moment('created_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
  },
  (t) => [
    index('okrs_by_org').on(t.orgId, t.id),
    index('okrs_by_period').on(t.orgId, t.periodId, t.top, t.level, t.id),
    index('okrs_by_period_kind').on(t.orgId, t.periodId, t.kind, t.top, t.id),
    index('okrs_by_period_status').on(t.orgId, t.periodId, t.status, t.id),
    index('okrs_by_team').on(t.orgId, t.teamId, t.periodId, t.id),
    index('okrs_by_level').on(t.orgId, t.level, t.periodId, t.id),
    index('okrs_by_kind').on(t.orgId, t.kind, t.id),
    index('okrs_by_status').on(t.orgId, t.status, t.id),
    index('okrs_by_check_in_owner').on(t.orgId, t.checkInOwnerId, t.id),
    index('okrs_by_update').on(t.orgId, t.updatedAt, t.id),
    index('okrs_turning').on(t.turnsAt, t.orgId),
    index('okrs_recurring').on(t.prepareOn, t.orgId),
    index('okrs_drafted').on(t.orgId, t.creatorId, t.id).where(sql`${t.draft} = 1`),
    index('okrs_private').on(t.orgId, t.creatorId, t.id).where(sql`visibility = 'private'`),
    index('okrs_by_proposal').on(t.orgId, t.proposalId, t.id),
    oneOf('okrs_kind', t.kind, kinds),
    oneOf('okrs_level', t.level, levels),
    oneOf('okrs_ambition', t.ambition, ambitions),
    oneOf('okrs_visibility', t.visibility, visibilities),
    oneOf('okrs_measure_type', t.measureType, measureTypes),
    oneOf('okrs_direction', t.direction, directions),
    oneOf('okrs_mode', t.mode, modes),
    oneOf('okrs_status', t.status, statuses),
    oneOf('okrs_weighing', t.weighing, weighings),
    oneOf('okrs_status_source', t.statusSource, statusSources),
  ],
);

export const okrOwners = sqliteTable(
  'okr_owners',
  {
    orgId: orgId<OrgId>(),
    okrId: text('okr_id').$type<OkrId>().notNull(),
    memberId: text('member_id').$type<MemberId>().notNull(),
    position: integer('position').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.okrId, t.memberId] }),
    index('okr_owners_by_member').on(t.orgId, t.memberId, t.okrId),
  ],
);

/** Members who are something else to an OKR than its owner. */
export const okrPeople = sqliteTable(
  'okr_people',
  {
    orgId: orgId<OrgId>(),
    okrId: text('okr_id').$type<OkrId>().notNull(),
    memberId: text('member_id').$type<MemberId>().notNull(),
    part: word('part', okrParts).notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.okrId, t.memberId, t.part] }),
    index('okr_people_by_member').on(t.orgId, t.memberId, t.okrId),
  ],
);

/** Edges child -> parent. `fixedWeight` (0..100) is a contribution somebody set; null shares what is left. */
export const alignments = sqliteTable(
  'alignments',
  {
    orgId: orgId<OrgId>(),
    childId: text('child_id').$type<OkrId>().notNull(),
    parentId: text('parent_id').$type<OkrId>().notNull(),
    fixedWeight: real('fixed_weight'),
    /** A project counts in its parent only where somebody switched that on; of other kinds this says nothing. */
    counts: flag('counts').notNull().default(false),
    createdAt: moment('created_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.orgId, t.childId, t.parentId] }),
    index('alignments_by_parent').on(t.orgId, t.parentId, t.childId),
  ],
);

export const checkIns = sqliteTable(
  'check_ins',
  {
    id: text('id').$type<CheckInId>().primaryKey(),
    orgId: orgId<OrgId>(),
    okrId: text('okr_id').$type<OkrId>().notNull(),
    /** The OKR's version that this check-in made: a total order within one OKR. */
    version: integer('version').notNull(),
    at: moment('at').notNull(),
    source: word('source', checkInSources).notNull(),
    authorId: text('author_id').$type<MemberId>(),
    tokenId: text('token_id').$type<TokenId>(),
    syncId: text('sync_id').$type<SyncId>(),
    value: real('value'),
    progress: real('progress'),
    status: word('status', statuses).notNull(),
    /** The status a person chose, when it is not what the numbers say. */
    chosenStatus: word('chosen_status', calls),
    note: text('note'),
    matched: integer('matched'),
    completed: integer('completed'),
    editedAt: moment('edited_at'),
  },
  (t) => [
    uniqueIndex('check_ins_by_okr').on(t.orgId, t.okrId, t.version),
    index('check_ins_by_moment').on(t.orgId, t.okrId, t.at, t.version),
    index('check_ins_by_time').on(t.orgId, t.source, t.at),
    oneOf('check_ins_status', t.status, statuses),
  ],
);

/** The last known progress of each day on which something changed: what charts and week trails draw. */
export const progressPoints = sqliteTable(
  'progress_points',
  {
    orgId: orgId<OrgId>(),
    okrId: text('okr_id').$type<OkrId>().notNull(),
    day: day('day').notNull(),
    value: real('value'),
    progress: real('progress'),
    status: word('status', statuses).notNull(),
    source: word('source', checkInSources).notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.okrId, t.day] })],
);

/** Outbox of roll-ups: parents whose children changed. `mark` tells a newer change from the one being settled. */
export const rollUpsDue = sqliteTable(
  'roll_ups_due',
  {
    orgId: orgId<OrgId>(),
    okrId: text('okr_id').$type<OkrId>().notNull(),
    mark: text('mark').notNull(),
    dueAt: moment('due_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.orgId, t.okrId] }), index('roll_ups_due_by_time').on(t.dueAt)],
);
