import { z } from 'zod';
import { refusalCodes } from '../domain/refusal.ts';
import {
  ambitions,
  calls,
  checkInSources,
  counts,
  directions,
  jobStates,
  kinds,
  levels,
  memberStates,
  modes,
  periodKinds,
  roles,
  statuses,
  statusSources,
  syncOutcomes,
  tokenScopes,
  visibilities,
} from '../domain/words.ts';

/** A moment, RFC 3339 in UTC. */
export const moment = z.iso.datetime();
/** A day, `YYYY-MM-DD`. */
const day = z.iso.date();
export const id = z.string();
export const wholeNumber = z.int().min(0);
/** A number of items, or of what they carry. */
export const amount = z.number().min(0);

export const pageOf = (item: z.ZodType) => z.strictObject({ data: z.array(item), next_cursor: z.string().nullable() });

export const problemShape = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.enum(refusalCodes),
    fields: z.record(z.string(), z.string()).optional(),
    request_id: z.string(),
  })
  .meta({ id: 'Problem', description: 'What went wrong (RFC 9457). `fields` has a sentence for each field at fault.' });

export const meShape = z
  .strictObject({
    id,
    name: z.string(),
    email: z.string().nullable(),
    role: z.enum(roles),
    scopes: z.array(z.enum(tokenScopes)),
    organization: z.strictObject({ id, slug: z.string(), name: z.string(), time_zone: z.string(), locale: z.string() }),
  })
  .meta({
    id: 'Me',
    description:
      'The member that the token acts for; of a token of the organization the token itself, without an address.',
  });

export const periodShape = z
  .strictObject({
    id,
    name: z.string(),
    kind: z.enum(periodKinds),
    starts_on: day,
    ends_on: day,
    created_at: moment,
  })
  .meta({ id: 'Period', description: 'A time period. Both days belong to it.' });

export const teamShape = z
  .strictObject({
    id,
    name: z.string(),
    type: z.string().nullable(),
    parent_id: id.nullable(),
    lead_id: id.nullable(),
    member_ids: z.array(id),
    archived_at: moment.nullable(),
    created_at: moment,
  })
  .meta({ id: 'Team' });

export const memberShape = z
  .strictObject({
    id,
    name: z.string(),
    email: z.string(),
    role: z.enum(roles),
    manager_id: id.nullable(),
    locale: z.string().nullable().meta({ description: 'Null follows the organization, as does a time zone.' }),
    time_zone: z.string().nullable(),
    state: z.enum(memberStates).meta({ description: '`invited` has not come yet, `deactivated` may not come.' }),
    invited_at: moment.nullable(),
    last_seen_at: moment.nullable().meta({ description: 'To the hour, and for admins only.' }),
    deactivated_at: moment.nullable(),
    created_at: moment,
  })
  .meta({ id: 'Member' });

export const tagShape = z
  .strictObject({ id, name: z.string(), created_at: moment })
  .meta({ id: 'Tag', description: 'A word that OKRs are sorted by; one tag, however it is written.' });

const measure = z.union([
  z.strictObject({ type: z.literal('percent') }),
  z.strictObject({
    type: z.literal('metric'),
    name: z.string(),
    unit: z.string().nullable(),
    start: z.number(),
    target: z.number(),
    direction: z.enum(directions),
    risk_threshold: z.number().nullable(),
    decimals: z
      .int()
      .nullable()
      .meta({ description: 'Decimals that screens show; null as many as it has, up to two.' }),
  }),
]);

export const dataLinkShape = z
  .strictObject({
    connection_id: id,
    query: z.record(z.string(), z.unknown()),
    count: z.enum(counts),
    matched: amount.nullable(),
    completed: amount.nullable(),
    value: z.number().nullable(),
    read_at: moment.nullable(),
    outcome: z.enum(syncOutcomes).nullable(),
    reason: z.string().nullable(),
    detail: z.string().nullable(),
  })
  .meta({
    id: 'DataLink',
    description:
      'What feeds an OKR. Counts are those of the last good read, at `read_at`; `value` is what they came to.',
  });

export const okrShape = z
  .strictObject({
    id,
    kind: z.enum(kinds),
    title: z.string(),
    description: z.string().nullable(),
    level: z.enum(levels),
    team_id: id.nullable(),
    owner_ids: z.array(id),
    check_in_owner_id: id.nullable(),
    period_id: id,
    starts_on: day,
    ends_on: day,
    ambition: z.enum(ambitions),
    visibility: z.enum(visibilities),
    viewer_ids: z.array(id).meta({ description: 'Who may see it, although it is private, besides its people.' }),
    delegate_ids: z.array(id).meta({ description: 'Who acts for its owners.' }),
    tags: z.array(z.string()),
    parents: z.array(
      z.strictObject({
        okr_id: id,
        contribution: z.number().min(0).max(100).meta({ description: 'Percent, one decimal.' }),
        fixed: z.boolean(),
        counts: z.boolean().meta({ description: 'False for a project that is not switched on there.' }),
      }),
    ),
    measure,
    mode: z.enum(modes),
    value: z.number().nullable().meta({ description: 'In the unit of the measure; 0 to 100 for percent.' }),
    progress: z.number().nullable().meta({ description: 'Fraction of the way; may lie below 0 and above 1.' }),
    percent: z.int().nullable().meta({ description: 'Progress as shown: whole, 100 only when complete.' }),
    expected: z.number().min(0).max(1).meta({ description: 'Where the OKR should be today.' }),
    status: z.enum(statuses),
    status_source: z.enum(statusSources),
    score: z.number().min(0).max(1).nullable(),
    closed_at: moment.nullable(),
    closing_note: z.string().nullable(),
    copied_from_id: id.nullable(),
    draft: z.boolean().meta({ description: 'Counts nowhere until it is published.' }),
    draft_of_id: id.nullable().meta({ description: 'The published OKR that this draft would change.' }),
    proposal_id: id.nullable().meta({ description: 'The proposal that it is a draft of, or was published with.' }),
    checkpoints: z
      .array(z.strictObject({ day, value: z.number() }))
      .nullable()
      .meta({ description: 'What it should be on some days; null expects a straight line.' }),
    recurs: z.boolean().meta({ description: 'It comes again every period.' }),
    prepare_on: day.nullable().meta({ description: 'When the next of a recurring OKR is prepared, until it is.' }),
    data_link: dataLinkShape.nullable(),
    value_at: moment.nullable(),
    stale: z.boolean().meta({ description: 'Linked, and its last good read is older than three intervals.' }),
    version: z.int().min(1),
    created_at: moment,
    updated_at: moment,
  })
  .meta({ id: 'Okr' });

export const checkInShape = z
  .strictObject({
    id,
    okr_id: id,
    at: moment,
    on: day.meta({ description: 'The day it is about, in the time zone of the organization.' }),
    author: z.strictObject({
      type: z.enum(['member', ...checkInSources.filter((source) => source !== 'person')]),
      member_id: id.nullable(),
      name: z.string(),
    }),
    source: z.enum(checkInSources),
    value: z.number().nullable(),
    progress: z.number().nullable(),
    status: z.enum(statuses),
    chosen_status: z.enum(calls).nullable(),
    note: z.string().nullable(),
    edited_at: moment.nullable(),
  })
  .meta({ id: 'CheckIn' });

export const taskShape = z
  .strictObject({
    id,
    okr_id: id,
    title: z.string(),
    assignee_id: id.nullable(),
    due_on: day.nullable(),
    done: z.boolean(),
    done_at: moment.nullable(),
    position: wholeNumber.meta({ description: 'Tasks stand in the order of this number.' }),
    created_at: moment,
  })
  .meta({ id: 'Task', description: 'One step of a project.' });

export const jobShape = z
  .strictObject({
    id,
    type: z.enum(['copies', 'hand-over']),
    state: z.enum(jobStates),
    done: wholeNumber,
    total: wholeNumber,
    result: z.strictObject({
      okr_ids: z.array(id),
      handed_over: z
        .strictObject({
          okrs: wholeNumber,
          teams: wholeNumber,
          reports: wholeNumber,
          connections: wholeNumber,
          kept: wholeNumber.meta({ description: 'Private OKRs that stayed with whom they belong to.' }),
        })
        .optional(),
    }),
    failure: z.string().nullable(),
    created_at: moment,
    updated_at: moment,
  })
  .meta({ id: 'Job', description: 'Work that goes on behind the answer. `failure` says why it stopped.' });
