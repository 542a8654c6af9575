import { sql } from 'drizzle-orm';
import { guardThat, type Statement } from '../../db/commit.ts';
import type { MemberId } from '../../db/ids.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { invalid } from '../refusal.ts';

/** Levels beyond which no organization goes; keeps a walk finite whatever the rows say. */
const DEEPEST = 50;

/**
 * @throws Refusal `invalid` unless the manager is an active member of the organization who neither is the member
 * (null for a new one) nor reports to them, on whatever way
 */
export async function checkManager(
  { db, org }: Context,
  managerId: MemberId | null,
  memberId: MemberId | null,
): Promise<void> {
  if (managerId === null) return;
  if (managerId === memberId) throw invalid({ manager_id: 'Nobody is their own manager.' });
  const above = await db.all<{ id: MemberId; name: string; away: number }>(sql`
    with recursive up(id, height) as (
      select ${managerId}, 0
      union
      select boss.manager_id, up.height + 1 from up cross join ${members} as boss on boss.id = up.id
        where boss.manager_id is not null and up.height < ${DEEPEST}
    )
    select person.id, person.name, person.deactivated_at is not null as away
    from up cross join ${members} as person on person.id = up.id and person.org_id = ${org.id} order by up.height`);
  const [manager] = above;
  if (manager?.id !== managerId || manager.away)
    throw invalid({ manager_id: `No member ${managerId} in this organization.` });
  if (above.some(({ id }) => id === memberId))
    throw invalid({ manager_id: `${manager.name} reports to this member. Change that first.` });
}

/** Two members made each other's managers at the same moment both pass the check; the second one ends here. */
export const guardManaging = ({ db }: Context, memberId: MemberId): Statement =>
  guardThat(
    db,
    sql`not exists (
      with recursive up(id, height) as (
        select own.manager_id, 1 from ${members} as own where own.id = ${memberId}
        union
        select boss.manager_id, up.height + 1 from up cross join ${members} as boss on boss.id = up.id
          where up.height < ${DEEPEST}
      )
      select 1 from up where id = ${memberId})`,
  );
