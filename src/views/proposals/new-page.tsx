import type { Period } from '../../domain/periods/finding.ts';
import type { FieldErrors } from '../../domain/refusal.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { TextField } from '../ui/field.tsx';
import { PageHead } from '../ui/heads.tsx';
import { PeriodField, TeamField } from '../ui/named-select.tsx';
import { proposalsLink } from './links.ts';

export type ProposalValues = { title: string; team_id: string; period_id: string };

type Props = {
  shell: Shell;
  teams: readonly { id: string; name: string }[];
  periods: readonly Period[];
  values: ProposalValues;
  errors: FieldErrors;
  message?: string;
};

/** Starting a proposal: whose it is, for when, and what it is called. */
export const NewProposalPage = ({ shell, teams, periods, values, errors, message }: Props) => (
  <Layout shell={shell} title="New proposal" narrow>
    <PageHead title="New proposal" under="Its drafts come next. Nothing counts until all of it is published." />
    {message && <Alert status="behind" title={message} urgent />}
    <form class="stack" method="post" action={proposalsLink(shell.org.slug)}>
      <TextField
        id="title"
        name="title"
        label="Title"
        value={values.title}
        placeholder="Plan for the first quarter"
        error={errors.title}
        required
        attributes={{ maxlength: 200 }}
      />
      <div class="grid">
        <TeamField among={teams} value={values.team_id} error={errors.team_id} />
        <PeriodField among={periods} value={values.period_id} error={errors.period_id} />
      </div>
      <div class="row">
        <button class="btn primary">Start it</button>
        <a class="btn quiet" href={proposalsLink(shell.org.slug)}>
          Cancel
        </a>
      </div>
    </form>
  </Layout>
);
