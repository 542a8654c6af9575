import type { Figure, MeasureDraft } from './draft.ts';

/** “Increase customers sending weekly from 12% to 30%”, from a measure with a name and two different numbers; else null. */
export function metricSentence(measure: MeasureDraft | null): string | null {
  if (!measure || measure.name === '') return null;
  const { name, unit, start, target, direction } = measure;
  const from = start.typed === '' ? { typed: '0', value: 0 } : start;
  if (from.value === null || target.value === null || from.value === target.value) return null;
  if (direction !== '' && direction !== 'increase' && direction !== 'decrease') return null;
  const verb = target.value > from.value ? 'Increase' : 'Reduce';
  return `${verb} ${inSentence(name)} from ${written(from, unit)} to ${written(target, unit)}`;
}

const written = ({ typed }: Figure, unit: string) => {
  if (unit === '%') return typed.endsWith('%') ? typed : `${typed}%`;
  return /^[$€£¥₹]$/.test(unit) ? unit + typed : typed;
};

/** A name begins small inside a sentence, unless it is an abbreviation or a name of its own. */
const inSentence = (name: string) =>
  /^\p{Lu}\p{Ll}+(\s|$)/u.test(name) ? name[0]!.toLowerCase() + name.slice(1) : name;
