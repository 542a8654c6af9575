import type { MemberId } from '../../db/ids.ts';
import type { Proposal } from '../../domain/check-ins/proposing.ts';
import type { Story } from '../../domain/check-ins/telling.ts';
import type { Explanation } from '../../domain/okrs/explanation.ts';
import type { OkrInFull } from '../../domain/okrs/finding.ts';
import type { Foresight } from '../../domain/okrs/foresight.ts';
import type { ScoreBands } from '../../domain/okrs/scoring.ts';
import type { Prepared } from '../../domain/recurring/finding.ts';
import type { FieldErrors } from '../../domain/refusal.ts';
import type { Typed } from '../check-ins/check-in-form.tsx';
import type { Talk } from '../comments/talk.ts';
import type { Formats } from '../format.ts';
import type { TypedTask } from '../tasks/quick-add.tsx';

/** Everything that the regions of an OKR's page show. */
export type OkrView = {
  org: { slug: string; name: string; scoreBands: ScoreBands | null };
  found: OkrInFull;
  explanation: Explanation;
  foresight: Foresight;
  /** The next of a recurring OKR, once it is prepared. */
  next: Prepared | null;
  story: Story;
  /** What people say of it, its check-ins and one another. */
  talk: Talk;
  /** True while the story begins with the newest. */
  newest: boolean;
  proposal: Proposal;
  /** Id of the check-in to be. */
  checkInId: string;
  may: { change: boolean; administer: boolean; propose: boolean; correct(authorId: MemberId | null): boolean };
  me: MemberId | null;
  today: string;
  now: number;
  locale: string;
  formats: Formats;
  /** What came back with errors. */
  typed?: Typed;
  errors?: FieldErrors;
  /** A new task that came back with errors. */
  typedTask?: TypedTask;
  taskErrors?: FieldErrors;
  /** Id of the element that the keyboard goes on from. */
  focus?: string;
};

/** Ids of the regions that a check-in or a reading renews. */
export const regions = {
  whereabouts: 'okr-whereabouts',
  now: 'okr-now',
  attention: 'okr-attention',
  evidence: 'okr-evidence',
  children: 'okr-children',
  checkIn: 'okr-check-in',
  tasks: 'okr-tasks',
  story: 'okr-story',
} as const;
