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
  const { gap, way } = comparison(expected, okr.progress ?? 0, formats);
  const ended = today > okr.endsOn;
  if (okr.progress === null) return ended ? 'It ended without a value.' : `No value yet. ${way} is expected by today.`;
  const target = ended ? `the ${way} expected at its end` : `the ${way} expected by today`;
  if (gap === null) return `Exactly ${target}.`;
  return `${gap} ${expected > okr.progress ? 'less' : 'more'} than ${target}.`;
}

/**
 * What is expected and how far the progress is from it, null where it is there. Whole percents and points, so that a
 * reader can check them; with one decimal where whole ones would not add up, so that they never contradict the evidence.
 */
function comparison(expected: number, progress: number, formats: Formats): { gap: string | null; way: string } {
  const exact = expected - progress;
  const whole = Math.round(expected * 100) - Math.round(progress * 100);
  if (Math.abs(exact) < 1e-9) return { gap: null, way: formats.percent(expected) };
  if (Math.abs(whole) === Math.round(Math.abs(exact) * 100))
    return { gap: formats.points(exact), way: formats.percent(expected) };
  const tenths = (share: number) => Math.round(share * 1000) / 10;
  const points = Math.abs(tenths(exact));
  return {
    gap: `${formats.number(points)} ${points === 1 ? 'point' : 'points'}`,
    way: formats.metricValue(tenths(expected), '%'),
  };
}

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
