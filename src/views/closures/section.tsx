import type { Story } from '../../domain/check-ins/telling.ts';
import { closedAs } from '../../domain/okrs/okr.ts';
import { bandOf, bandsOf } from '../../domain/okrs/scoring.ts';
import { okrLinks } from '../okrs/links.ts';
import type { OkrView } from '../okrs/okr-view.ts';
import { Alert } from '../ui/alert.tsx';
import { SectionHead } from '../ui/heads.tsx';
import { Icon } from '../ui/icon.tsx';
import { Markdown } from '../ui/markdown.tsx';
import { statusClass } from '../ui/status.tsx';
import { bandStatus } from './words.ts';

/** How an OKR ended, or a word that it could: when nothing below it is open any more. */
export const ClosureSection = (view: OkrView) => {
  const { org, found, may } = view;
  const { okr, children } = found;
  if (okr.closedAt !== null) return <Ended {...view} />;
  if (!may.change || children.length === 0 || children.some((child) => child.closedAt === null)) return null;
  return (
    <Alert
      status="on_track"
      title="Everything below it is closed."
      action={
        <a class="btn" href={okrLinks(org.slug, okr.id).closure}>
          Close and score
        </a>
      }
    >
      It can be closed as well.
    </Alert>
  );
};

const Ended = ({ org, found: { okr }, story, may, formats }: OkrView) => {
  const links = okrLinks(org.slug, okr.id);
  const { score, closingNote, ambition } = okr;
  const by = closer(story);
  const ended = closedAs(okr) === 'postponed' ? 'Postponed' : 'Closed';
  return (
    <section class="stack tight" aria-labelledby="closure">
      <SectionHead
        id="closure"
        title={score === null ? ended : `${ended} and scored`}
        note={`${formats.moment(okr.closedAt!)}${by ? ` by ${by}` : ''}`}
      />
      {score !== null && (
        <p
          class={`status ${statusClass(bandStatus[bandOf(score, ambition, bandsOf(org))])}`}
        >{`Score ${formats.score(score)}`}</p>
      )}
      {closingNote && <Markdown text={closingNote} />}
      {may.change && (
        <div class="row">
          <form method="post" action={links.reopening}>
            <button class="btn">
              <Icon name="undo" />
              Reopen
            </button>
          </form>
          <a class="btn quiet" href={links.closure}>
            Correct score and note
          </a>
        </div>
      )}
    </section>
  );
};

const closer = ({ entries }: Story): string | null =>
  entries.filter((entry) => entry.type === 'event').find(({ action }) => action === 'okr.closed')?.actor ?? null;
