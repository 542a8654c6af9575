import { z } from 'zod';
import type { OkrId } from '../db/ids.ts';
import { findLineage, type Kin } from '../domain/okrs/finding-lineage.ts';
import { measureOf, type Okr } from '../domain/okrs/okr.ts';
import { isMoved, type Lineage, refuseUnthinkable, suppose } from '../domain/okrs/supposing.ts';
import { refuseImpossible, type Weights } from '../domain/okrs/weighing.ts';
import { invalid, Refusal } from '../domain/refusal.ts';
import { statuses } from '../domain/words.ts';
import type { Answer } from './answer.ts';
import { percentOf } from './present.ts';
import { route } from './route.ts';

const figures = z.record(z.string(), z.number());

const supposition = z.strictObject({
  values: figures.optional().meta({ description: 'A value by the id of an OKR, in the unit of its measure.' }),
  targets: figures.optional().meta({ description: 'A target by the id of an OKR that is a metric.' }),
  contributions: z.record(z.string(), z.number().nullable()).optional().meta({
    description: 'Percent by the id of a child; null lets it share. Children that are not named keep what they have.',
  }),
});

const figure = z.strictObject({
  value: z.number().nullable(),
  target: z.number().nullable(),
  progress: z.number().nullable(),
  percent: z.int().nullable(),
  status: z.enum(statuses),
});

const shape = z
  .strictObject({
    data: z.array(z.strictObject({ okr_id: z.string(), title: z.string(), from: figure, to: figure })),
  })
  .meta({
    id: 'Supposition',
    description: 'The OKRs that would change, as they are and as they would be. Nothing was written.',
  });

export const suppositions = [
  route({
    method: 'post',
    path: '/okrs/:id/supposition',
    summary: 'What other values, targets and contributions would make of an OKR and of all above it; writes nothing',
    body: supposition,
    answers: { 200: shape },
    writesNothing: true,
    handle: async ({ ctx, params, body: { values, targets, contributions } }) => {
      const lineage = await findLineage(ctx, params.id as OkrId);
      const asked = { values, targets, weights: contributions && weightsOf(lineage, contributions) };
      refuseUnthinkable(lineage, asked);
      const moved = suppose(ctx, lineage, asked).filter((each) => each.okr.seen && isMoved(each));
      const data = moved.map(({ okr, would }) => ({
        okr_id: okr.id,
        title: okr.title,
        from: present(okr),
        to: present({ ...okr, ...would }),
      }));
      return { status: 200, body: { data } satisfies z.infer<typeof shape> } satisfies Answer;
    },
  }),
];

const present = (okr: Okr): z.infer<typeof figure> => {
  const measure = measureOf(okr);
  return {
    value: okr.value,
    target: measure.type === 'metric' && measure.direction !== 'baseline' ? measure.target : null,
    progress: okr.progress,
    percent: percentOf(okr.progress),
    status: okr.status,
  };
};

/** The stored weights with those that are asked about. @throws Refusal `invalid` at `contributions.<id>`, or at all of them */
function weightsOf([family]: Lineage, contributions: Readonly<Record<string, number | null>>): Weights {
  const shown = new Set<string>(family.children.filter(({ seen }) => seen).map(({ id }) => id));
  const unknown = Object.keys(contributions).filter((id) => !shown.has(id));
  if (unknown.length > 0)
    throw invalid(
      Object.fromEntries(unknown.map((id) => [`contributions.${id}`, 'This is not directly below the OKR.'])),
    );
  const wanted = ({ id, fixedWeight }: Pick<Kin, 'id'> & { fixedWeight: number | null }) =>
    id in contributions ? contributions[id]! : fixedWeight;
  const fixed = family.children.flatMap((child) => {
    const weight = wanted(child);
    return weight === null ? [] : [[child.id, weight] as const];
  });
  const weights = { fixed: Object.fromEntries(fixed) };
  try {
    refuseImpossible(family, weights);
  } catch (reason) {
    if (!(reason instanceof Refusal && reason.fields)) throw reason;
    throw invalid(
      Object.fromEntries(
        Object.entries(reason.fields).map(([at, says]) => [at.startsWith('okr_') ? `contributions.${at}` : at, says]),
      ),
    );
  }
  return weights;
}
