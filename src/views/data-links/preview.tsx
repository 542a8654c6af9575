import type { Sample } from '../../domain/readings/reading.ts';
import type { Provider } from '../../domain/words.ts';
import type { Formats } from '../format.ts';
import type { NumberFormat } from '../okrs/value-words.ts';
import { Alert } from '../ui/alert.tsx';
import { ended } from '../ui/ended.ts';
import { Facts } from '../ui/facts.tsx';
import { capital } from './query-words.ts';

/** What linking to a query would see, worked out for the measure as it stands in the form. */
export type Preview =
  | { state: 'none' }
  | { state: 'refused'; words: string }
  | {
      state: 'seen';
      matched: number | null;
      completed: number | null;
      /** The one number of a provider that gives no counts. */
      value: number | null;
      approximate: boolean;
      /** What is counted: “issues”. */
      items: string;
      /** Whether `matched` is a number of items, and not of what they carry. */
      ofItems: boolean;
      samples: readonly Sample[];
      /** The value of a metric, null for percent or when nothing matched. */
      counted: ({ name: string; value: number } & NumberFormat) | null;
      /** Null when there is nothing to work it out from. */
      progress: number | null;
    };

const SHOWN = 5;

type BoxProps = { preview: Preview; provider: Provider; formats: Formats };

/** The numbers of a query before it is saved. Replaced while the query is typed. */
export const PreviewBox = ({ preview, provider, formats }: BoxProps) => {
  if (preview.state === 'none') return null;
  if (preview.state === 'refused')
    return (
      <Alert status="at_risk" title="No numbers for this query.">
        {ended(preview.words)}
      </Alert>
    );
  const { matched, completed, value, approximate, items, ofItems, samples, counted, progress } = preview;
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
          matched !== null && { term: `${capital(items)} matched`, value: about + formats.number(matched) },
          completed !== null && { term: 'Done', value: about + formats.number(completed) },
          value !== null && { term: 'The number', value: formats.number(value) },
          counted && { term: counted.name, value: formats.metricValue(counted.value, counted.unit, counted.decimals) },
        ]}
        total={progress === null ? undefined : { term: 'Progress today', value: formats.percent(progress) }}
      />
      {samples.length > 0 && (
        <Samples samples={samples} provider={provider} of={ofItems ? matched : null} formats={formats} />
      )}
    </div>
  );
};

type SamplesProps = { samples: readonly Sample[]; provider: Provider; of: number | null; formats: Formats };

/** Some of what matches. `of` is how many there are, null when that is not known. */
const Samples = ({ samples, provider, of, formats }: SamplesProps) => {
  const shown = samples.slice(0, SHOWN);
  const more = (of ?? shown.length) - shown.length;
  return (
    <ul class="small" role="list">
      {shown.map((sample) => (
        <li>
          <a href={sample.url} target="_blank" rel="noreferrer">
            {provider === 'jira' ? sample.key : sample.title}
          </a>
          {provider === 'jira' && ` ${sample.title}`} <span class="count">{sample.state}</span>
        </li>
      ))}
      {more > 0 && <li class="count">{`and ${formats.number(more)} more`}</li>}
    </ul>
  );
};
