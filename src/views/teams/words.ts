import { MOST_COUNTED } from '../../domain/teams/team.ts';
import type { Formats } from '../format.ts';
import { counted } from '../okrs/okr-words.ts';

/** “12 members”, “500 or more members”: things of a team are counted up to a limit. */
export const countedUpTo = (count: number, noun: string, { number }: Pick<Formats, 'number'>): string =>
  count < MOST_COUNTED ? counted(count, noun, number) : `${number(MOST_COUNTED)} or more ${noun}s`;

/** Types that a form offers; any other word will do. */
export const usualTypes = ['Department', 'Division', 'Team', 'Squad', 'Chapter', 'Working group'];
