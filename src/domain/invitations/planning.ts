import type { MemberId, TeamId } from '../../db/ids.ts';
import type { Member } from '../members/member.ts';
import { email as address } from '../sessions/signing-in.ts';
import { type Role, roles } from '../words.ts';
import { managersFirst, type Obstacle, obstaclesIn } from './reporting.ts';
import type { Row } from './row.ts';

export type Known = Pick<Member, 'id' | 'email' | 'name' | 'role' | 'managerId' | 'deactivatedAt' | 'invitedAt'>;

/** What rows are held against: the members and teams that they name, with all who stand above those members. */
export type Ground = {
  members: readonly Known[];
  teams: readonly { id: TeamId; name: string; archivedAt: number | null }[];
  seats: readonly { memberId: MemberId; teamId: TeamId }[];
  /** Why letters to an address come back. */
  bounces: ReadonlyMap<string, string>;
  /** Members who have what an observer cannot have, of those who are to become one. */
  bound: ReadonlySet<MemberId>;
  /** The role of whoever asks: only owners make owners, and only they change one. */
  actor: Role;
};

export const changedFields = ['name', 'role', 'manager', 'teams'] as const;
export type ChangedField = (typeof changedFields)[number];

export type Outcome =
  | { kind: 'invited' }
  | { kind: 'same' }
  | { kind: 'changed'; fields: ChangedField[] }
  | { kind: 'refused'; why: string };

/** A row and what becomes of it. `missing`: teams that do not exist. `warning`: a sentence that stops nothing. */
export type Planned = { row: Row; outcome: Outcome; missing: string[]; warning: string | null };

/**
 * What each row will do, in the order in which they can be done: what is refused first, then managers before those who
 * report to them. Nothing is taken away: what a row does not say stays, and teams are joined, never left. Rows that name
 * teams which do not exist are refused unless `creating`.
 */
export function plan(rows: readonly Row[], ground: Ground, { creating }: { creating: boolean }): Planned[] {
  const looking = lookUp(ground);
  const { members, byId } = looking;
  const first = new Map<string, number>();
  for (const { email, n } of rows) if (!first.has(email)) first.set(email, n);

  const checked = rows.map((row) => {
    const member = members.get(row.email);
    const missing = row.teams.filter((name) => !looking.team(name));
    const fields = member ? changesIn(row, member, looking) : [];
    const why = wrongWith(row, {
      looking,
      member,
      fields,
      first: first.get(row.email)!,
      actor: ground.actor,
      creating,
    });
    return { row, member, missing, fields, why };
  });
  const sound = checked.filter(({ why }) => why === null).map(({ row }) => row);
  const lines = new Map(sound.map(({ email, manager }) => [email, manager || null]));
  const obstacles = obstaclesIn({
    rows: lines,
    refused: new Set(rows.map(({ email }) => email).filter((email) => !lines.has(email))),
    members: new Map(
      ground.members.map(({ email, managerId, deactivatedAt }) => [
        email,
        { manager: (managerId && byId.get(managerId)?.email) ?? null, active: deactivatedAt === null },
      ]),
    ),
  });

  const planned = checked.map(({ row, member, missing, fields, why }): Planned => {
    const obstacle = why === null ? obstacles.get(row.email) : undefined;
    const reason = why ?? (obstacle && sentenceOf(obstacle, row));
    return {
      row,
      missing,
      outcome: reason ? { kind: 'refused', why: reason } : outcomeOf(member, fields),
      warning: !reason && !member && ground.bounces.has(row.email) ? 'Letters to this address came back.' : null,
    };
  });
  const standing = planned.filter(({ outcome }) => outcome.kind !== 'refused');
  const place = new Map(
    managersFirst(new Map(standing.map(({ row }) => [row.email, row.manager || null]))).map((email, i) => [email, i]),
  );
  return [
    ...planned.filter(({ outcome }) => outcome.kind === 'refused'),
    ...standing.sort((a, b) => place.get(a.row.email)! - place.get(b.row.email)!),
  ];
}

/** Names, each once, however it is capitalised: as it stands first. */
export const eachOnce = (names: readonly string[]): string[] =>
  [...Map.groupBy(names, (name) => name.toLowerCase()).values()].map(([first]) => first!);

/** The role that a row asks for; undefined where it says none, null for none of ours. */
export function roleIn({ role }: Pick<Row, 'role'>): Role | null | undefined {
  if (role === '') return undefined;
  return roles.find((each) => each === role.toLowerCase()) ?? null;
}

/** The name that a row gives, or the one that its address suggests. */
export const nameIn = ({ name, email }: Pick<Row, 'name' | 'email'>): string =>
  name ||
  email
    .slice(0, email.indexOf('@'))
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
    .map((word) => word[0]!.toUpperCase() + word.slice(1))
    .join(' ') ||
  email;

/** What a ground says, found by what rows say. */
export type LookUp = {
  members: ReadonlyMap<string, Known>;
  byId: ReadonlyMap<MemberId, Known>;
  /** A team by its name, however it is capitalised. */
  team(name: string): Ground['teams'][number] | undefined;
  seated(memberId: MemberId, teamId: TeamId): boolean;
  bound: Ground['bound'];
};

export function lookUp({ members, teams, seats, bound }: Ground): LookUp {
  const exactly = new Map(teams.map((team) => [team.name, team]));
  const roughly = new Map(teams.map((team) => [team.name.toLowerCase(), team]));
  const taken = new Set(seats.map(({ memberId, teamId }) => `${memberId} ${teamId}`));
  return {
    members: new Map(members.map((member) => [member.email, member])),
    byId: new Map(members.map((member) => [member.id, member])),
    team: (name) => exactly.get(name) ?? roughly.get(name.toLowerCase()),
    seated: (memberId, teamId) => taken.has(`${memberId} ${teamId}`),
    bound,
  };
}

type Checking = {
  looking: LookUp;
  member: Known | undefined;
  /** What the row would change about the member. */
  fields: readonly ChangedField[];
  /** The first row with this address. */
  first: number;
  actor: Role;
  creating: boolean;
};

/** What is wrong with a row by itself, as a sentence. */
function wrongWith(row: Row, { looking, member, fields, first, actor, creating }: Checking): string | null {
  if (row.email === '') return 'The address is missing.';
  if (!address.safeParse(row.email).success) return 'This is not an e-mail address.';
  if (first !== row.n) return `The same address is in row ${first}.`;
  if (row.name.length > 120) return 'A name has at most 120 characters.';
  const role = roleIn(row);
  if (role === null) return `“${cutShort(row.role)}” is no role. Roles are owner, admin, member and observer.`;
  if (row.manager === row.email) return 'Nobody is their own manager.';
  const archived = row.teams.find((name) => looking.team(name)?.archivedAt != null);
  if (archived) return `The team “${cutShort(archived)}” is archived.`;
  const long = row.teams.find((name) => name.length > 120);
  if (long) return 'The name of a team has at most 120 characters.';
  const missing = row.teams.find((name) => !looking.team(name));
  if (missing && !creating) return `There is no team “${missing}”.`;
  if (role === 'owner' && actor !== 'owner' && member?.role !== 'owner') return 'Only owners make owners.';
  if (!member) return null;
  if (member.deactivatedAt !== null) return `${member.name} was deactivated. Make them active again first.`;
  if (member.role === 'owner' && role && role !== 'owner')
    return 'An owner is made something else on the page of users.';
  if (fields.includes('role') && role === 'observer' && looking.bound.has(member.id))
    return `Observers own nothing and lead nobody. Hand over what ${member.name} has first.`;
  return member.role === 'owner' && actor !== 'owner' && fields.length > 0 ? 'Only owners change an owner.' : null;
}

function changesIn(row: Row, member: Known, { byId, team, seated }: LookUp): ChangedField[] {
  const role = roleIn(row);
  const joins = (name: string) => {
    const found = team(name);
    return !found || !seated(member.id, found.id);
  };
  const differs = {
    name: row.name !== '' && row.name !== member.name,
    role: role != null && role !== member.role,
    manager: row.manager !== '' && row.manager !== (member.managerId && byId.get(member.managerId)?.email),
    teams: row.teams.some(joins),
  };
  return changedFields.filter((field) => differs[field]);
}

function outcomeOf(member: Known | undefined, fields: ChangedField[]): Outcome {
  if (!member) return { kind: 'invited' };
  return fields.length === 0 ? { kind: 'same' } : { kind: 'changed', fields };
}

function sentenceOf(obstacle: Obstacle, { email }: Row): string {
  switch (obstacle.kind) {
    case 'unknown':
      return `Nobody has the manager’s address, ${cutShort(obstacle.manager)}, in Cairn or in these rows.`;
    case 'away':
      return `The manager, ${obstacle.manager}, was deactivated.`;
    case 'refused':
      return `The row of the manager, ${cutShort(obstacle.manager)}, is refused.`;
    case 'circle':
      return `They would report to themselves, through ${obstacle.through
        .filter((each) => each !== email)
        .slice(0, 3)
        .join(', ')}.`;
  }
}

const cutShort = (text: string): string => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
