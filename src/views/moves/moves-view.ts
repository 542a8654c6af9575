import type { Parent } from '../../domain/okrs/finding-parents.ts';
import type { Okr } from '../../domain/okrs/okr.ts';
import type { Supposed } from '../../domain/okrs/supposing.ts';
import type { Formats } from '../format.ts';

/** Everything that the page which moves an OKR shows. */
export type MovesView = {
  org: { slug: string };
  okr: Okr;
  /** What it is aligned to, as far as the reader may see it. */
  parents: readonly Parent[];
  /** What it can be aligned to. */
  options: readonly Parent[];
  /** True when there are more of them than are listed. */
  more: boolean;
  /** As chosen; empty is nowhere. */
  from: string;
  to: string;
  /** Words that were looked for. */
  q: string;
  /** Whether a search finds key results, too. */
  keyResults: boolean;
  /** What stands above it, as it is and as it would be; null while nothing is chosen or it cannot be had. */
  supposed: readonly Supposed[] | null;
  errors: Record<string, string>;
  formats: Formats;
};

export const regions = { form: 'move', figures: 'move-figures' } as const;
