import type { ExportJob } from '../../domain/archives/export-job.ts';
import { isOver } from '../../domain/jobs/job.ts';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import { counted } from '../okrs/okr-words.ts';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { DeletionSection } from './deletion-page.tsx';

type Props = {
  /** Address of this page. */
  base: string;
  jobs: readonly ExportJob[];
  formats: Formats;
};

/** What an organization can do with all that it has here. */
export const DataPage = ({ shell, message, ...props }: Props & { shell: Shell; message: string | null }) => (
  <Layout shell={shell} title="Data" narrow>
    <PageHead title="Data" under="What is yours stays yours: take it along whenever you like." />
    {message && <Alert status="behind" title={message} urgent />}
    <section class="stack tight" aria-labelledby="export">
      <SectionHead id="export" title="Export" />
      <p class="small">
        An archive of everything: members, teams, OKRs with all their check-ins and conversations, connections without
        their credentials, and the audit log. Tables as JSON, and what people read as spreadsheets. It holds private
        OKRs too, so only owners make and fetch it, and the audit log says who did.
      </p>
      {shell.me.role === 'owner' ? (
        <>
          <form method="post" action={`${props.base}/exports`} {...once}>
            <button class="btn">Export everything</button>
          </form>
          <Exports {...props} />
        </>
      ) : (
        <p>Ask an owner of the organization for one.</p>
      )}
    </section>
    <section class="stack tight" aria-labelledby="restore">
      <SectionHead id="restore" title="Restore" />
      <p class="small">
        An export comes back into an organization where nothing is yet: with its members, its history and the same
        figures. <a href={`${props.base}/restore`}>Restore an export</a>
      </p>
    </section>
    {shell.me.role === 'owner' && !shell.acting && <DeletionSection shell={shell} base={props.base} />}
  </Layout>
);

/** Exports of the last days. Asks for itself every two seconds while one is being made. */
export const Exports = ({ base, jobs, formats }: Props) => (
  <div
    id="exports"
    class="stack tight"
    {...(jobs.every(isOver)
      ? {}
      : { 'hx-get': base, 'hx-trigger': 'every 2s', 'hx-swap': 'outerHTML', 'hx-target': 'this' })}
  >
    {jobs.length > 0 && (
      <ul class="rows wrap" role="list">
        {jobs.map((job) => (
          <Export {...{ base, job, formats }} />
        ))}
      </ul>
    )}
  </div>
);

const Export = ({ base, job, formats }: Pick<Props, 'base' | 'formats'> & { job: ExportJob }) => {
  const rows = Object.values(job.result.rows).reduce((sum, each) => sum + each, 0);
  const read = `${counted(rows, 'row', formats.number)} read`;
  return (
    <li>
      <p>
        {formats.moment(job.createdAt)}
        <small role="status">
          {job.state === 'failed'
            ? job.failure
            : job.state === 'done'
              ? `${read}. It is kept for seven days.`
              : `${read} so far.`}
        </small>
      </p>
      {job.state === 'done' && (
        <a class="btn" href={`${base}/exports/${job.id}`} download>
          Fetch it
        </a>
      )}
      {!isOver(job) && (
        <>
          <progress max={job.total} value={job.done} aria-label="Tables packed so far">
            {`${job.done} of ${job.total}`}
          </progress>
          <a class="small" href={base}>
            Look again
          </a>
        </>
      )}
    </li>
  );
};
