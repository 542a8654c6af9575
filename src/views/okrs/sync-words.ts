import type { Sync } from '../../domain/readings/recording.ts';
import type { Formats } from '../format.ts';
import { readingSentence } from './story-words.ts';

/** What came of reading a data source, in a sentence or two. */
export function syncWords(sync: Sync | null, formats: Formats): string {
  if (sync === null) return 'The query was changed meanwhile. Refresh once more.';
  const { outcome, matched, completed, detail } = sync;
  if (outcome === 'failed') return detail ?? 'The data source did not answer.';
  if (outcome === 'empty' || matched === null || completed === null) return 'Read. Nothing matches this query.';
  const counts = readingSentence({ matched, completed }, null, formats);
  return outcome === 'updated' ? `Read. ${counts}` : `Read, nothing changed. ${counts}`;
}
