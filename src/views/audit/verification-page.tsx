import type { Verification } from '../../domain/audit/verifying.ts';
import { type Formats, formats as formatsOf } from '../format.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { Facts } from '../ui/facts.tsx';
import { PageHead } from '../ui/heads.tsx';

type Props = {
  shell: Shell;
  /** Address of the audit log. */
  base: string;
  /** What was found so far; null before anything was checked. */
  found: Verification | null;
};

const whyWords = {
  missing: 'It is gone.',
  unlinked: 'It does not follow the seal before it.',
  changed: 'An event under it was changed, added or removed after it was sealed.',
} as const;

/** Whether the log is as it was written. */
export const VerificationPage = ({ shell, base, found }: Props) => (
  <Layout shell={shell} title="Verify the audit log" narrow>
    <PageHead
      title="Verify the audit log"
      over={
        <p class="small">
          <a href={base}>Audit log</a>
        </p>
      }
      under="Every few minutes Cairn puts a seal on what happened: a hash over the events and over the seal before. Whoever changes an event later breaks the chain."
    />
    <Outcome {...{ base, found }} formats={formatsOf(shell)} />
  </Layout>
);

/** How far the check has come; asks for the next piece by itself until it is through. */
export const Outcome = ({ base, found, formats }: Pick<Props, 'base' | 'found'> & { formats: Formats }) => {
  const action = `${base}/verification`;
  const going = found !== null && !found.done;
  return (
    <form
      id="verification"
      class="stack"
      method="post"
      action={action}
      hx-post={action}
      hx-target="#verification"
      hx-swap="outerHTML"
      {...(going && { 'hx-trigger': 'load, submit' })}
    >
      {found?.broken && (
        <Alert status="at_risk" title={`Seal ${formats.number(found.broken.n)} is broken`} urgent>
          {whyWords[found.broken.why]} Ask whoever runs this deployment what was done to the database.
        </Alert>
      )}
      {found?.done && !found.broken && (
        <Alert status="on_track" title="The log is as it was written" urgent>
          {found.upTo === 0 ? 'Nothing has been sealed yet.' : 'Every seal is there, and covers its events.'}
        </Alert>
      )}
      {going && (
        <p role="status">{`Checked ${formats.number(found.upTo)} of ${formats.number(found.head?.n ?? 0)} seals.`}</p>
      )}
      {found && (
        <Facts
          items={[
            { term: 'Seals checked', value: formats.number(found.upTo) },
            found.head !== null && {
              term: 'Newest seal',
              value: `${formats.number(found.head.n)}, ${formats.moment(found.head.sealedAt)}`,
            },
            { term: 'Events that wait for the next seal', value: formats.number(found.unsealed) },
          ]}
        />
      )}
      {found?.head && (
        <p class="small">
          Write the newest hash down somewhere else, and the whole chain up to it can be proved later:
          <code class="long">{found.head.hash}</code>
        </p>
      )}
      <input type="hidden" name="after" value={going ? found.upTo : 0} />
      <div class="row">
        <button class={found?.done ? 'btn' : 'btn primary'}>
          {going ? 'Go on' : found ? 'Verify again' : 'Verify'}
        </button>
      </div>
    </form>
  );
};
