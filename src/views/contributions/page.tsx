import { sums } from '../../domain/okrs/formula.ts';
import { measureOf } from '../../domain/okrs/okr.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import { okrLinks } from '../okrs/links.ts';
import type { Shell } from '../shell.ts';
import { Figures } from '../suppositions/figures.tsx';
import { supposable } from '../suppositions/supposition-view.ts';
import { FiguresTable } from '../suppositions/table.tsx';
import { Alert } from '../ui/alert.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { Icon } from '../ui/icon.tsx';
import { type ContributionsView, regions } from './contributions-view.ts';
import { SharesTable } from './table.tsx';

/** What the children of an OKR contribute to it, and what another choice would make of it and of all above it. */
export const ContributionsPage = ({ shell, ...view }: ContributionsView & { shell: Shell }) => {
  const { okr } = view.family;
  const links = okrLinks(view.org.slug, okr.id);
  const message = view.errors.contributions ?? view.errors.method;
  return (
    <Layout shell={shell} title="Contributions">
      <PageHead
        title="Contributions"
        over={
          <p class="small">
            <a href={links.page}>{okr.title}</a>
          </p>
        }
        under={ruleWords(view)}
      />
      {message && <Alert status="behind" title={message} urgent />}
      <form class="stack" id={regions.form} method="post" action={links.contributions} {...once}>
        <SharesTable {...view} />
        <WhatIf {...view} />
        <section class="stack tight" aria-labelledby="would">
          <SectionHead id="would" title="What it comes to" note="Nothing changes until you save" />
          <div id={regions.figures} aria-live="polite">
            <Figures {...view} />
          </div>
        </section>
        <div class="row">
          <button class="btn primary">Save</button>
          <button
            class="btn"
            formaction={`${links.contributions}/preview`}
            hx-post={`${links.contributions}/preview`}
            hx-trigger={`click, input delay:300ms from:#${regions.form}`}
            hx-include="closest form"
            hx-target={`#${regions.figures}`}
            hx-swap="innerHTML"
            hx-sync="this:replace"
          >
            Preview
          </button>
          <a class="btn quiet" href={links.page}>
            Cancel
          </a>
        </div>
        <Resets {...view} />
      </form>
    </Layout>
  );
};

/** Values and targets to try beside the shares; open once something was tried. */
const WhatIf = ({ lineage, figures, ...view }: ContributionsView) => {
  const okrs = supposable(lineage);
  if (okrs.length === 0) return null;
  const tried = [figures.values, figures.targets].some((typed) => Object.values(typed).some((text) => text !== ''));
  return (
    <details open={tried}>
      <summary class="row small">
        <Icon name="right" turn />
        What if values or targets were different?
      </summary>
      <p class="small">Only to look: saving keeps the shares above. Values and targets from here are never saved.</p>
      <FiguresTable {...view} typed={figures} okrs={okrs} />
    </details>
  );
};

function ruleWords({ family: { okr } }: ContributionsView): string {
  if (sums(measureOf(okr))) return 'Values are added up here. A share only says whether a child counts.';
  return okr.weighing === 'size'
    ? 'Those without a fixed share divide the rest by the size of their targets. Shares add up to 100%.'
    : 'Those without a fixed share divide the rest equally. Shares add up to 100%.';
}

/** Both ways to share with nothing fixed, and the average that each comes to. */
const Resets = ({ averages, formats }: ContributionsView) => (
  <section class="stack tight" aria-labelledby="resets">
    <SectionHead id="resets" title="Or with nothing fixed" />
    <div class="row">
      <button class="btn" name="weighing" value="equal">
        Reset to equal
      </button>
      <span class="small">{averageWords(averages.equal, formats)}</span>
    </div>
    {averages.size === null ? (
      <p class="small">Sharing by size needs targets of one unit on every child that contributes.</p>
    ) : (
      <div class="row">
        <button class="btn" name="weighing" value="size">
          By size of target
        </button>
        <span class="small">{averageWords(averages.size, formats)}</span>
      </div>
    )}
  </section>
);

const averageWords = (average: number | null, { percent }: ContributionsView['formats']): string =>
  average === null ? 'No child has a value yet.' : `On average ${percent(average)}.`;
