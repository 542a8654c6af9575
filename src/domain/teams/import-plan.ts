import type { MemberId, TeamId } from '../../db/ids.ts';
import { may } from '../permission.ts';
import type { Role } from '../words.ts';
import { DEEPEST } from './finding-path.ts';
import type { ImportRow } from './import-rows.ts';
import { MOST_SEATS, teamFields } from './team.ts';

/** A team that is there already. */
export type KnownTeam = {
  id: TeamId;
  name: string;
  type: string | null;
  parentId: TeamId | null;
  leadId: MemberId | null;
  archivedAt: number | null;
  changedAt: number | null;
  /** How many belong to it. */
  seats: number;
};

export type KnownPerson = { id: MemberId; email: string; role: Role };

/** What is there of all that a file names: teams with those above them, people who are active, and who sits where. */
export type Known = { teams: KnownTeam[]; people: KnownPerson[]; seated: { teamId: TeamId; memberId: MemberId }[] };

/** What a row does: makes a team, changes one, finds it as it says, or is left out with the reason. */
export type ImportLine = { n: number; name: string; outcome: 'new' | 'changed' | 'same' | 'refused'; says: string[] };

export type PlannedTeam = Omit<KnownTeam, 'archivedAt' | 'seats'> & { fresh: boolean };

/** What a file comes to. */
export type ImportPlan = {
  lines: ImportLine[];
  teams: PlannedTeam[];
  seats: { teamId: TeamId; memberId: MemberId }[];
};

/**
 * Works out what a file of teams does to what is there. An empty cell leaves things as they are, and nobody is taken out of
 * a team: the same file again changes nothing. A row that is refused is left out, and what stands on it as well.
 */
export function planImport(rows: readonly ImportRow[], known: Known, newTeamId: () => TeamId): ImportPlan {
  const there = new Map(known.teams.map((team) => [team.name, team]));
  const people = new Map(known.people.map((person) => [person.email, person]));
  const seated = new Set(known.seated.map(({ teamId, memberId }) => `${teamId} ${memberId}`));
  const faults = new Map(rows.map((row) => [row, faultsOf(row, rows, there, people)]));
  const joiningOf = (row: ImportRow, id: TeamId | undefined): MemberId[] =>
    row.members.map((email) => people.get(email)!.id).filter((member) => !seated.has(`${id} ${member}`));
  const standing = () => rows.filter((row) => faults.get(row)!.length === 0);
  for (const row of standing()) {
    const { id, seats = 0 } = there.get(row.name) ?? {};
    if (seats + joiningOf(row, id).length > MOST_SEATS) faults.get(row)!.push(FULL);
  }
  refuseCircles(standing(), known.teams, faults);
  refuseOrphans(standing, there, faults);

  const ids = new Map(standing().map((row) => [row.name, there.get(row.name)?.id ?? newTeamId()]));
  const idOf = (name: string) => ids.get(name) ?? there.get(name)!.id;
  const plan: ImportPlan = { lines: [], teams: [], seats: [] };
  for (const row of rows) {
    const refusals = faults.get(row)!;
    if (refusals.length > 0) {
      plan.lines.push({ n: row.n, name: row.name, outcome: 'refused', says: refusals });
      continue;
    }
    const before = there.get(row.name);
    const id = idOf(row.name);
    const team: PlannedTeam = {
      id,
      name: row.name,
      fresh: !before,
      type: row.type || (before?.type ?? null),
      parentId: row.parent ? idOf(row.parent) : (before?.parentId ?? null),
      leadId: row.lead ? people.get(row.lead)!.id : (before?.leadId ?? null),
      changedAt: before?.changedAt ?? null,
    };
    const joining = joiningOf(row, id);
    const says = before ? changesOf(before, team, row) : [];
    if (!before || says.length > 0) plan.teams.push(team);
    if (joining.length > 0) says.push(`${joining.length} more ${joining.length === 1 ? 'member' : 'members'}`);
    plan.seats.push(...joining.map((memberId) => ({ teamId: id, memberId })));
    plan.lines.push({
      n: row.n,
      name: row.name,
      outcome: !before ? 'new' : says.length > 0 ? 'changed' : 'same',
      says: before ? says : [...(row.parent ? [`below ${row.parent}`] : []), ...says],
    });
  }
  return plan;
}

const FULL = `A team has at most ${MOST_SEATS} members.`;

function faultsOf(
  row: ImportRow,
  rows: readonly ImportRow[],
  there: ReadonlyMap<string, KnownTeam>,
  people: ReadonlyMap<string, KnownPerson>,
): string[] {
  const first = firstNamed(rows, row.name);
  const team = there.get(row.name);
  const lead = people.get(row.lead);
  const parent = there.get(row.parent);
  const strangers = row.members.filter((email) => !people.has(email));
  const name = teamFields.shape.name.safeParse(row.name);
  const type = teamFields.shape.type.safeParse(row.type);
  return [
    !name.success && name.error.issues[0]!.message,
    !type.success && type.error.issues[0]!.message,
    first && first !== row && `Row ${first.n} names this team already.`,
    team?.archivedAt != null && 'This team is archived. Restore it first.',
    row.parent && !parent && !firstNamed(rows, row.parent) && `There is no team “${row.parent}”.`,
    parent?.archivedAt != null && `“${row.parent}” is archived. Restore it first.`,
    row.lead && !lead && `No active member has the address ${row.lead}.`,
    lead &&
      lead.id !== team?.leadId &&
      !may.leadTeam(lead.role) &&
      `${row.lead} is an observer, and observers do not lead a team.`,
    strangers.length > 0 &&
      `No active member has the address ${strangers.slice(0, 5).join(', ')}${strangers.length > 5 ? ' and others' : ''}.`,
  ].filter((fault) => typeof fault === 'string' && fault !== '') as string[];
}

const indexes = new WeakMap<readonly ImportRow[], Map<string, ImportRow>>();

/** The first row of a file with this name. */
function firstNamed(rows: readonly ImportRow[], name: string): ImportRow | undefined {
  let index = indexes.get(rows);
  if (!index) {
    index = new Map(rows.toReversed().map((row) => [row.name, row]));
    indexes.set(rows, index);
  }
  return index.get(name);
}

/** Refuses each row that would come to stand below itself. */
function refuseCircles(
  rows: readonly ImportRow[],
  known: readonly KnownTeam[],
  faults: Map<ImportRow, string[]>,
): void {
  const names = new Map(known.map(({ id, name }) => [id, name]));
  const parents = new Map(known.map(({ name, parentId }) => [name, parentId && (names.get(parentId) ?? null)]));
  for (const row of rows) if (row.parent) parents.set(row.name, row.parent);
  for (const row of rows) {
    if (!row.parent) continue;
    let above: string | null = row.parent;
    for (let height = 0; above && above !== row.name && height < DEEPEST; height++) above = parents.get(above) ?? null;
    if (above === row.name) faults.get(row)!.push('This team would stand below itself.');
    else if (above) faults.get(row)!.push(`Teams nest at most ${DEEPEST} levels deep.`);
  }
}

/** Refuses what would stand below a new team that is left out itself. */
function refuseOrphans(
  standing: () => ImportRow[],
  there: ReadonlyMap<string, KnownTeam>,
  faults: Map<ImportRow, string[]>,
): void {
  for (let height = 0; height <= DEEPEST; height++) {
    const rows = standing();
    const made = new Set(rows.map(({ name }) => name));
    const orphans = rows.filter(({ parent }) => parent && !there.has(parent) && !made.has(parent));
    if (orphans.length === 0) return;
    for (const row of orphans) faults.get(row)!.push(`“${row.parent}” is left out, so this cannot stand below it.`);
  }
}

const changesOf = (before: KnownTeam, after: PlannedTeam, row: ImportRow): string[] =>
  [
    before.parentId !== after.parentId && `moves below ${row.parent}`,
    before.type !== after.type && `has the type ${after.type}`,
    before.leadId !== after.leadId && `is led by ${row.lead}`,
  ].filter((each) => each !== false);
