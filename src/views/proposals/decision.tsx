import { heldAs, isWorkable } from '../../domain/proposals/proposal.ts';
import { TextArea } from '../ui/field.tsx';
import { SectionHead } from '../ui/heads.tsx';
import { proposalLinks } from './links.ts';
import type { ProposalView } from './proposal-page.tsx';

/** Where a proposal stands, what was last said of it, and the buttons for whoever may use them. */
export const DecisionSection = (view: ProposalView) => {
  const { found, lines, may, approval } = view;
  const { state } = found.proposal;
  const asks = approval && isWorkable(found.proposal) && may.work;
  const publishes = may.decide && state !== 'published';
  return (
    <section class="stack tight" aria-labelledby="decision">
      <SectionHead id="decision" title={heads[state]} />
      <p>{standing(view)}</p>
      {found.proposal.decisionNote && <blockquote>{found.proposal.decisionNote}</blockquote>}
      {lines.length > 0 && (asks || publishes) && <Decisions {...view} asks={asks} publishes={publishes} />}
    </section>
  );
};

const heads = {
  open: 'Being written',
  proposed: 'Waiting for approval',
  returned: 'Returned to be worked on',
  published: 'Published',
} as const;

function standing({ found, formats, approval, may }: ProposalView): string {
  const { proposal, team, creator, decidedBy } = found;
  const decided = proposal.decidedAt === null ? '' : formats.moment(proposal.decidedAt);
  switch (proposal.state) {
    case 'open':
      return `${creator ?? 'Somebody'} began it. ${approval ? `The lead of ${team} approves it once it is proposed.` : 'It is published as one when it is ready.'}`;
    case 'proposed':
      return `Proposed ${formats.moment(proposal.proposedAt!)}. ${may.decide ? 'Look through it, then approve or return it.' : `The lead of ${team} looks at it now.`}`;
    case 'returned':
      return `${decidedBy ?? 'A lead'} returned it ${decided}.`;
    case 'published':
      return `${decidedBy ?? 'Somebody'} published all of it at once, ${decided}.`;
  }
}

const Decisions = (view: ProposalView & { asks: boolean; publishes: boolean }) => {
  const { shell, found, approval, asks, publishes, typed, errors } = view;
  const { proposal } = found;
  const returns = publishes && proposal.state === 'proposed';
  return (
    <form class="stack tight" method="post" action={proposalLinks(shell.org.slug, proposal.id).decision}>
      <input type="hidden" name="held" value={heldAs(found)} />
      {publishes && (
        <TextArea
          id="note"
          name="note"
          label={returns ? 'A word with it, needed to return it' : 'A word with it'}
          optional={!returns}
          value={typed?.note ?? ''}
          error={errors.note}
        />
      )}
      <div class="row">
        {publishes && (
          <button class={asks ? 'btn' : 'btn primary'} name="decision" value="approve">
            {approval ? 'Approve and publish' : 'Publish all'}
          </button>
        )}
        {returns && (
          <button class="btn" name="decision" value="return">
            Return with a note
          </button>
        )}
        {asks && (
          <button class="btn primary" name="decision" value="propose">
            Propose
          </button>
        )}
      </div>
    </form>
  );
};
