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
};

/** How progress is read: a share of the whole (0 to 100 % complete), or a number with a start and a target. */
export type Measure = { type: 'percent' } | Metric;

const figure = z.number().finite();

const metric = z
  .strictObject({
    type: z.literal('metric'),
    name: z.string().trim().min(1, 'Say what is counted.').max(120),
    unit: z.string().trim().max(40).nullish(),
    start: figure.default(0),
    target: figure,
    direction: z.enum(directions).optional(),
    risk_threshold: figure.nullish(),
  })
  .transform(({ risk_threshold, ...rest }) => ({
    ...rest,
    unit: rest.unit || null,
    direction: rest.direction ?? (rest.target < rest.start ? ('decrease' as const) : ('increase' as const)),
    riskThreshold: risk_threshold ?? null,
  }))
  .superRefine(({ start, target, direction, riskThreshold }, issues) => {
    const refuse = (path: string, message: string) => issues.addIssue({ code: 'custom', path: [path], message });
    const holds = direction === 'stay_above' || direction === 'stay_below';
    if (direction === 'increase' && target < start) refuse('target', 'To increase, the target must lie above the start.');
    if (direction === 'decrease' && target > start) refuse('target', 'To decrease, the target must lie below the start.');
    if (!holds && direction !== 'baseline' && start === target)
      refuse('target', 'Start and target are the same number, so there is no way to go. Change one of them.');
    if (riskThreshold === null) return;
    if (!holds) refuse('risk_threshold', 'A risk threshold belongs to measures that stay above or below a number.');
    if (direction === 'stay_above' && riskThreshold >= target)
      refuse('risk_threshold', 'To stay above the target, the risk threshold must lie below it.');
    if (direction === 'stay_below' && riskThreshold <= target)
      refuse('risk_threshold', 'To stay below the target, the risk threshold must lie above it.');
  });

/** What a person or a script hands in as a measure. Refuses `start = target` and thresholds on the wrong side. */
export const measureInput = z.union([z.strictObject({ type: z.literal('percent') }), metric]) as unknown as z.ZodType<Measure>;
