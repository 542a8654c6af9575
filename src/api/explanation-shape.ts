import { z } from 'zod';
import { attentionRules } from '../domain/okrs/attention.ts';
import { checkInSources, counts, modes, providers, statuses, statusSources } from '../domain/words.ts';

const moment = z.iso.datetime();
const day = z.iso.date();
const id = z.string();
const wholeNumber = z.int().min(0);

/** Where an OKR lands, or why nothing can be said of it. */
const outlook = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('landing'),
      ends_on: day,
      progress: z.number().meta({ description: 'Where it ends if it goes on at this pace, as a fraction.' }),
      low: z.number(),
      high: z.number(),
      confidence: z.number().meta({ description: 'The chance that it ends between low and high.' }),
      pace: z.number().meta({ description: 'Progress per week.' }),
      weeks: z.int().meta({ description: 'Weeks that the pace is taken from.' }),
      reaches_on: day.nullable().meta({ description: 'When it reaches its target at this pace, or did.' }),
    }),
    z.strictObject({ kind: z.literal('too_little'), says: z.string() }),
    z.strictObject({ kind: z.literal('none'), says: z.string() }),
  ])
  .meta({ id: 'Outlook' });

/** The value that turns it on track, in the unit of the measure, and the day by which it does. */
const backOnTrack = z.strictObject({ value: z.number(), by: day }).nullable();

const finding = z.strictObject({ rule: z.enum(attentionRules), says: z.string(), todo: z.string() });

const input = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('child'),
    okr_id: id.nullable().meta({ description: 'Null for a private OKR that the token may not see.' }),
    title: z.string(),
    contribution: z.number(),
    progress: z.number().nullable(),
    value: z.number().nullable(),
    part: z.number().nullable().meta({ description: 'What it adds: points, or the unit of the parent.' }),
    counts: z.boolean(),
    value_at: moment.nullable().meta({ description: 'Since when it has its value.' }),
    also_in: z
      .array(z.strictObject({ okr_id: id, title: z.string() }))
      .meta({ description: 'Other parents in which it counts, fully in each.' }),
  }),
  z.strictObject({
    type: z.literal('task'),
    id,
    title: z.string(),
    assignee: z.string().nullable(),
    due_on: day.nullable(),
    added_at: moment,
    done_at: moment.nullable(),
  }),
  z.strictObject({
    type: z.literal('reading'),
    provider: z.enum(providers),
    connection: z.strictObject({ id, name: z.string() }),
    query: z.record(z.string(), z.unknown()),
    count: z.enum(counts),
    matched: wholeNumber.nullable(),
    completed: wholeNumber.nullable(),
    value: z.number().nullable(),
    approximate: z.boolean(),
    read_at: moment.nullable(),
    samples: z.array(
      z.strictObject({ key: z.string(), title: z.string(), state: z.string(), done: z.boolean(), url: z.string() }),
    ),
  }),
  z.strictObject({
    type: z.literal('check_in'),
    id,
    at: moment,
    author: z.string().nullable(),
    source: z.enum(checkInSources),
    value: z.number().nullable(),
    note: z.string().nullable(),
  }),
]);

export const explanationShape = z
  .strictObject({
    okr_id: id,
    mode: z.enum(modes),
    value: z.number().nullable(),
    progress: z.number().nullable(),
    percent: z.int().nullable(),
    expected: z.number().min(0).max(1),
    gap_points: z.number().nullable().meta({ description: 'Expected minus progress, in percentage points.' }),
    status: z.enum(statuses),
    status_source: z.enum(statusSources),
    computed_status: z.enum(statuses),
    formula: z.string(),
    rule: z.string(),
    inputs: z.array(input),
    override: z
      .strictObject({
        since: moment,
        by: z.strictObject({ member_id: id.nullable(), name: z.string() }),
        value: z.number().nullable(),
        automatic_value: z.number().nullable(),
      })
      .nullable()
      .meta({ description: 'A value of a person that holds against automatic ones.' }),
    notes: z.array(z.string()),
    outlook,
    back_on_track: backOnTrack,
    attention: z.array(finding),
  })
  .meta({ id: 'Explanation', description: 'Where a number comes from, with the real figures.' });
