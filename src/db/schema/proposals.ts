import { index, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { proposalStates } from '../../domain/words.ts';
import { moment, orgId, word } from '../columns.ts';
import type { MemberId, OrgId, PeriodId, ProposalId, TeamId } from '../ids.ts';

/** A set of drafts that a team plans together and publishes as one. */
export const proposals = sqliteTable(
  'proposals',
  {
    id: text('id').$type<ProposalId>().primaryKey(),
    orgId: orgId<OrgId>(),
    teamId: text('team_id').$type<TeamId>().notNull(),
    periodId: text('period_id').$type<PeriodId>().notNull(),
    title: text('title').notNull(),
    state: word('state', proposalStates).notNull(),
    creatorId: text('creator_id').$type<MemberId>(),
    createdAt: moment('created_at').notNull(),
    proposedAt: moment('proposed_at'),
    decidedAt: moment('decided_at'),
    decidedById: text('decided_by_id').$type<MemberId>(),
    /** What was said when it was returned or published. */
    decisionNote: text('decision_note'),
  },
  (t) => [
    index('proposals_by_team').on(t.orgId, t.teamId, t.periodId, t.id),
    index('proposals_by_state').on(t.orgId, t.state, t.id),
  ],
);
