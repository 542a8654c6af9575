import type { Sync } from '../../domain/readings/recording.ts';
import type { Formats } from '../format.ts';
import { readingSentence } from './story-words.ts';

/** What came of reading a data source, in a sentence or two. */
export function syncWords(sync: Sync | null, items: { one: string; many: string }, formats: Formats): string {
  if (sync === null) return 'The query was changed meanwhile. Refresh once more.';
  const { outcome, matched, completed, value, detail } = sync;
  if (outcome === 'failed') return detail ?? 'The data source did not answer.';
  if (outcome === 'empty') return 'Read. Nothing matches this query.';
  const counts =
    matched !== null && completed !== null
      ? readingSentence({ matched, completed }, null, items, formats)
      : `The number is ${formats.number(value ?? 0)}.`;
  return outcome === 'updated' ? `Read. ${counts}` : `Read, nothing changed. ${counts}`;
}
