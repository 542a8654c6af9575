import type { Sample } from '../../domain/readings/reading.ts';
import type { Formats } from '../format.ts';
import type { NumberFormat } from '../okrs/value-words.ts';
import { Alert } from '../ui/alert.tsx';
import { Facts } from '../ui/facts.tsx';

/** What linking to a query would see, worked out for the measure as it stands in the form. */
export type Preview =
  | { state: 'none' }
  | { state: 'refused'; words: string }
  | {
      state: 'seen';
      matched: number;
      completed: number;
      approximate: boolean;
      samples: readonly Sample[];
      /** The value of a metric, null for percent or when nothing matched. */
      counted: ({ name: string; value: number } & NumberFormat) | null;
      /** Null when there is nothing to work it out from. */
      progress: number | null;
    };

const SHOWN = 5;

/** The numbers of a query before it is saved. Replaced while the query is typed. */
export const PreviewBox = ({ preview, formats }: { preview: Preview; formats: Formats }) => {
  if (preview.state === 'none') return null;
  if (preview.state === 'refused')
    return (
      <Alert status="at_risk" title="No numbers for this query.">
        {preview.words}
      </Alert>
    );
  const { matched, completed, approximate, samples, counted, progress } = preview;
  if (matched === 0)
    return (
      <Alert status="behind" title="Nothing matches this query.">
        The OKR keeps its value until something does.
      </Alert>
    );
  const about = approximate ? 'about ' : '';
  return (
    <div class="evidence stack tight">
      <Facts
        items={[
          { term: 'Issues matched', value: about + formats.number(matched) },
          { term: 'Done', value: about + formats.number(completed) },
          counted && { term: counted.name, value: formats.metricValue(counted.value, counted.unit, counted.decimals) },
        ]}
        total={progress === null ? undefined : { term: 'Progress today', value: formats.percent(progress) }}
      />
      {samples.length > 0 && (
        <Samples samples={samples.slice(0, SHOWN)} more={matched - Math.min(SHOWN, samples.length)} formats={formats} />
      )}
    </div>
  );
};

const Samples = ({ samples, more, formats }: { samples: readonly Sample[]; more: number; formats: Formats }) => (
  <ul class="small" role="list">
    {samples.map((sample) => (
      <li>
        <a href={sample.url} target="_blank" rel="noreferrer">
          {sample.key}
        </a>
        {` ${sample.title} `}
        <span class="count">{sample.state}</span>
      </li>
    ))}
    {more > 0 && <li class="count">{`and ${formats.number(more)} more`}</li>}
  </ul>
);
