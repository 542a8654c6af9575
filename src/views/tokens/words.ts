import type { Token } from '../../domain/tokens/token.ts';
import { hasExpired, widest } from '../../domain/tokens/token.ts';
import type { TokenScope } from '../../domain/words.ts';
import type { Formats } from '../format.ts';

/** What a token may do, in a word and in a sentence. */
export const scopeWords: Record<TokenScope, { title: string; detail: string }> = {
  read: { title: 'Read', detail: 'Sees what its owner sees.' },
  check_in: { title: 'Check in', detail: 'Reads, checks in, ticks tasks and comments.' },
  write: { title: 'Write', detail: 'Also makes and changes OKRs, data links and proposals.' },
  admin: { title: 'Administer', detail: 'Also changes members, teams, periods, tags and settings.' },
};

export const scopeWord = ({ scopes }: Pick<Token, 'scopes'>): string => scopeWords[widest(scopes) ?? 'read'].title;

/** Until when a token works, as part of a sentence. */
export function expiryWords({ expiresAt }: Pick<Token, 'expiresAt'>, now: number, formats: Formats): string {
  if (expiresAt === null) return 'no end';
  // Its last moment is the end of a day, which is the next one's first.
  const last = formats.day(formats.dayOf(expiresAt - 1));
  return hasExpired({ expiresAt }, now) ? `expired on ${last}` : `until ${last}`;
}

export const useWords = ({ lastUsedAt }: Pick<Token, 'lastUsedAt'>, formats: Formats): string =>
  lastUsedAt === null ? 'never used' : `last used ${formats.moment(lastUsedAt)}`;
