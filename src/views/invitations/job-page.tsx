import type { InvitationJob } from '../../domain/invitations/order.ts';
import type { Planned } from '../../domain/invitations/planning.ts';
import { isOver } from '../../domain/jobs/job.ts';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { CheckBox } from '../ui/field.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { Pager } from '../ui/pager.tsx';
import { RowTable } from './row-table.tsx';
import { goWords, titleOf, totalsSentence } from './words.ts';

type Props = {
  job: InvitationJob;
  /** A page of its rows; none once they are forgotten. */
  rows: readonly Planned[];
  /** Invitations that may still be sent today. */
  allowance: number;
  /** Addresses of the list of users, of this page, and of the rest of the rows. */
  users: string;
  here: string;
  more: string | null;
  formats: Formats;
};

/** What the rows of a file would do, how far it is, or what they have done. */
export const InvitationJobPage = ({ shell, ...props }: Props & { shell: Shell }) => {
  const { job, rows, users, more, formats } = props;
  const waits = job.state === 'waiting';
  return (
    <Layout shell={shell} title={titleOf(job)}>
      <PageHead
        title={titleOf(job)}
        over={
          <p class="small">
            <a href={users}>Users</a>, <a href={`${users}/invite`}>Invite people</a>
          </p>
        }
        under={waits ? totalsSentence(job.input.planned, false, formats) : undefined}
      />
      {waits ? <Plan {...props} /> : <InvitationProgress {...props} />}
      {rows.length > 0 && job.state !== 'running' && (
        <section class="stack tight" aria-labelledby="rows">
          <SectionHead id="rows" title="Rows" count={formats.number(job.total)} note="What is refused comes first" />
          <RowTable rows={rows} done={!waits} formats={formats} />
          <Pager href={more} />
        </section>
      )}
    </Layout>
  );
};

const Plan = ({ job, allowance, here, users, formats }: Props) => {
  const { planned, missingTeams } = job.input;
  const go = goWords(planned, formats);
  return (
    <form class="stack" method="post" action={here} {...once}>
      {planned.invited > allowance && (
        <Alert status="behind" title={`${formats.number(allowance)} invitations are left for today`}>
          The rest waits: load the same file again tomorrow, and it goes on where it ended.
        </Alert>
      )}
      {missingTeams.length > 0 && (
        <CheckBox
          id="create_teams"
          name="create_teams"
          label={missingTeams.length === 1 ? 'Make the team that is missing' : 'Make the teams that are missing'}
          hint={`${formats.list(shortened(missingTeams, formats))}. Without it, rows that name ${missingTeams.length === 1 ? 'it' : 'one of them'} are refused.`}
          checked
        />
      )}
      <div class="row">
        {go ? <button class="btn primary">{go}</button> : <p>There is nothing to do.</p>}
        <a class="btn quiet" href={go ? `${users}/invite?by=${job.input.from === 'file' ? 'file' : 'several'}` : users}>
          {go ? 'Start over' : 'Back to the users'}
        </a>
      </div>
    </form>
  );
};

const MOST_NAMED = 12;

const shortened = (names: readonly string[], { number }: Formats): string[] =>
  names.length <= MOST_NAMED
    ? [...names]
    : [...names.slice(0, MOST_NAMED), `${number(names.length - MOST_NAMED)} others`];

/** Asks for itself every two seconds until the job is over. Without JavaScript the page is loaded anew. */
export const InvitationProgress = ({ job, users, here, formats }: Props) => {
  const { state, done, total, failure, result } = job;
  const over = isOver(job);
  return (
    <section
      class="stack"
      id="job"
      aria-label="How far it is"
      {...(over ? {} : { 'hx-get': here, 'hx-trigger': 'every 2s', 'hx-swap': 'outerHTML', 'hx-target': 'this' })}
    >
      {state === 'failed' && (
        <Alert status="at_risk" title={failure ?? 'It stopped'}>
          Load the same file again to go on: what is done is not done twice.
        </Alert>
      )}
      {!over && (
        <div class="stack tight">
          <progress max={total} value={done} aria-label="Rows done so far">
            {`${done} of ${total}`}
          </progress>
          <p class="row small">
            <span role="status">{`${formats.number(done)} of ${formats.number(total)} rows done.`}</span>
            <a href={here}>Look again</a>
          </p>
        </div>
      )}
      {over && <p role="status">{totalsSentence(result, true, formats)}</p>}
      <p class="row small">
        <a href={`${users}/invitations`}>Who has not come yet</a>
        <a href={users}>Back to the users</a>
      </p>
    </section>
  );
};
