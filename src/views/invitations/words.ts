import type { InvitationJob, Totals } from '../../domain/invitations/order.ts';
import type { ChangedField, Planned } from '../../domain/invitations/planning.ts';
import type { Formats } from '../format.ts';

const fieldWords: Record<ChangedField, string> = { name: 'name', role: 'role', manager: 'manager', teams: 'teams' };

/** What a row will do, or has done. */
export function outcomeWords({ outcome, missing }: Planned, done: boolean, { list }: Formats): string {
  switch (outcome.kind) {
    case 'invited':
      return `${done ? 'Invited' : 'Will be invited'}${newTeams(missing, list)}`;
    case 'same':
      return 'A member already; nothing changes';
    case 'changed':
      return `${done ? 'Changed' : 'Will change'}: ${list(outcome.fields.map((field) => fieldWords[field]))}${newTeams(missing, list)}`;
    case 'refused':
      return outcome.why;
  }
}

const newTeams = (missing: readonly string[], list: Formats['list']): string =>
  missing.length === 0 ? '' : `; ${missing.length === 1 ? 'new team' : 'new teams'} ${list(missing)}`;

/** “12 people will be invited, 3 will be changed, 1 stays as it is and 2 rows are refused.” */
export function totalsSentence(totals: Totals, done: boolean, { number, list }: Formats): string {
  const people = (count: number) => (count === 1 ? '1 person' : `${number(count)} people`);
  const one = (count: number, singular: string, plural: string) => (count === 1 ? singular : plural);
  const parts = [
    totals.invited > 0 &&
      `${people(totals.invited)} ${done ? one(totals.invited, 'was invited', 'were invited') : 'will be invited'}`,
    totals.changed > 0 &&
      `${people(totals.changed)} ${done ? one(totals.changed, 'was changed', 'were changed') : 'will be changed'}`,
    totals.same > 0 && `${people(totals.same)} ${one(totals.same, 'stays as it is', 'stay as they are')}`,
    totals.refused > 0 &&
      `${totals.refused === 1 ? '1 row' : `${number(totals.refused)} rows`} ${
        done ? one(totals.refused, 'was refused', 'were refused') : one(totals.refused, 'is refused', 'are refused')
      }`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? 'Nothing to do.' : `${list(parts)}.`;
}

/** The words on the button that says go; null when there is nothing to do. */
export function goWords({ invited, changed }: Totals, { number }: Formats): string | null {
  const invite = invited > 0 && `invite ${number(invited)}`;
  const change = changed > 0 && `change ${number(changed)}`;
  const words = [invite, change].filter((part) => part !== false).join(' and ');
  return words ? words.charAt(0).toUpperCase() + words.slice(1) : null;
}

export const titleOf = ({ input: { from } }: InvitationJob): string =>
  from === 'file' ? 'People from a file' : 'People to invite';
