import type { Made } from '../../domain/copies/listing-made.ts';
import type { CopyJob } from '../../domain/copies/order.ts';
import { isOver } from '../../domain/jobs/job.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import { okrLinks } from '../okrs/links.ts';
import { counted } from '../okrs/okr-words.ts';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { PageHead } from '../ui/heads.tsx';

type Props = { org: { slug: string }; job: CopyJob; made: readonly Made[]; formats: Formats };

/** How far the copying is. */
export const JobPage = ({ shell, ...props }: Props & { shell: Shell }) => (
  <Layout shell={shell} title="Copies" narrow>
    <PageHead title="Copies" />
    <JobProgress {...props} />
  </Layout>
);

/** Asks for itself every two seconds until the job is over. Without JavaScript the page is loaded anew. */
export const JobProgress = ({ org, job, made, formats }: Props) => {
  const here = `/o/${org.slug}/jobs/${job.id}`;
  const { state, done, total, failure, input, result } = job;
  const over = isOver(job);
  const source = okrLinks(org.slug, input.okrId).page;
  return (
    <section
      class="stack"
      id="job"
      aria-label="How far it is"
      {...(over ? {} : { 'hx-get': here, 'hx-trigger': 'every 2s', 'hx-swap': 'outerHTML', 'hx-target': 'this' })}
    >
      {state === 'failed' && (
        <Alert status="at_risk" title={failure ?? 'It stopped.'}>
          {`${formats.number(result.okr_ids.length)} of ${formats.number(total)} were copied.`}
        </Alert>
      )}
      {!over && (
        <div class="stack tight">
          <progress max={total} value={done} aria-label="Copied so far">
            {`${done} of ${total}`}
          </progress>
          <p class="row small">
            <span role="status">{`${formats.number(done)} of ${formats.number(total)} copied.`}</span>
            <a href={here}>Look again</a>
          </p>
        </div>
      )}
      {state === 'done' && <p role="status">{`${counted(result.okr_ids.length, 'OKR', formats.number)} copied.`}</p>}
      {over && made.length > 0 && (
        <ul class="rows" role="list">
          {made.map(({ id, title }) => (
            <li>
              <p>
                <a href={okrLinks(org.slug, id).page}>{title}</a>
              </p>
            </li>
          ))}
        </ul>
      )}
      <p class="row small">
        {over && result.okr_ids.length > made.length && (
          <a href={`/o/${org.slug}/okrs?period=${input.periodId}`}>All OKRs of the period</a>
        )}
        <a href={source}>Back to where they come from</a>
      </p>
    </section>
  );
};
