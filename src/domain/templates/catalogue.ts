import { company } from './company.ts';
import { customerSuccess } from './customer-success.ts';
import { engineering } from './engineering.ts';
import { finance } from './finance.ts';
import { marketing } from './marketing.ts';
import { operations } from './operations.ts';
import { people } from './people.ts';
import { product } from './product.ts';
import { sales } from './sales.ts';
import type { Template, TemplateGroup } from './template.ts';

/** All templates, by the function of a company that they are for. */
export const templateGroups: readonly TemplateGroup[] = [
  company,
  marketing,
  sales,
  customerSuccess,
  product,
  engineering,
  finance,
  people,
  operations,
];

/** The template with this id, or null. */
export const templateOf = (id: string): Template | null =>
  templateGroups.flatMap((group) => group.templates).find((template) => template.id === id) ?? null;
