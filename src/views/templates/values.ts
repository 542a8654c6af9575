import type { Template } from '../../domain/templates/template.ts';
import type { Formats } from '../format.ts';

/** A key result as it stands in the form, all of it text. */
export type ResultValues = { chosen: boolean; words: string; name: string; unit: string; from: string; to: string };

/** What stands in the form that makes OKRs of a template. */
export type TemplateValues = { title: string; period_id: string; team_id: string; results: ResultValues[] };

/** The form before anything is changed: everything chosen, with the template's own words and numbers. */
export const valuesOfTemplate = (template: Template, periodId: string, { number }: Formats): TemplateValues => ({
  title: template.title,
  period_id: periodId,
  team_id: '',
  results: template.keyResults.map(({ words, measure: { name, unit, from, to } }) => ({
    chosen: true,
    words,
    name,
    unit: unit ?? '',
    from: number(from),
    to: number(to),
  })),
});

/** The name of a field of one key result. */
export const fieldOf = (at: number, field: keyof ResultValues): string => `${field}_${at}`;
