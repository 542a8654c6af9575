import { z } from 'zod';
import type { OkrId, PeriodId, TeamId } from '../../db/ids.ts';
import type { proposals } from '../../db/schema/proposals.ts';
import { NOTE_LENGTH } from '../check-ins/check-in.ts';
import type { ProposalTies } from '../permission.ts';

/** A set of drafts as it is stored. */
export type Proposal = typeof proposals.$inferSelect;

/** A draft in a proposal, how often it was changed, and whether the acting member may see it. */
export type Held = { id: OkrId; version: number; seen: boolean };

/** A proposal with the names that it takes to tell of it, and who may do what with it. */
export type ProposalInFull = {
  proposal: Proposal;
  team: string;
  period: string;
  creator: string | null;
  decidedBy: string | null;
  /** The drafts it holds, oldest first, whether or not the acting member sees them. */
  drafts: Held[];
  ties: ProposalTies;
};

/** Drafts that one proposal holds: what is published as one fits into one transaction. */
export const MOST_DRAFTS = 40;

const title = z.string().trim().min(1, 'Give it a title.').max(200, 'A title has at most 200 characters.');
const id = <T extends string>() => z.string().max(60) as unknown as z.ZodType<T>;

export const proposalInput = z.strictObject({
  title,
  team_id: id<TeamId>(),
  period_id: id<PeriodId>().optional(),
});
export type ProposalInput = z.infer<typeof proposalInput>;

export const proposalPatch = z.strictObject({ title }).partial();
export type ProposalPatch = z.infer<typeof proposalPatch>;

export const decisions = ['propose', 'approve', 'return'] as const;
export type Decision = (typeof decisions)[number];

/** What may become of a proposal. Returning one says why. */
export const decisionInput = z
  .strictObject({
    decision: z.enum(decisions, 'A proposal is proposed, approved or returned.'),
    note: z.string().trim().max(NOTE_LENGTH, `A note has at most ${NOTE_LENGTH} characters.`).nullish(),
  })
  .refine(({ decision, note }) => decision !== 'return' || Boolean(note), {
    path: ['note'],
    message: 'Say what should become different.',
  });
export type DecisionInput = z.infer<typeof decisionInput>;

/** True while drafts come and go: until it is proposed, and again once it was returned. */
export const isWorkable = ({ state }: Pick<Proposal, 'state'>): boolean => state === 'open' || state === 'returned';

/** What the acting member sees in a proposal, as text: it differs once a draft came, went or was changed. */
export const heldAs = ({ drafts }: Pick<ProposalInFull, 'drafts'>): string =>
  drafts
    .filter(({ seen }) => seen)
    .map(({ id, version }) => `${id}.${version}`)
    .join(' ');
