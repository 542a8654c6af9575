import type { Measure } from '../okrs/measure.ts';

/**
 * A small and a large step for buttons beside a value, in the measure's unit: about a thousandth and a hundredth of the
 * way, whole numbers where the measure is counted in them. Start and target 0 and 1,000 give 1 and 10.
 */
export function stepsOf(measure: Measure, value: number | null): [small: number, large: number] {
  const { start, target } = measure.type === 'percent' ? { start: 0, target: 100 } : measure;
  const span = Math.abs(target - start) || Math.abs(target) || 1;
  const whole = [start, target, value ?? start].every(Number.isInteger);
  if (whole && span <= 20) return [1, 5];
  const magnitude = Math.floor(Math.log10(span));
  const small = whole ? Math.max(1, 10 ** (magnitude - 3)) : tenTo(magnitude - 2);
  return [small, Number((small * 10).toPrecision(1))];
}

const tenTo = (exponent: number): number => Number(`1e${exponent}`);
