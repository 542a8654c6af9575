import type { MemberId } from '../../db/ids.ts';
import type { Proposal } from '../../domain/check-ins/proposing.ts';
import type { Story } from '../../domain/check-ins/telling.ts';
import type { Explanation } from '../../domain/okrs/explanation.ts';
import type { OkrInFull } from '../../domain/okrs/finding.ts';
import type { Foresight } from '../../domain/okrs/foresight.ts';
import type { FieldErrors } from '../../domain/refusal.ts';
import type { Typed } from '../check-ins/check-in-form.tsx';
import type { Formats } from '../format.ts';

/** Everything that the regions of an OKR's page show. */
export type OkrView = {
  org: { slug: string; name: string };
  found: OkrInFull;
  explanation: Explanation;
  foresight: Foresight;
  story: Story;
  /** True while the story begins with the newest. */
  newest: boolean;
  proposal: Proposal;
  /** Id of the check-in to be. */
  checkInId: string;
  may: { change: boolean; administer: boolean; correct(authorId: MemberId | null): boolean };
  today: string;
  now: number;
  locale: string;
  formats: Formats;
  /** What came back with errors. */
  typed?: Typed;
  errors?: FieldErrors;
};

/** Ids of the regions that a check-in or a reading renews. */
export const regions = {
  whereabouts: 'okr-whereabouts',
  now: 'okr-now',
  attention: 'okr-attention',
  evidence: 'okr-evidence',
  children: 'okr-children',
  checkIn: 'okr-check-in',
  story: 'okr-story',
} as const;
