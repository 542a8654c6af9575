import { TextArea, TextField } from '../ui/field.tsx';
import type { Picking } from './choices.tsx';
import { one } from './query-values.ts';

/** SQL that gives one number, and how much it may read. What it would read is told before it is saved. */
export const BigQueryFields = ({ query, errors, base }: Picking) => (
  <>
    <TextArea
      id="sql"
      name="sql"
      label="SQL query"
      look="query"
      rows={4}
      value={one(query, 'sql')}
      placeholder={'SELECT SUM(value) FROM `acme-analytics.sales.leads` WHERE converted'}
      error={errors.sql ?? errors.query}
      hint="GoogleSQL that gives one row with one number. Name tables in full: project.dataset.table."
    />
    <TextField
      id="maximum-bytes"
      name="maximum_bytes_billed"
      label="Most bytes it may read"
      value={one(query, 'maximum_bytes_billed')}
      placeholder="10737418240"
      hint="Each reading that would go over it is refused and costs nothing. Left empty it is 10 GiB, about six cents."
      inputmode="numeric"
      error={errors.maximum_bytes_billed}
      optional
    />
    <div
      id="estimate"
      aria-live="polite"
      hx-post={`${base}/data-links/estimate`}
      hx-trigger="load, input delay:800ms from:#link-query"
      hx-include="#link-query"
      hx-swap="innerHTML"
      hx-sync="this:replace"
    ></div>
  </>
);
