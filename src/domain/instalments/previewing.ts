import type { OkrId } from '../../db/ids.ts';
import type { Context } from '../context.ts';
import { findChangeable } from '../okrs/finding-subject.ts';
import type { Okr } from '../okrs/okr.ts';
import { listPeriods } from '../periods/finding.ts';
import { Refusal } from '../refusal.ts';
import type { Division } from './dividing.ts';
import { findMade, type Instalment, planInstalments, usualDivision } from './planning.ts';

/** What dividing an OKR would make, or the sentence that says why it cannot be divided. */
export type Preview = { okr: Okr; division: Division; instalments: Instalment[]; refused: string | null };

/** Looks at the instalments of an OKR before they are made, in one round trip. @throws Refusal `not_found`, `forbidden` */
export async function previewInstalments(ctx: Context, okrId: OkrId, asked?: Division): Promise<Preview> {
  const [{ okr }, periods, made] = await Promise.all([
    findChangeable(ctx, okrId),
    listPeriods(ctx),
    findMade(ctx, okrId),
  ]);
  const division = asked ?? usualDivision(okr);
  try {
    return { okr, division, instalments: planInstalments(ctx.org, okr, periods, made, division), refused: null };
  } catch (reason) {
    if (!(reason instanceof Refusal)) throw reason;
    return { okr, division, instalments: [], refused: reason.message };
  }
}
