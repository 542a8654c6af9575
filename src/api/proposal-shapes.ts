import { z } from 'zod';
import { proposalStates } from '../domain/words.ts';
import { okrShape } from './shapes.ts';

const id = z.string();
const moment = z.iso.datetime();

const held = z.strictObject({ okr_id: id, version: z.int().min(1) });

export const proposalShape = z
  .strictObject({
    id,
    title: z.string(),
    team_id: id,
    period_id: id,
    state: z.enum(proposalStates),
    drafts: z.array(held),
    creator_id: id.nullable(),
    created_at: moment,
    proposed_at: moment.nullable(),
    decided_at: moment.nullable(),
    decided_by_id: id.nullable(),
    decision_note: z.string().nullable(),
  })
  .meta({ id: 'Proposal', description: 'A set of drafts that a team plans together and publishes as one.' });

export const proposedDraftShape = z
  .strictObject({
    okr: okrShape,
    changes: z
      .array(z.strictObject({ field: z.string(), from: z.unknown(), to: z.unknown() }))
      .nullable()
      .meta({ description: 'What would differ from the published OKR as it is now; null for a new one.' }),
  })
  .meta({ id: 'ProposedDraft' });
