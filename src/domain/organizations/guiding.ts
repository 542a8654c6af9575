import { and, eq, inArray, sql } from 'drizzle-orm';
import { commit } from '../../db/commit.ts';
import { newId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import { members, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { eventRows } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { invalid } from '../refusal.ts';
import { teamFields } from '../teams/team.ts';

/** How far an organization has come; counts stop at two, which is as much as the guide asks. */
export type Begun = { logo: boolean; teams: number; members: number; okrs: number };

/** What the guided start looks at. One statement. */
export async function findBegun({ db, org }: Context): Promise<Begun> {
  const upToTwo = (table: typeof teams | typeof members | typeof okrs) =>
    sql<number>`(select count(*) from (select 1 from ${table} where ${eq(table.orgId, org.id)} limit 2))`;
  const [found] = await db.all<Omit<Begun, 'logo'>>(
    sql`select ${upToTwo(teams)} as teams, ${upToTwo(members)} as members, ${upToTwo(okrs)} as okrs`,
  );
  return { teams: 0, members: 0, okrs: 0, ...found, logo: org.logoHash !== null };
}

/** Teams that may be named at once. */
const MOST_TEAMS = 50;

/**
 * Adds teams by their names, one per line. Names that exist already are left as they are, so that sending the same lines
 * twice adds nothing twice. @returns how many were added
 * @throws Refusal `forbidden` unless admin, `invalid` at `teams` for no name, more than 50, or one that is too long
 */
export async function addTeamsNamed(ctx: Context, lines: string): Promise<number> {
  demand(may.administer(ctx.actor), sentences.admin);
  const { db, org, now } = ctx;
  const names = [
    ...new Set(
      lines
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    ),
  ];
  if (names.length === 0) throw invalid({ teams: 'Write a name, like Product.' });
  if (names.length > MOST_TEAMS) throw invalid({ teams: `Add at most ${MOST_TEAMS} teams at once.` });
  for (const name of names) {
    const checked = teamFields.shape.name.safeParse(name);
    if (!checked.success) throw invalid({ teams: `${checked.error.issues[0]?.message} (“${name.slice(0, 40)}…”)` });
  }
  const existing = await db
    .select({ name: teams.name })
    .from(teams)
    .where(and(eq(teams.orgId, org.id), inArray(teams.name, names)));
  const known = new Set(existing.map(({ name }) => name));
  const added = names
    .filter((name) => !known.has(name))
    .map((name) => ({ id: newId('tm', now), orgId: org.id, name, createdAt: now, changedAt: now }));
  if (added.length === 0) return 0;
  await commit(db, [
    db.insert(teams).values(added),
    eventRows(
      ctx,
      added.map(({ id, name }) => ({ action: 'team.created', subject: id, data: { name } })),
    ),
  ]);
  return added.length;
}
