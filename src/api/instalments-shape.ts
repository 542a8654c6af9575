import { z } from 'zod';
import { okrShape } from './shapes.ts';

/** An OKR divided into quarters. */
export const instalmentsShape = z
  .strictObject({
    data: z.array(
      okrShape
        .pick({ period_id: true, title: true, starts_on: true, ends_on: true, measure: true })
        .extend({ okr_id: z.string().nullable().meta({ description: 'Null while it has not been made.' }) }),
    ),
  })
  .meta({ id: 'Instalments', description: 'An OKR divided into quarters, in time.' });
