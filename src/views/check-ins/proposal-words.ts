import type { Proposal } from '../../domain/check-ins/proposing.ts';
import type { Measure } from '../../domain/okrs/measure.ts';
import type { Formats } from '../format.ts';
import { briefly, formerWords, valueWords } from '../okrs/value-words.ts';
import { statusWords } from '../ui/status.tsx';
import { unitWords } from './measure-words.ts';

/** “555 keeps you on track.” Empty where no value can be named. */
export const enoughWords = (measure: Measure, proposal: Proposal, formats: Formats): string => {
  const holding = holdingWords(measure, formats);
  if (holding) return holding;
  return proposal.enough === null
    ? ''
    : `${valueWords(briefly(measure), proposal.enough, formats)} keeps you on track.`;
};

/** “71% of the way. 555 would be enough today.” */
export const verdictWords = (measure: Measure, proposal: Proposal, formats: Formats): string => {
  const holding = holdingWords(measure, formats);
  if (holding) return holding;
  if (proposal.enough === null) return 'No target yet, so there is no way to measure.';
  const way = proposal.progress === null ? 'No value yet.' : `${formats.percent(proposal.progress)} of the way.`;
  return `${way} ${valueWords(briefly(measure), proposal.enough, formats)} would be enough today.`;
};

/** “The numbers say Behind.” Empty before there is anything to say. */
export const numbersSay = (proposal: Proposal): string =>
  proposal.call === null && proposal.computed === 'not_started'
    ? ''
    : `The numbers say ${statusWords[proposal.computed]}.`;

/** What a check-in did: “Checked in. 712 of 1,000 downloads.”, “Checked in for 10 Nov. 500 of 1,000 downloads.” */
export const saidWords = (measure: Measure, value: number | null, formats: Formats, on?: string): string => {
  const done = on ? `Checked in for ${formats.day(on)}.` : 'Checked in.';
  return value === null ? done : `${done} ${reached(measure, value, formats)}.`;
};

/** What taking a check-in back did: “Taken back. It is at 540 of 1,000 downloads.” */
export const takenBackWords = (measure: Measure, value: number | null, formats: Formats): string =>
  `Taken back. ${value === null ? 'There is no value yet' : `It is at ${reached(measure, value, formats)}`}.`;

const reached = (measure: Measure, value: number, formats: Formats): string => {
  return measure.type === 'metric' && measure.direction === 'increase'
    ? `${formerWords(measure, value, formats)} ${unitWords(measure, formats)}`
    : valueWords(measure, value, formats);
};

const holdingWords = (measure: Measure, formats: Formats): string | null => {
  if (measure.type === 'percent') return null;
  if (measure.direction === 'stay_above')
    return `More than ${valueWords(measure, measure.target, formats)} is on track.`;
  if (measure.direction === 'stay_below')
    return `Less than ${valueWords(measure, measure.target, formats)} is on track.`;
  return null;
};
