import { automaticValueOf } from '../../domain/okrs/holding.ts';
import { measureOf } from '../../domain/okrs/okr.ts';
import { providerNames } from '../../domain/words.ts';
import type { Formats } from '../format.ts';
import type { OkrView } from './okr-view.ts';
import { valueWords } from './value-words.ts';

/** What an automatic OKR would be without anybody's word: “Jira says 27%.” Null where people say all there is. */
export function automaticSays(found: OkrView['found'], formats: Formats): string | null {
  const { okr, link } = found;
  const value = automaticValueOf(found);
  const words = valueWords(measureOf(okr), value, formats);
  if (okr.mode === 'data_source' && link)
    return `${providerNames[link.source.provider]} ${value === null ? 'has said nothing yet' : `says ${words}`}.`;
  if (okr.mode !== 'rollup') return null;
  if (okr.kind === 'project') return value === null ? 'It has no tasks yet.' : `By its tasks it is ${words}.`;
  return value === null ? 'Nothing below has a value yet.' : `Rolled up it is ${words}.`;
}

/** How long a word against the automatic value holds unless it is kept. */
export const untilWhen = ({ okr }: OkrView['found']): string => {
  if (okr.heldAt !== null) return 'A value that somebody said holds until you resume.';
  if (okr.mode !== 'rollup') return 'A value of yours holds until its next reading.';
  return `A value of yours holds until ${okr.kind === 'project' ? 'one of its tasks' : 'something below'} changes.`;
};
