import { z } from 'zod';
import { intervals, providers, syncOutcomes } from '../domain/words.ts';
import { amount, id, moment, wholeNumber } from './shapes.ts';

export const syncShape = z
  .strictObject({
    id,
    okr_id: id,
    started_at: moment,
    finished_at: moment,
    outcome: z.enum(syncOutcomes),
    matched: amount.nullable(),
    completed: amount.nullable(),
    value: z.number().nullable(),
    reason: z.string().nullable(),
    detail: z.string().nullable(),
    retry_at: moment.nullable(),
    requests: wholeNumber.nullable(),
    repeats: wholeNumber,
  })
  .meta({
    id: 'Sync',
    description:
      'One read of a data link. `requests` to the provider may have served other links too. Later reads by schedule that found the same are counted in `repeats`; `finished_at` is the last one’s.',
  });

const health = z.strictObject({
  state: z.enum(['healthy', 'waiting', 'failing', 'paused', 'new']),
  reason: z.string().nullable(),
  detail: z.string().nullable(),
  failing_since: moment.nullable(),
  retry_at: moment.nullable(),
  last_good_at: moment.nullable(),
  last_push_at: moment.nullable(),
});

export const connectionShape = z
  .strictObject({
    id,
    provider: z.enum(providers),
    name: z.string(),
    config: z.record(z.string(), z.unknown()).meta({ description: 'What is not secret of it.' }),
    account: z.string().nullable(),
    shared: z.boolean(),
    interval: z.enum(intervals),
    owner_id: id.nullable(),
    health,
    version: z.int().min(1),
    created_at: moment,
  })
  .meta({ id: 'Connection', description: 'One account of a provider. Credentials never come out again.' });

const webhook = z.strictObject({ url: z.url(), secret: z.string() });

export const connectionWithWebhookShape = connectionShape
  .extend({ webhook })
  .meta({ id: 'ConnectionWithWebhook', description: 'A connection with what to paste into Jira, shown once.' });

export const madeConnectionShape = connectionShape.extend({ webhook: webhook.optional() }).meta({
  id: 'MadeConnection',
  description: 'A new connection; for Jira with what to paste there, shown once. The others are told by Cairn itself.',
});

export const choicesShape = z
  .strictObject({
    data: z.array(z.strictObject({ value: z.string(), label: z.string(), detail: z.string().nullable() })),
  })
  .meta({ id: 'Choices', description: 'What a field of a query may hold, at most 50; `q` narrows them.' });

export const previewShape = z
  .strictObject({
    query: z.record(z.string(), z.unknown()),
    matched: amount.nullable(),
    completed: amount.nullable(),
    approximate: z.boolean(),
    value: z.number().nullable().meta({ description: 'What the OKR would show, in the unit of its measure.' }),
    progress: z.number().nullable(),
    percent: z.int().nullable(),
    samples: z.array(
      z.strictObject({ key: z.string(), title: z.string(), state: z.string(), done: z.boolean(), url: z.string() }),
    ),
    estimate: z
      .strictObject({ bytes: z.number(), price: z.number().meta({ description: 'US dollars, by list price.' }) })
      .nullable(),
  })
  .meta({ id: 'Preview', description: 'What linking an OKR to a query would show.' });
