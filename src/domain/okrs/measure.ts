import { z } from 'zod';
import { type Direction, directions } from '../words.ts';

export type Metric = {
  type: 'metric';
  name: string;
  unit: string | null;
  start: number;
  target: number;
  direction: Direction;
  riskThreshold: number | null;
  /** Digits after the decimal sign when a value is shown, 0 to 6; null shows what people read of it. */
  decimals: number | null;
};

/** How progress is read: a share of the whole (0 to 100 % complete), or a number with a start and a target. */
export type Measure = { type: 'percent' } | Metric;

const figure = z.number().finite();

const DECIMALS = 'Show 0 to 6 decimals.';

const percent = z.strictObject({ type: z.literal('percent') });

const metric = z.strictObject({
  type: z.literal('metric'),
  name: z.string().trim().min(1, 'Say what is counted.').max(120),
  unit: z.string().trim().max(40).nullish(),
  start: figure.default(0),
  target: figure,
  direction: z.enum(directions).optional(),
  risk_threshold: figure.nullish(),
  decimals: z.int(DECIMALS).min(0, DECIMALS).max(6, DECIMALS).nullish(),
});

/** What a person or a script hands in as a measure. Refuses `start = target` and thresholds on the wrong side. */
export const measureInput = z
  .discriminatedUnion('type', [percent, metric], 'A measure is of type percent or metric.')
  .transform((given): Measure => (given.type === 'percent' ? given : completed(given)))
  .superRefine((measure, issues) => {
    for (const [field, message] of measure.type === 'metric' ? contradictions(measure) : [])
      issues.addIssue({ code: 'custom', path: [field], message });
  });

const completed = ({ risk_threshold, ...given }: z.output<typeof metric>): Metric => ({
  ...given,
  unit: given.unit || null,
  direction: given.direction ?? (given.target < given.start ? 'decrease' : 'increase'),
  riskThreshold: risk_threshold ?? null,
  decimals: given.decimals ?? null,
});

/** What a metric may not say of itself: the field at fault and a sentence, most telling first. */
export function contradictions({
  start,
  target,
  direction,
  riskThreshold,
}: Metric): [field: string, sentence: string][] {
  const found: [string, string][] = [];
  const holds = direction === 'stay_above' || direction === 'stay_below';
  if (direction === 'increase' && target < start)
    found.push(['target', 'To increase, the target must lie above the start.']);
  if (direction === 'decrease' && target > start)
    found.push(['target', 'To decrease, the target must lie below the start.']);
  if (!holds && direction !== 'baseline' && start === target)
    found.push(['target', 'Start and target are the same number, so there is no way to go. Change one of them.']);
  if (riskThreshold === null) return found;
  if (!holds) found.push(['risk_threshold', 'A risk threshold belongs to measures that stay above or below a number.']);
  if (direction === 'stay_above' && riskThreshold >= target)
    found.push(['risk_threshold', 'To stay above the target, the risk threshold must lie below it.']);
  if (direction === 'stay_below' && riskThreshold <= target)
    found.push(['risk_threshold', 'To stay below the target, the risk threshold must lie above it.']);
  return found;
}
