import { sql } from 'drizzle-orm';
import { members, teamMembers, teams } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { demand, may, sentences } from '../permission.ts';

const TEAMS_PER_READ = 500;

/** A team as a row of a file, in the order of `importColumns`. */
export type ExportRow = [
  name: string,
  parent: string | null,
  type: string | null,
  lead: string | null,
  members: string,
];

type Read = { name: string; parent: string | null; type: string | null; lead: string | null; emails: string | null };

/** The teams that are not archived, by name, as an import takes them. @throws Refusal `forbidden` unless admin */
export async function listForExport(ctx: Context): Promise<ExportRow[]> {
  demand(may.administer(ctx.actor), sentences.admin);
  const rows: ExportRow[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const read: Read[] = await readSome(ctx, after);
    rows.push(...read.map((row): ExportRow => [row.name, row.parent, row.type, row.lead, row.emails ?? '']));
    after = read.length === TEAMS_PER_READ ? read.at(-1)!.name : null;
  }
  return rows;
}

const readSome = ({ db, org }: Context, after: string): Promise<Read[]> =>
  db.all<Read>(sql`
    select team.name, above.name as parent, team.type, lead.email as lead,
      (select group_concat(person.email, '; ') from ${teamMembers} as seat
        cross join ${members} as person on person.id = seat.member_id and person.deactivated_at is null
        where seat.org_id = ${org.id} and seat.team_id = team.id) as emails
    from ${teams} as team
    left join ${teams} as above on above.id = team.parent_id
    left join ${members} as lead on lead.id = team.lead_id and lead.deactivated_at is null
    where team.org_id = ${org.id} and team.archived_at is null and team.name > ${after}
    order by team.name limit ${TEAMS_PER_READ}`);
