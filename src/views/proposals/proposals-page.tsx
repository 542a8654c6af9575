import type { Period } from '../../domain/periods/finding.ts';
import type { ProposalFilters } from '../../domain/proposals/listing.ts';
import type { ProposalInFull } from '../../domain/proposals/proposal.ts';
import { proposalStates } from '../../domain/words.ts';
import { formats as formatsOf } from '../format.ts';
import { Layout } from '../layout.tsx';
import { counted } from '../okrs/okr-words.ts';
import type { Shell } from '../shell.ts';
import { Empty } from '../ui/empty.tsx';
import { SelectField } from '../ui/field.tsx';
import { PageHead } from '../ui/heads.tsx';
import { Icon } from '../ui/icon.tsx';
import { PeriodField, TeamField } from '../ui/named-select.tsx';
import { Pager } from '../ui/pager.tsx';
import { draftLinks, proposalLinks, proposalsLink } from './links.ts';
import { stateWords } from './words.ts';

type Props = {
  shell: Shell;
  proposals: readonly ProposalInFull[];
  filter: ProposalFilters;
  teams: readonly { id: string; name: string }[];
  periods: readonly Period[];
  /** Address of the rest of the list. */
  more: string | null;
  mayCreate: boolean;
};

/** What teams have proposed, are writing, or have published as one. */
export const ProposalsPage = (props: Props) => {
  const { shell, proposals, filter, more, mayCreate } = props;
  const { slug } = shell.org;
  const narrowed = Boolean(filter.team || filter.period || filter.state);
  const start = mayCreate && (
    <a class="btn primary" href={`/o/${slug}/proposals/new`}>
      <Icon name="plus" />
      New proposal
    </a>
  );
  return (
    <Layout shell={shell} title="Proposals">
      <PageHead
        title="Proposals"
        under="A team plans a set of drafts, its lead looks at all of it, and it is published as one."
        actions={
          <>
            <a class="btn" href={draftLinks(slug).list}>
              Drafts
            </a>
            {(narrowed || proposals.length > 0) && start}
          </>
        }
      />
      {(narrowed || proposals.length > 0) && <Filters {...props} />}
      {proposals.length === 0 ? (
        <Empty heading="h2" title={narrowed ? 'Nothing matches' : 'No proposals yet'} actions={!narrowed && start}>
          {narrowed ? 'Choose another team, period or state.' : 'Start one for your team, and fill it with drafts.'}
        </Empty>
      ) : (
        <ul class="rows wrap" role="list">
          {proposals.map((each) => (
            <Row shell={shell} found={each} />
          ))}
        </ul>
      )}
      <Pager href={more} />
    </Layout>
  );
};

const Row = ({ shell, found: { proposal, team, period, drafts } }: { shell: Shell; found: ProposalInFull }) => {
  const { number } = formatsOf(shell);
  const says = [team, period, ...(proposal.state === 'published' ? [] : [counted(drafts.length, 'draft', number)])];
  return (
    <li>
      <p>
        <a href={proposalLinks(shell.org.slug, proposal.id).page}>{proposal.title}</a>
        <small>{says.join(' · ')}</small>
      </p>
      <span class="end small">{stateWords[proposal.state]}</span>
    </li>
  );
};

const Filters = ({ shell, filter, teams, periods }: Props) => (
  <form class="row" action={proposalsLink(shell.org.slug)}>
    <TeamField name="team" silent among={teams} none="Any team" value={filter.team ?? ''} />
    <PeriodField name="period" silent among={periods} none="Any period" value={filter.period ?? ''} />
    <SelectField
      id="state"
      name="state"
      label="State"
      silent
      value={filter.state ?? ''}
      options={[
        { value: '', label: 'Any state' },
        ...proposalStates.map((value) => ({ value, label: stateWords[value] })),
      ]}
    />
    <button class="btn">Show</button>
  </form>
);
