import type { z } from 'zod';
import type { ProposalInFull } from '../domain/proposals/proposal.ts';
import { moment, momentOrNull } from './present.ts';
import type { proposalShape } from './proposal-shapes.ts';

export const presentProposal = ({ proposal, drafts }: ProposalInFull): z.infer<typeof proposalShape> => ({
  id: proposal.id,
  title: proposal.title,
  team_id: proposal.teamId,
  period_id: proposal.periodId,
  state: proposal.state,
  drafts: drafts.flatMap(({ id, version, seen }) => (seen ? [{ okr_id: id, version }] : [])),
  creator_id: proposal.creatorId,
  created_at: moment(proposal.createdAt),
  proposed_at: momentOrNull(proposal.proposedAt),
  decided_at: momentOrNull(proposal.decidedAt),
  decided_by_id: proposal.decidedById,
  decision_note: proposal.decisionNote,
});
