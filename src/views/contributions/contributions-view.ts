import type { Family } from '../../domain/okrs/finding-lineage.ts';
import type { Weighed } from '../../domain/okrs/rolling-up.ts';
import type { Lineage, Supposed } from '../../domain/okrs/supposing.ts';
import type { FieldErrors } from '../../domain/refusal.ts';
import type { Formats } from '../format.ts';
import type { TypedFigures } from '../suppositions/supposition-view.ts';

/** What a person had typed: a fixed share by the id of the child, and the children that do not contribute. */
export type TypedShares = { fixed: Readonly<Record<string, string>>; none: readonly string[] };

/** Everything that the page of an OKR's contributions shows. */
export type ContributionsView = {
  org: { slug: string };
  family: Family;
  lineage: Lineage;
  typed: TypedShares;
  /** Values and targets that are tried beside the shares, and never saved. */
  figures: TypedFigures;
  errors: FieldErrors;
  /** The children with the shares that what was typed gives them; null while it cannot be read. */
  shares: readonly Weighed<Family['children'][number]>[] | null;
  /** The OKR and all above it, as they are and as they would be; null as `shares`. */
  supposed: readonly Supposed[] | null;
  /** The mean of all children (0..1) with nothing fixed; `size` is null where sizes cannot be compared. */
  averages: { equal: number | null; size: number | null };
  formats: Formats;
};

/** Names of form fields. */
export const fieldOf = { share: (id: string) => `share-${id}`, none: (id: string) => `none-${id}` } as const;

export const regions = { form: 'contributions', figures: 'contribution-figures' } as const;
