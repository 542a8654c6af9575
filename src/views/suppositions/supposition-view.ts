import type { Kin } from '../../domain/okrs/finding-lineage.ts';
import type { Lineage, Supposed } from '../../domain/okrs/supposing.ts';
import type { FieldErrors } from '../../domain/refusal.ts';
import type { Formats } from '../format.ts';

/** What a person had typed, by the id of the OKR. */
export type TypedFigures = { values: Readonly<Record<string, string>>; targets: Readonly<Record<string, string>> };

/** Everything that an outlook on suppositions shows. */
export type SuppositionView = {
  org: { slug: string };
  lineage: Lineage;
  typed: TypedFigures;
  errors: FieldErrors;
  /** What is supposed and all above it; null while what was typed cannot be read. */
  supposed: readonly Supposed[] | null;
  formats: Formats;
};

/** Names of form fields, and of what a refusal says at them. */
export const figureOf = {
  value: (id: string) => `value-${id}`,
  target: (id: string) => `target-${id}`,
  valueError: (id: string) => `values.${id}`,
  targetError: (id: string) => `targets.${id}`,
} as const;

/** The OKRs of which figures can be supposed: what a roll-up is computed from, else the OKR itself; only what is open. */
export function supposable([{ okr, children }]: Lineage): Kin[] {
  const each = okr.mode === 'rollup' && children.length > 0 ? children : [okr];
  return each.filter(({ seen, closedAt }) => seen && closedAt === null);
}

export const regions = { form: 'supposition', figures: 'supposed-figures' } as const;
