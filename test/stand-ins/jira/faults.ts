import type { Wording } from '../common/faults.ts';

export type { Fault, Limits } from '../common/faults.ts';

/** How Jira words a failure. */
export const wording: Wording = {
  refusal: (status) => ({ errorMessages: [`Fault ${status}`], errors: {} }),
  beginning: '{"issues":[',
};
