import type { Counts } from '../../domain/check-ins/counting.ts';
import { measureOf, type Okr } from '../../domain/okrs/okr.ts';
import { said } from '../../domain/okrs/ruling.ts';
import type { Formats } from '../format.ts';
import { counted } from './okr-words.ts';
import { valueWords } from './value-words.ts';

/** “Then 20% and behind, now 27% and at risk: 1 check-in, 2 readings.” */
export function changeSentence(then: Okr, now: Okr, counts: Counts, formats: Formats): string {
  const [was, is] = [then, now].map(
    (okr) => `${valueWords(measureOf(okr), okr.value, formats)} and ${said[okr.status]}`,
  );
  const happened = formats.list(happenings(counts, formats));
  const what = was === is ? `Still ${lowered(is!)}` : `Then ${lowered(was!)}, now ${lowered(is!)}`;
  return happened === '' ? `${what}.` : `${what}: ${happened} since.`;
}

const happenings = ({ person = 0, token = 0, sync = 0, roll_up = 0, import: imported = 0 }: Counts, formats: Formats) =>
  (
    [
      [person + token, 'check-in'],
      [sync, 'reading'],
      [roll_up, 'roll-up'],
      [imported, 'import'],
    ] as const
  )
    .filter(([count]) => count > 0)
    .map(([count, noun]) => counted(count, noun, formats.number));

/** “None yet” in the middle of a sentence. */
const lowered = (words: string): string => words.replace(/^None yet/, 'no value');

/** Where it stood against what was expected of that day: “20% of the way, 35% was expected by then.” */
export function stoodSentence({ progress }: Pick<Okr, 'progress'>, expected: number | null, formats: Formats): string {
  if (expected === null) return '';
  const wanted = `${formats.percent(expected)} was expected by then`;
  return progress === null ? `No value yet, ${wanted}.` : `${formats.percent(progress)} of the way, ${wanted}.`;
}
