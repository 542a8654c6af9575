import { type RestoreJob, rowsIn } from '../../domain/archives/restore-job.ts';
import { isOver } from '../../domain/jobs/job.ts';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import { counted } from '../okrs/okr-words.ts';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { Field } from '../ui/field.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';

type Props = {
  /** Address of the organization. */
  home: string;
  jobs: readonly RestoreJob[];
  formats: Formats;
};

type PageProps = Props & { shell: Shell; error: string | null; empty: boolean; may: boolean };

/** An export brought back. An organization that has something of its own is told where to restore one instead. */
export const RestorePage = ({ shell, error, empty, may, ...props }: PageProps) => {
  const going = props.jobs.some((job) => !isOver(job));
  return (
    <Layout shell={shell} title="Restore an export" narrow>
      <PageHead
        title="Restore an export"
        over={
          <p class="small">
            <a href={`${props.home}/admin/data`}>Data</a>
          </p>
        }
        under="Everything that is in the archive comes to be here, with its history and the same figures."
      />
      {error && !(empty && may && !going) && <Alert status="behind" title={error} urgent />}
      <Restores {...props} />
      {!going && (
        <section class="stack tight" aria-labelledby="archive">
          <SectionHead id="archive" title="The archive" />
          {!may ? (
            <p>Ask an owner of the organization to do this.</p>
          ) : empty ? (
            <Form home={props.home} error={error} />
          ) : (
            <>
              <p>
                An archive is restored where nothing is yet, so that nothing of yours is lost or mixed. This
                organization has members, teams or OKRs of its own.
              </p>
              <div class="row">
                <a class="btn" href="/organizations/new">
                  Found a new one
                </a>
              </div>
            </>
          )}
        </section>
      )}
      <section class="stack tight" aria-labelledby="what">
        <SectionHead id="what" title="What comes back" />
        <ul class="small stack tight">
          <li>Members with their roles. Those who could sign in still can, with the same address; nobody is mailed.</li>
          <li>Teams, periods, tags, OKRs, check-ins, conversations, settings and the logo. This address stays.</li>
          <li>Connections, paused until somebody enters their credentials, which are in no archive.</li>
          <li>The audit log, which is sealed anew here. API tokens, single sign-on and passkeys are made anew.</li>
        </ul>
      </section>
    </Layout>
  );
};

const Form = ({ home, error }: { home: string; error: string | null }) => (
  <form class="stack tight" method="post" action={`${home}/admin/data/restore`} enctype="multipart/form-data" {...once}>
    <Field id="file" label="Archive" hint="The ZIP file of an export, at most 25 MB." error={error}>
      {(wiring) => <input {...wiring} type="file" name="file" accept=".zip,application/zip" required />}
    </Field>
    <div class="row">
      <button class="btn primary">Restore it here</button>
    </div>
  </form>
);

/** Restores of the last days. Asks for itself every two seconds while one goes on. */
export const Restores = ({ home, jobs, formats }: Props) => (
  <div
    id="restores"
    class="stack tight"
    {...(jobs.every(isOver)
      ? {}
      : {
          'hx-get': `${home}/admin/data/restore`,
          'hx-trigger': 'every 2s',
          'hx-swap': 'outerHTML',
          'hx-target': 'this',
        })}
  >
    {jobs.length > 0 && (
      <ul class="rows wrap" role="list">
        {jobs.map((job) => (
          <Restore {...{ home, job, formats }} />
        ))}
      </ul>
    )}
  </div>
);

const Restore = ({ home, job, formats }: Omit<Props, 'jobs'> & { job: RestoreJob }) => {
  const { archive } = job.input;
  return (
    <li>
      <p>
        {`${archive.name}, as it was ${formats.moment(Date.parse(archive.readAt))}`}
        <small role="status">{saysOf(job, formats)}</small>
      </p>
      {job.state === 'done' && (
        <a class="btn" href={`${home}/okrs`}>
          See the OKRs
        </a>
      )}
      {!isOver(job) && (
        <>
          <progress max={job.total} value={job.done} aria-label="Files looked at and restored so far">
            {`${job.done} of ${job.total}`}
          </progress>
          <a class="small" href={`${home}/admin/data/restore`}>
            Look again
          </a>
        </>
      )}
    </li>
  );
};

function saysOf({ state, result, failure, input }: RestoreJob, { number }: Formats): string {
  const { rows } = input.archive;
  if (state === 'done')
    return `Restored: ${counted(rows.okrs ?? 0, 'OKR', number)}, ${counted(rowsIn(rows), 'row', number)} in all.`;
  if (state === 'failed') return `${failure} Nothing of the archive is here.`;
  if (result.pass === 'undo') return `Taking back what was written. ${result.why}`;
  if (result.pass === 'write') return 'Writing it. It is best left alone until it is done.';
  return 'Looking through it. Nothing is written yet.';
}
