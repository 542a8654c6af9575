import { type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { MemberId, OkrId, TeamId } from '../../db/ids.ts';
import { alignments, okrOwners, okrPeople, okrs } from '../../db/schema/okrs.ts';
import { members, periods, teams } from '../../db/schema/organizations.ts';
import { okrTags, tags } from '../../db/schema/tags.ts';
import type { Context } from '../context.ts';
import type { Ties } from '../permission.ts';
import type { Kind, OkrPart, Status } from '../words.ts';
import type { Okr } from './okr.ts';
import { fromJson, type Person } from './row.ts';
import { tiesOf } from './ties.ts';
import { published, visible } from './visible.ts';

/** What an OKR is aligned to; of what the actor may not see (`seen` is false) the title is not told. */
export type Above = { id: OkrId; title: string; seen: boolean; draft: boolean; closed: boolean };

/** Everything that was said of an OKR, with the names that it takes to tell it. */
export type Definition = {
  okr: Okr;
  ties: Ties;
  period: string;
  team: { id: TeamId; name: string } | null;
  checkInOwner: string | null;
  owners: Person[];
  people: { id: MemberId; name: string; part: OkrPart }[];
  tags: string[];
  parents: Above[];
  /** Its published children. */
  below: { kind: Kind; status: Status; counts: boolean }[];
};

/**
 * What was said of the OKRs that `picked` names in its column `id`, oldest first, as far as the actor may see them.
 * One statement, which travels with others awaited beside it.
 */
export async function listDefinitions(ctx: Context, picked: SQL): Promise<Definition[]> {
  const { db, org } = ctx;
  const okr = sql`${okrs}`;
  const asker = alias(members, 'asker');
  const rows = await db
    .select({
      okr: okrs,
      ties: tiesOf(ctx),
      period: periods.name,
      team: { id: teams.id, name: teams.name },
      checkInOwner: asker.name,
      owners: array(
        sql`'id', each.id, 'name', each.name`,
        sql`select member.id, member.name from ${okrOwners} as edge cross join ${members} as member on member.id = edge.member_id
          where edge.org_id = ${org.id} and edge.okr_id = ${okr}.id order by edge.position`,
      ).as('owner_list'),
      people: array(
        sql`'id', each.id, 'name', each.name, 'part', each.part`,
        sql`select member.id, member.name, edge.part from ${okrPeople} as edge
          cross join ${members} as member on member.id = edge.member_id
          where edge.org_id = ${org.id} and edge.okr_id = ${okr}.id order by edge.part, member.id`,
      ).as('people_list'),
      tags: sql`(select json_group_array(each.name) from (
          select tag.name from ${okrTags} as edge cross join ${tags} as tag on tag.id = edge.tag_id
          where edge.org_id = ${org.id} and edge.okr_id = ${okr}.id order by tag.folded) as each)`
        .mapWith(fromJson)
        .as('tag_list'),
      parents: array(
        sql`'id', each.id, 'title', iif(each.seen, each.title, 'Something private'),
          'seen', json(iif(each.seen, 'true', 'false')), 'draft', json(iif(each.draft, 'true', 'false')),
          'closed', json(iif(each.closed_at is null, 'false', 'true'))`,
        sql`select parent.id, parent.title, ${visible(ctx, sql`parent`)} as seen, parent.draft, parent.closed_at
          from ${alignments} as edge cross join ${okrs} as parent on parent.id = edge.parent_id
          where edge.org_id = ${org.id} and edge.child_id = ${okr}.id order by edge.created_at, parent.id`,
      ).as('parent_list'),
      below: array(
        sql`'kind', each.kind, 'status', each.status, 'counts', json(iif(each.counts, 'true', 'false'))`,
        sql`select child.kind, child.status, edge.counts from ${alignments} as edge cross join ${okrs} as child on child.id = edge.child_id
          where edge.org_id = ${org.id} and edge.parent_id = ${okr}.id and ${published(sql`child`)}`,
      ).as('below_list'),
    })
    .from(sql`(${picked}) as picked`)
    .crossJoin(okrs)
    .innerJoin(periods, sql`${periods.id} = ${okrs.periodId}`)
    .leftJoin(teams, sql`${teams.id} = ${okrs.teamId}`)
    .leftJoin(asker, sql`${asker.id} = ${okrs.checkInOwnerId}`)
    .where(sql`${okrs.id} = picked.id and ${okrs.orgId} = ${org.id} and ${visible(ctx)}`)
    .orderBy(okrs.id);
  return rows as unknown as Definition[];
}

const array = (fields: SQL, rows: SQL) =>
  sql`(select json_group_array(json_object(${fields})) from (${rows}) as each)`.mapWith(fromJson);
