import type { OkrRow } from '../../domain/okrs/row.ts';
import type { Ambition, Kind } from '../../domain/words.ts';
import type { Formats } from '../format.ts';

export const ambitionWords: Record<Ambition, string> = { committed: 'Committed', aspirational: 'Aspirational' };

export const kindWords: Record<Kind, string> = { objective: 'objective', key_result: 'key result', project: 'project' };

/** Where an OKR lives: the organization, a team, or its owner. */
export function levelWords(
  { level, team, owners }: Pick<OkrRow, 'level' | 'team' | 'owners'>,
  organization: string,
): string {
  if (level === 'organization') return organization;
  const owner = owners[0]?.name ?? 'Nobody';
  if (level === 'individual') return team ? `${team}, ${owner}` : owner;
  return team ?? 'A team';
}

/** A title in quotation marks; those that it has itself become single ones. */
export const quoted = (title: string): string => `“${title.replaceAll('“', '‘').replaceAll('”', '’')}”`;

/** “Also counts in “Grow” and “Delight customers”.” */
export const alsoWords = (parents: readonly { title: string }[], { list }: Pick<Formats, 'list'>): string =>
  `Also counts in ${list(parents.map(({ title }) => quoted(title)))}.`;

/** “1 objective”, “19 key results”. */
export const counted = (count: number, noun: string, number: (value: number) => string): string =>
  `${number(count)} ${noun}${count === 1 ? '' : 's'}`;
