import type { Conversation } from '../../domain/comments/conversation.ts';
import type { Actor } from '../../domain/context.ts';
import type { Line } from '../../domain/okrs/line.ts';
import { type Nested, nestLines } from '../../domain/proposals/nesting.ts';
import { isWorkable, type ProposalInFull } from '../../domain/proposals/proposal.ts';
import type { FieldErrors } from '../../domain/refusal.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import { okrLinks } from '../okrs/links.ts';
import type { Shell } from '../shell.ts';
import { templateLink } from '../templates/links.ts';
import { Alert } from '../ui/alert.tsx';
import { Empty } from '../ui/empty.tsx';
import { SelectField } from '../ui/field.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { Icon } from '../ui/icon.tsx';
import { Menu, MenuButton } from '../ui/menu.tsx';
import { DecisionSection } from './decision.tsx';
import { newDraftLink, proposalLinks, proposalsLink } from './links.ts';
import { ProposalLine } from './proposal-line.tsx';
import { stateWords } from './words.ts';

export type ProposalView = {
  shell: Shell;
  formats: Formats;
  found: ProposalInFull;
  lines: readonly Line[];
  /** What was published with it. */
  published: readonly { id: string; title: string }[];
  /** Drafts of the member that are in no proposal. */
  loose: readonly { id: string; title: string }[];
  may: { work: boolean; decide: boolean };
  /** Whether a lead has to approve here. */
  approval: boolean;
  talk: Conversation & { actor: Actor };
  typed?: { note: string };
  errors: FieldErrors;
  message?: string;
};

/** A set of drafts: what is new and what would change, what people say of each, and what becomes of all of it. */
export const ProposalPage = (view: ProposalView) => {
  const { shell, found, lines, message } = view;
  const { proposal, team, period } = found;
  return (
    <Layout shell={shell} title={proposal.title} narrow>
      <PageHead
        title={proposal.title}
        over={
          <p class="small">
            <a href={proposalsLink(shell.org.slug)}>Proposals</a>
          </p>
        }
        under={[team, period, stateWords[proposal.state]].join(' · ')}
        actions={view.may.work && isWorkable(proposal) && <Actions {...view} />}
      />
      {message && <Alert status="behind" title={message} urgent />}
      <DecisionSection {...view} />
      {proposal.state === 'published' ? (
        <Published {...view} />
      ) : lines.length > 0 ? (
        <section class="stack tight" aria-labelledby="drafts">
          <SectionHead id="drafts" title="Drafts" count={lines.length} />
          <Lines {...view} lines={nestLines(lines)} />
        </section>
      ) : (
        <Empty heading="h2" title="Nothing is in it yet">
          Write an objective, start from a template, take drafts that you have, or propose a change on the page of an
          OKR.
        </Empty>
      )}
      {view.may.work && isWorkable(proposal) && view.loose.length > 0 && <TakeDraft {...view} />}
    </Layout>
  );
};

const Lines = ({ lines, ...view }: Omit<ProposalView, 'lines'> & { lines: readonly Nested[] }) => (
  <ul class="rows top" role="list">
    {lines.map((line) => (
      <li>
        <div class="stack tight grow">
          <ProposalLine {...view} line={line} />
          {line.under.length > 0 && <Under {...view} lines={line.under} />}
        </div>
      </li>
    ))}
  </ul>
);

const Under = ({ lines, ...view }: Omit<ProposalView, 'lines'> & { lines: readonly Nested[] }) => (
  <ul class="stack under" role="list">
    {lines.map((line) => (
      <li class="stack">
        <ProposalLine {...view} line={line} />
        {line.under.length > 0 && <Under {...view} lines={line.under} />}
      </li>
    ))}
  </ul>
);

const Actions = ({ shell, found: { proposal } }: ProposalView) => {
  const { slug } = shell.org;
  return (
    <>
      <a class="btn primary" href={newDraftLink(slug, proposal, { kind: 'objective' })}>
        <Icon name="plus" />
        New objective
      </a>
      <a class="btn" href={templateLink(slug, proposal.periodId, undefined, proposal.id)}>
        From a template
      </a>
      <MenuButton menu="proposal-menu" />
      <Menu id="proposal-menu" label="Actions">
        <a href={proposalLinks(slug, proposal.id).deletion} class="status is-risk">
          Delete
        </a>
      </Menu>
    </>
  );
};

const TakeDraft = ({ shell, found: { proposal }, loose, errors }: ProposalView) => (
  <section class="stack tight" aria-labelledby="loose">
    <SectionHead id="loose" title="Drafts of yours in no proposal" />
    <form class="row" method="post" action={proposalLinks(shell.org.slug, proposal.id).drafts}>
      <SelectField
        id="okr"
        name="okr_id"
        label="Draft"
        silent
        value=""
        options={loose.map(({ id, title }) => ({ value: id, label: title }))}
        error={errors.okr_id}
      />
      <button class="btn">Take it in</button>
    </form>
  </section>
);

const Published = ({ shell, published }: ProposalView) => (
  <section aria-labelledby="published">
    <SectionHead id="published" title="Published with it" count={published.length} />
    <ul class="rows" role="list">
      {published.map(({ id, title }) => (
        <li>
          <p>
            <a href={okrLinks(shell.org.slug, id).page}>{title}</a>
          </p>
        </li>
      ))}
    </ul>
  </section>
);
