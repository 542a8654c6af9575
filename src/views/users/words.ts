import { stateOf } from '../../domain/members/member.ts';
import { type Census, MOST_COUNTED, type User } from '../../domain/members/user.ts';
import type { MemberState, Role } from '../../domain/words.ts';
import type { Formats } from '../format.ts';
import { counted } from '../okrs/okr-words.ts';

export const roleWords: Record<Role, string> = {
  owner: 'Owner',
  admin: 'Admin',
  member: 'Member',
  observer: 'Observer',
};

/** What each role is there for, in a line. */
export const roleHints: Record<Role, string> = {
  owner: 'As an admin, and decides who else is owner',
  admin: 'Also manages people, teams, settings and connections',
  member: 'Creates, owns and checks in on OKRs',
  observer: 'Sees, follows and comments; owns nothing and checks in nowhere',
};

export const stateWords: Record<MemberState, string> = { active: 'Active', invited: 'Invited', deactivated: 'Left' };

type Dated = Pick<User, 'deactivatedAt' | 'invitedAt'>;

/** “Active”, “Invited 16 Nov”, “Left 3 Oct”. */
export function standing(member: Dated, formats: Formats): string {
  const state = stateOf(member);
  const at = state === 'deactivated' ? member.deactivatedAt : state === 'invited' ? member.invitedAt : null;
  return at === null ? stateWords[state] : `${stateWords[state]} ${formats.day(formats.dayOf(at))}`;
}

/** “Today”, “yesterday 17:42”, “11 Nov”, “never”. To the hour, so that nobody is watched to the minute. */
export const lastSeen = (seenAt: number | null, formats: Formats): string =>
  seenAt === null ? 'Never' : capital(formats.moment(seenAt));

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** The line under the title: how many there are, how many are waited for, how many have left. */
export function censusSentence({ everybody, invited, left }: Census, formats: Formats): string {
  const number = (count: number) =>
    count > MOST_COUNTED ? `over ${formats.number(MOST_COUNTED)}` : formats.number(count);
  const people =
    everybody > MOST_COUNTED
      ? `Over ${formats.number(MOST_COUNTED)} people`
      : everybody - left === 1
        ? '1 person'
        : `${number(everybody - left)} people`;
  const parts = [
    people,
    invited > 0 && (invited === 1 ? '1 invitation is waiting' : `${number(invited)} invitations are waiting`),
    left > 0 && `${number(left)} ${left === 1 ? 'has' : 'have'} left`,
  ].filter((part) => part !== false);
  return `${parts.join(', ')}.`;
}

export const okrsOf = (count: number, formats: Formats, most: number): string =>
  count >= most ? `${formats.number(most)} or more` : formats.number(count);

/** “3 open OKRs”. */
export const openOkrs = (count: number, formats: Formats): string => counted(count, 'open OKR', formats.number);
