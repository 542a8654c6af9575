import type { Explanation } from '../../domain/okrs/explanation.ts';
import type { Facts } from '../../domain/okrs/finding-facts.ts';
import { measureOf } from '../../domain/okrs/okr.ts';
import { measuresWay } from '../../domain/okrs/ruling.ts';
import type { Formats } from '../format.ts';
import { statusWords } from '../ui/status.tsx';
import { valueWords } from './value-words.ts';

/** “28 points less than the 55% expected by today.” What is not measured on a way says what it is held to. */
export function gapSentence({ okr }: Facts, { expected }: Explanation, today: string, formats: Formats): string {
  const measure = measureOf(okr);
  if (okr.closedAt !== null) {
    const score = okr.score === null ? '' : ` with a score of ${formats.score(okr.score)}`;
    return `${statusWords[okr.status]} ${formats.day(formats.dayOf(okr.closedAt), 'long')}${score}.`;
  }
  if (today < okr.startsOn) return `It starts on ${formats.day(okr.startsOn, 'long')}.`;
  if (!measuresWay(measure)) return holdingSentence(okr.value, measure, formats);
  const way = formats.percent(expected);
  const ended = today > okr.endsOn;
  if (okr.progress === null) return ended ? 'It ended without a value.' : `No value yet. ${way} is expected by today.`;
  const gap = gapShown(expected, okr.progress);
  const target = ended ? `the ${way} expected at its end` : `the ${way} expected by today`;
  if (gap === 0) return `Exactly ${target}.`;
  return `${formats.points(gap)} ${gap > 0 ? 'less' : 'more'} than ${target}.`;
}

/** The gap between the two whole percents on the screen, so that a reader can check it; the exact one where that is 0. */
const gapShown = (expected: number, progress: number): number => {
  const shown = (Math.round(expected * 100) - Math.round(progress * 100)) / 100;
  return shown === 0 && Math.abs(expected - progress) > 1e-9 ? expected - progress : shown;
};

function holdingSentence(value: number | null, measure: ReturnType<typeof measureOf>, formats: Formats): string {
  if (measure.type === 'percent' || measure.direction === 'baseline')
    return value === null ? 'No value yet. The first one shows where you start.' : 'The target is not known yet.';
  const target = valueWords(measure, measure.target, formats);
  const side = measure.direction === 'stay_above' ? 'above' : 'below';
  if (value === null) return `No value yet. It should stay ${side} ${target}.`;
  const good = side === 'above' ? value > measure.target : value < measure.target;
  return good ? `It stays ${side} ${target}, as it should.` : `It should stay ${side} ${target}, and does not.`;
}

/** The big figure and what stands small beside it: 27 and %, 22 and min; a sign before the figure stays with it. */
export function figureParts(words: string): [figure: string, unit: string] {
  const [, figure = words, unit = ''] = /^([<−]?\p{N}[\p{N}.,'’\s]*?)(\s*[^\p{N}.,'’\s].*)$/u.exec(words) ?? [];
  return [figure, unit];
}
