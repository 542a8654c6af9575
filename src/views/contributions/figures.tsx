import { measureOf } from '../../domain/okrs/okr.ts';
import type { Supposed } from '../../domain/okrs/supposing.ts';
import { domId } from '../dom-id.ts';
import type { Formats } from '../format.ts';
import { okrLinks } from '../okrs/links.ts';
import { valueWords } from '../okrs/value-words.ts';
import { Facts } from '../ui/facts.tsx';
import { FromTo } from '../ui/from-to.tsx';
import { StatusMark } from '../ui/status.tsx';
import type { ContributionsView } from './contributions-view.ts';

/** What the shares would make of the OKR and of everything above it, or why they cannot be had. */
export const Figures = ({ org, supposed, errors, formats }: ContributionsView) =>
  supposed === null ? (
    <p class="field">
      <span class="error">{Object.values(errors)[0]}</span>
    </p>
  ) : (
    <Facts
      items={supposed.map((each) => ({
        term: <a href={okrLinks(org.slug, each.okr.id).page}>{each.okr.title}</a>,
        value: <Outcome {...each} formats={formats} />,
      }))}
    />
  );

/** The answer to shares being typed: the figures, and each child's share in its row. */
export const FiguresAnswer = (view: ContributionsView) => (
  <>
    <Figures {...view} />
    {view.shares?.map((child) => (
      <hx-partial hx-target={`#${shareId(child.id)}`} hx-swap="innerHTML">
        {shareWords(child.contribution, view.formats)}
      </hx-partial>
    ))}
  </>
);

export const shareId = (okrId: string): string => domId('okr', okrId, 'share');

/** A share in percent, one decimal: 33.3%. */
export const shareWords = (percent: number, formats: Formats): string =>
  percent === 0 ? 'none' : formats.metricValue(Math.round(percent * 10) / 10, '%');

const Outcome = ({ okr, would, formats }: Supposed & { formats: Formats }) => {
  const measure = measureOf(okr);
  const [now, then] = [okr.value, would.value].map((value) => valueWords(measure, value, formats));
  return (
    <>
      {now === then ? now : <FromTo from={now!} to={then!} />} <StatusMark status={would.status} />
    </>
  );
};
