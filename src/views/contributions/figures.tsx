import { domId } from '../dom-id.ts';
import type { Formats } from '../format.ts';
import { Figures } from '../suppositions/figures.tsx';
import type { ContributionsView } from './contributions-view.ts';

/** The answer to shares being typed: what they would make of the OKR and of all above it, and each child's share in its row. */
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
