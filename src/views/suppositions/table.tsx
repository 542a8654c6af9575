import type { Kin } from '../../domain/okrs/finding-lineage.ts';
import type { Measure } from '../../domain/okrs/measure.ts';
import { measureOf } from '../../domain/okrs/okr.ts';
import type { FieldErrors } from '../../domain/refusal.ts';
import type { Formats } from '../format.ts';
import { okrLinks } from '../okrs/links.ts';
import { valueWords } from '../okrs/value-words.ts';
import { TextField } from '../ui/field.tsx';
import { figureOf, type TypedFigures } from './supposition-view.ts';

type Props = {
  org: { slug: string };
  okrs: readonly Kin[];
  typed: TypedFigures;
  errors: FieldErrors;
  formats: Formats;
};

/** One line per OKR: where it is, a value that it might have, and another target. An empty field leaves it as it is. */
export const FiguresTable = ({ okrs, ...props }: Props) => (
  <div class="scroll" tabindex={0} role="region" aria-label="What might be">
    <table class="table fold">
      <thead>
        <tr>
          <th scope="col">If</th>
          <th scope="col" class="n">
            Now
          </th>
          <th scope="col">Value</th>
          <th scope="col">Target</th>
        </tr>
      </thead>
      <tbody>
        {okrs.map((okr) => (
          <Line {...props} okr={okr} />
        ))}
      </tbody>
    </table>
  </div>
);

const Line = ({ org, okr, typed, errors, formats }: Omit<Props, 'okrs'> & { okr: Kin }) => {
  const measure = measureOf(okr);
  const field = { silent: true, unit: unitOf(measure), inputmode: 'decimal', autocomplete: 'off' } as const;
  const [value, target] = [figureOf.value(okr.id), figureOf.target(okr.id)];
  return (
    <tr>
      <th scope="row">
        <a href={okrLinks(org.slug, okr.id).page}>{okr.title}</a>
      </th>
      <td class="n" data-label="Now">
        {valueWords(measure, okr.value, formats)}
      </td>
      <td data-label="Value">
        <TextField
          id={value}
          name={value}
          label={`Supposed value of ${okr.title}`}
          value={typed.values[okr.id]}
          error={errors[figureOf.valueError(okr.id)]}
          {...field}
        />
      </td>
      <td data-label={hasTarget(measure) ? 'Target' : undefined}>
        {hasTarget(measure) && (
          <TextField
            id={target}
            name={target}
            label={`Supposed target of ${okr.title}`}
            value={typed.targets[okr.id]}
            placeholder={formats.number(measure.target)}
            error={errors[figureOf.targetError(okr.id)]}
            {...field}
          />
        )}
      </td>
    </tr>
  );
};

const hasTarget = (measure: Measure): measure is Extract<Measure, { type: 'metric' }> =>
  measure.type === 'metric' && measure.direction !== 'baseline';

const unitOf = (measure: Measure): string | undefined =>
  measure.type === 'percent' ? '%' : (measure.unit ?? undefined);
