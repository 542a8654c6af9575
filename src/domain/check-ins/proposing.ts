import { type Acting, todayOf } from '../context.ts';
import { enoughAt } from '../okrs/enough.ts';
import { expectedOn } from '../okrs/expected.ts';
import { courseOf, measureOf, type Okr, standingOf } from '../okrs/okr.ts';
import { progressOf } from '../okrs/progress.ts';
import { statusOn } from '../okrs/status.ts';
import { type Call, calls, type Status } from '../words.ts';

/** What a check-in form says before the person does. `progress` and `expected` as fractions. */
export type Proposal = {
  value: number | null;
  progress: number | null;
  /** Null where the measure knows no way between start and target. */
  expected: number | null;
  /** What the numbers say of this value today. */
  computed: Status;
  /** The call to begin with: a person's own while the value is theirs, else what the numbers say. */
  call: Call | null;
  /** The value that is on track today, in the measure's unit; null as `expected`. */
  enough: number | null;
};

/** What the numbers say of an OKR if its value were `value` today. Pure. */
export function propose(acting: Pick<Acting, 'org' | 'now'>, okr: Okr, value: number | null = okr.value): Proposal {
  const today = todayOf(acting);
  const measure = measureOf(okr);
  const progress = progressOf(measure, value);
  const expected = expectedOn(today, courseOf(okr));
  const computed = statusOn(today, { ...standingOf(okr, null), value, progress, chosen: null }, acting.org);
  const held = okr.statusSource === 'chosen' && value === okr.value ? okr.status : computed;
  const enough = enoughAt(measure, expected - acting.org.behindBound / 100);
  return { value, progress, expected: enough === null ? null : expected, computed, call: callOf(held), enough };
}

const callOf = (status: Status): Call | null => calls.find((call) => call === status) ?? null;
