import type { Child } from 'hono/jsx';
import type { Change, Comparison } from '../../domain/changes/comparing.ts';
import { tellChange, tellComparison } from '../../domain/changes/telling.ts';
import type { Between, Watched } from '../../domain/changes/watched.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import { okrLinks } from '../okrs/links.ts';
import { quoted } from '../okrs/okr-words.ts';
import { valueWords } from '../okrs/value-words.ts';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { StatusMark } from '../ui/status.tsx';

export type ChangesView = {
  shell: Shell;
  /** Whose changes these are, and where it is at home. */
  of: { title: string; href: string };
  /** What else the address of this page says: the period, the team. */
  kept: Readonly<Record<string, string>>;
  action: string;
  between: Between;
  /** Null where the days make no sense; `problem` says why. */
  comparison: Comparison | null;
  problem?: string;
  /** Whether the look took in everything. */
  complete: boolean;
  formats: Formats;
};

/** Changes that are told one by one; the others are counted. */
const TOLD = 20;

/** What changed between two days, in words. */
export const ChangesPage = (view: ChangesView) => {
  const { shell, of, between, comparison, problem, formats } = view;
  return (
    <Layout shell={shell} title="What changed" narrow>
      <PageHead
        title="What changed"
        over={
          <p class="small">
            <a href={of.href}>{of.title}</a>
          </p>
        }
        under={`From the end of ${formats.day(between.from, 'long')} to the end of ${formats.day(between.to, 'long')}.`}
      />
      <Days {...view} />
      {problem && <Alert status="behind" title={problem} urgent />}
      {comparison && <Told {...view} comparison={comparison} />}
    </Layout>
  );
};

const Days = ({ action, kept, between, shell }: ChangesView) => (
  <form class="row small" method="get" action={action}>
    {Object.entries(kept).map(([name, value]) => (
      <input type="hidden" name={name} value={value} />
    ))}
    <span class="unit">
      <label for="from">From</label>
      <input type="date" id="from" name="from" max={shell.today} value={between.from} required />
    </span>
    <span class="unit">
      <label for="to">to</label>
      <input type="date" id="to" name="to" max={shell.today} value={between.to} required />
    </span>
    <button class="btn">Compare</button>
  </form>
);

const Told = ({ shell, comparison, complete, formats }: ChangesView & { comparison: Comparison }) => {
  const words = { ...formats, value: (...[measure, value]: Figure) => valueWords(measure, value, formats) };
  const told = comparison.changes.slice(0, TOLD);
  const more = comparison.changes.length - told.length;
  return (
    <section class="stack tight" aria-labelledby="in-short">
      <SectionHead id="in-short" title="In short" />
      <p>{tellComparison(comparison, words)}</p>
      {told.length > 0 && (
        <ul class="rows top" role="list">
          {told.map((change) => (
            <Item change={change} org={shell.org} says={tellChange(change, words)} />
          ))}
        </ul>
      )}
      {more > 0 && <p class="small">{`And ${formats.number(more)} more.`}</p>}
      <p class="small">
        {!complete && 'This looks at the hundred OKRs nearest to the top; open one of them to look below it. '}
        Titles, targets and what an OKR is aligned to are today’s. What was deleted since is not here.
      </p>
    </section>
  );
};

type Figure = [measure: Parameters<typeof valueWords>[0], value: number];

/** The sentence begins with the title, which leads to the OKR; so do the titles of what moved it. */
const Item = ({ change: { okr, movers }, org, says }: { change: Change; org: Shell['org']; says: string }) => (
  <li>
    <div class="stack">
      <p class="prose">{linked(says, [okr, ...movers], org)}</p>
    </div>
    {okr.is && <StatusMark status={okr.is.status} />}
  </li>
);

/** A sentence in which each title is a link. `named` in the order in which the sentence names them; it may leave out the last. */
function linked(says: string, [first, ...others]: readonly Watched[], org: Shell['org']): Child {
  const title = first && quoted(first.title);
  const at = title === undefined ? -1 : says.indexOf(title);
  if (!first || !title || at < 0) return says;
  return (
    <>
      {says.slice(0, at)}
      <a href={okrLinks(org.slug, first.id).page}>{title}</a>
      {linked(says.slice(at + title.length), others, org)}
    </>
  );
}
