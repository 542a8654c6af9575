import type { Statement } from '../../src/db/commit.ts';
import type { Database } from '../../src/db/database.ts';
import { type MemberId, newId, type OkrId, type OrgId } from '../../src/db/ids.ts';
import { alignments, checkIns, okrOwners, okrPeople, okrs, progressPoints } from '../../src/db/schema/okrs.ts';
import { okrTags, tags } from '../../src/db/schema/tags.ts';
import { tasks } from '../../src/db/schema/tasks.ts';
import type { Okr } from '../../src/domain/okrs/okr.ts';
import { foldedOf } from '../../src/domain/tags/tag.ts';
import type { History } from './history.ts';

/** A history as rows. */
export const rowsOf = (db: Database, history: History): Statement[] => [
  ...history.okrs.map((okr) => db.insert(okrs).values(okr)),
  ...history.owners.map((pair) => ownerRow(db, history.okrs[0]!.orgId, pair)),
  ...history.people.map((person) => db.insert(okrPeople).values(person)),
  ...history.edges.map((edge) => db.insert(alignments).values(edge)),
  ...history.tasks.map((task) => db.insert(tasks).values(task)),
  ...history.checkIns.map((checkIn) => db.insert(checkIns).values(checkIn)),
  ...history.points.map((point) => db.insert(progressPoints).values(point)),
];

export const ownerRow = (db: Database, orgId: OrgId, [okrId, memberId]: [OkrId, MemberId]): Statement =>
  db.insert(okrOwners).values({ orgId, okrId, memberId, position: 0 });

/** The tags of a history, and which OKR carries which; a draft carries those of the OKR that it would change. */
export function tagRows(
  db: Database,
  own: { orgId: OrgId; createdAt: number },
  { nodes }: History,
  drafts: readonly Okr[],
): Statement[] {
  const names = [...new Set(nodes.flatMap(({ plan }) => plan.tags ?? []))];
  const made = names.map((name) => ({ id: newId('tag', own.createdAt), ...own, name, folded: foldedOf(name) }));
  return [
    ...made.map((tag) => db.insert(tags).values(tag)),
    ...nodes.flatMap(({ plan, okr }) =>
      [okr, ...drafts.filter(({ draftOfId }) => draftOfId === okr.id)].flatMap(({ id }) =>
        made
          .filter(({ name }) => plan.tags?.includes(name))
          .map((tag) => db.insert(okrTags).values({ orgId: own.orgId, okrId: id, tagId: tag.id })),
      ),
    ),
  ];
}
