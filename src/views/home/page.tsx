import type { Week } from '../../domain/home/finding.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import { counted } from '../okrs/okr-words.ts';
import { draftLinks } from '../proposals/links.ts';
import type { Shell } from '../shell.ts';
import { Empty } from '../ui/empty.tsx';
import { PageHead } from '../ui/heads.tsx';
import type { ToastContent } from '../ui/toast.tsx';
import { GoneQuiet, Teams } from './around.tsx';
import { Due, type Waiting } from './due.tsx';
import { headline } from './headline.ts';
import { MentionsOfMe } from './mentions.tsx';
import { Moves } from './moves.tsx';
import { PreparedDrafts } from './prepared.tsx';
import { DueTasks } from './tasks.tsx';
import { NeedsAttention } from './wanting.tsx';

type Props = {
  shell: Shell;
  week: Pick<Week, 'part' | 'wanting' | 'prepared' | 'moves' | 'mentions' | 'tasks' | 'voices' | 'quiet'>;
  waiting: readonly Waiting[];
  /** How many drafts are the member's or their teams'. */
  drafts: number;
  formats: Formats;
  toast?: ToastContent;
};

/** My week: what needs a word, what moved by itself, and how it stands around. */
export const HomePage = ({ shell, week, waiting, drafts, formats, toast }: Props) => {
  const home = `/o/${shell.org.slug}`;
  const takesPart = shell.me.role !== 'observer';
  const count = takesPart ? Math.max(shell.due, waiting.length) : 0;
  const day = formats.day(shell.today, 'weekday');
  if (isNew(shell, week)) {
    return (
      <Layout shell={shell} title="My week" toast={toast}>
        <PageHead over={day} title={`Welcome, ${shell.me.name}.`} />
        {takesPart ? <NothingYet home={home} /> : <LookingOn home={home} />}
      </Layout>
    );
  }
  return (
    <Layout shell={shell} title="My week" toast={toast}>
      <PageHead
        over={day}
        title={headline({ moved: week.moves.length, due: count, takesPart })}
        actions={
          drafts > 0 && (
            <a class="btn quiet" href={draftLinks(shell.org.slug).list}>
              {counted(drafts, 'draft', formats.number)}
            </a>
          )
        }
      />
      <div class="split">
        <div>
          {takesPart && (count > 0 || week.part.checksInFor > 0) && (
            <Due
              home={home}
              waiting={waiting}
              count={count}
              nextDueAt={week.part.nextDueAt}
              today={shell.today}
              locale={shell.locale}
              formats={formats}
            />
          )}
          {week.tasks.length > 0 && (
            <DueTasks org={shell.org.slug} tasks={week.tasks} today={shell.today} formats={formats} />
          )}
          {week.prepared.length > 0 && <PreparedDrafts home={home} prepared={week.prepared} />}
          {week.wanting.length > 0 && <NeedsAttention home={home} wanting={week.wanting} />}
          {week.mentions.length > 0 && <MentionsOfMe org={shell.org.slug} mentions={week.mentions} formats={formats} />}
          <Moves home={home} moves={week.moves} formats={formats} />
        </div>
        {(shell.teams.length > 0 || week.quiet.length > 0) && (
          <aside class="sticky" aria-label="Around you">
            {shell.teams.length > 0 && <Teams home={home} teams={shell.teams} voices={week.voices} />}
            {week.quiet.length > 0 && <GoneQuiet home={home} quiet={week.quiet} formats={formats} />}
          </aside>
        )}
      </div>
    </Layout>
  );
};

const isNew = (shell: Shell, { part, moves, mentions, tasks }: Props['week']): boolean =>
  !part.owns &&
  part.checksInFor === 0 &&
  moves.length + mentions.length + tasks.length === 0 &&
  shell.teams.length === 0;

const NothingYet = ({ home }: { home: string }) => (
  <Empty
    title="Nothing here is yours yet"
    heading="h2"
    actions={
      <>
        <a class="btn primary" href={`${home}/okrs/new`}>
          Write an objective
        </a>
        <a class="btn" href={`${home}/okrs`}>
          Look at all OKRs
        </a>
      </>
    }
  >
    Once you own a key result, this page tells you what moved and what needs a word from you.
  </Empty>
);

const LookingOn = ({ home }: { home: string }) => (
  <Empty
    title="You look on here"
    heading="h2"
    actions={
      <a class="btn primary" href={`${home}/okrs`}>
        Look at all OKRs
      </a>
    }
  >
    Join a team to see its week on this page.
  </Empty>
);
