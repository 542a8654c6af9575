import type { Measure } from '../../domain/okrs/measure.ts';
import { exactly, type Formats, readable } from '../format.ts';
import { knownLocale, remember } from '../intl.ts';

type Numbers = Pick<Formats, 'number' | 'metricValue'>;

/** What stands after the field: “% complete”, “of 1,000 downloads”, “down to 1.2”, “stay above 99.9%”. */
export const unitWords = (measure: Measure, formats: Numbers): string => {
  if (measure.type === 'percent') return '% complete';
  const name = uncapitalized(measure.name);
  const target = formats.metricValue(measure.target, measure.unit, measure.decimals);
  if (measure.direction === 'baseline') return measure.unit ?? name;
  if (measure.direction === 'stay_above') return `stay above ${target}`;
  if (measure.direction === 'stay_below') return `stay below ${target}`;
  if (measure.direction === 'decrease') return `down to ${target}`;
  return measure.unit ? `of ${target}` : `of ${target} ${name}`;
};

/** The label of the field where one looks at nothing else: “Downloads now”. */
export const nowWords = (measure: Measure): string =>
  measure.type === 'percent' ? 'Percent complete now' : `${measure.name} now`;

/**
 * A number as one would type it: the locale's digits and decimal sign, nothing between the digits. Rounded to what
 * people read, two decimals or three digits unless the measure says how many; a form that comes back with it untouched
 * says no new value.
 */
export const typedNumber = (value: number | null, locale: string, decimals: number | null = null): string =>
  value === null
    ? ''
    : remember(
        `typed ${knownLocale(locale)} ${decimals}`,
        () => new Intl.NumberFormat(knownLocale(locale), { useGrouping: false, ...(exactly(decimals) ?? readable) }),
      )
        .format(value)
        .replace('-', '−');

const uncapitalized = (name: string): string =>
  /^\p{Lu}\p{Ll}/u.test(name) ? name.charAt(0).toLocaleLowerCase() + name.slice(1) : name;
