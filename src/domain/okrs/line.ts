import type { Difference } from './comparing.ts';
import type { Definition } from './listing-definitions.ts';

/** A draft; for a proposed change with the published OKR that it concerns, null when that is gone, and what differs. */
export type Line = { draft: Definition; live: Definition | null; changes: Difference[] };

/** True of a draft that would change a published OKR. */
export const isChange = ({ draft }: Pick<Line, 'draft'>): boolean => draft.okr.draftOfId !== null;
