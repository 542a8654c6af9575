import { and, asc, eq, isNull } from 'drizzle-orm';
import type { TeamId } from '../../db/ids.ts';
import { teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';

const MOST_TEAMS = 200;

/** Teams to choose from, by name; archived ones are left out. At most 200. */
export const listTeams = ({ db, org }: Context): Promise<{ id: TeamId; name: string }[]> =>
  db
    .select({ id: teams.id, name: teams.name })
    .from(teams)
    .where(and(eq(teams.orgId, org.id), isNull(teams.archivedAt)))
    .orderBy(asc(teams.name))
    .limit(MOST_TEAMS);
