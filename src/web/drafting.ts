import type { ProposalId } from '../db/ids.ts';
import type { Okr } from '../domain/okrs/okr.ts';
import { okrLinks } from '../views/okrs/links.ts';
import { draftLinks, proposalLinks } from '../views/proposals/links.ts';
import type { Sent } from './form.ts';

/** What a form says of how an OKR is made: at once, as a draft, or as a draft of a proposal. */
export type Drafting = { draft: boolean; proposalId: ProposalId | undefined };

export const draftingIn = (sent: Sent): Drafting => ({
  draft: sent.has('draft'),
  proposalId: (sent.text('proposal') || undefined) as ProposalId | undefined,
});

/** Where to see what was made: its proposal, the page of the draft, or its own. */
export function madeAt(org: string, { id, draft, proposalId }: Pick<Okr, 'id' | 'draft' | 'proposalId'>): string {
  if (draft && proposalId) return proposalLinks(org, proposalId).page;
  return draft ? draftLinks(org).page(id) : okrLinks(org, id).page;
}
