import { isOver } from '../../domain/jobs/job.ts';
import type { HandOverJob } from '../../domain/members/hand-over.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import { counted } from '../okrs/okr-words.ts';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { PageHead } from '../ui/heads.tsx';

type Props = {
  /** Address of the list, and of this page. */
  base: string;
  here: string;
  job: HandOverJob;
  from: string;
  to: string;
  formats: Formats;
};

/** How far a hand-over is. */
export const ProgressPage = ({ shell, ...props }: Props & { shell: Shell }) => (
  <Layout shell={shell} title="Hand-over" narrow>
    <PageHead title={`From ${props.from} to ${props.to}`} />
    <HandOverProgress {...props} />
  </Layout>
);

/** Asks for itself every two seconds until the job is over. Without JavaScript the page is loaded anew. */
export const HandOverProgress = ({ base, here, job, to, formats }: Props) => {
  const over = isOver(job);
  return (
    <section
      class="stack"
      id="job"
      aria-label="How far it is"
      {...(over ? {} : { 'hx-get': here, 'hx-trigger': 'every 2s', 'hx-swap': 'outerHTML', 'hx-target': 'this' })}
    >
      {job.state === 'failed' && (
        <Alert status="at_risk" title={job.failure ?? 'It stopped.'}>
          Hand over the rest to somebody else.
        </Alert>
      )}
      {!over && (
        <div class="stack tight">
          <progress max={job.total} value={job.done} aria-label="Handed over so far">
            {`${job.done} of ${job.total}`}
          </progress>
          <p class="row small">
            <span role="status">{`${formats.number(job.done)} of ${formats.number(job.total)} handed over.`}</span>
            <a href={here}>Look again</a>
          </p>
        </div>
      )}
      {over && <p role="status">{doneSentence(job, to, formats)}</p>}
      <p class="row small">
        <a href={base}>Back to the users</a>
      </p>
    </section>
  );
};

function doneSentence({ result }: HandOverJob, to: string, formats: Formats): string {
  const many = (count: number, noun: string) => count > 0 && counted(count, noun, formats.number);
  const parts = [
    many(result.okrs, 'OKR'),
    many(result.teams, 'team'),
    result.reports > 0 && (result.reports === 1 ? '1 person' : `${formats.number(result.reports)} people`),
    many(result.connections, 'connection'),
  ].filter((part) => part !== false);
  const handed = parts.length > 0 ? `${to} has taken over ${formats.list(parts)}.` : 'Nothing was handed over.';
  if (result.kept === 0) return handed;
  return `${handed} ${result.kept === 1 ? 'One private OKR stays' : `${formats.number(result.kept)} private OKRs stay`} where ${result.kept === 1 ? 'it is' : 'they are'}: nobody hands private OKRs to themselves.`;
}
