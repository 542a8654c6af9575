import { and, desc, eq, isNull, lt, type SQL, sql } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { alignments, okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import type { Kind, Status } from '../words.ts';
import type { JudgedColumns, Okr } from './okr.ts';
import { published, visible } from './visible.ts';

/** An open OKR as far as its status is concerned. `shown` says whether the actor may see it. */
export type OpenOkr = JudgedColumns & Pick<Okr, 'id' | 'mode' | 'heldAt' | 'turnsAt' | 'version'> & { shown: boolean };

/** A child of an open OKR that asks its children. */
export type Asked = { parentId: OkrId; childId: OkrId; kind: Kind; counts: boolean; status: Status };

/** What part of the open OKRs is read: the newest first, after `before`. */
export type Cut = { before: OkrId | null; limit: number };

/** The published OKRs of the organization that are open, the newest first, with the children that they ask. */
export async function listOpen(ctx: Context, cut: Cut): Promise<{ open: OpenOkr[]; asked: Asked[] }> {
  const { db, org } = ctx;
  const [open, asked] = await Promise.all([
    db
      .select({ ...columns, shown: sql<boolean>`${visible(ctx)}`.mapWith(Boolean).as('shown') })
      .from(okrs)
      .where(openIn(ctx, cut))
      .orderBy(desc(okrs.id))
      .limit(cut.limit),
    db.all<Omit<Asked, 'counts'> & { counts: number }>(sql`
      select edge.parent_id as parentId, edge.child_id as childId, edge.counts, child.kind, child.status
        from (select ${okrs.id}, ${okrs.mode}, ${okrs.heldAt} from ${okrs} where ${openIn(ctx, cut)}
          order by ${okrs.id} desc limit ${cut.limit}) as parent
        cross join ${alignments} as edge on edge.org_id = ${org.id} and edge.parent_id = parent.id
        cross join ${okrs} as child on child.id = edge.child_id
        where parent.mode = 'rollup' and parent.held_at is null and ${published(sql`child`)}`),
  ]);
  return { open, asked: asked.map((each) => ({ ...each, counts: each.counts === 1 })) };
}

const openIn = ({ org }: Context, { before }: Cut): SQL =>
  and(eq(okrs.orgId, org.id), before ? lt(okrs.id, before) : undefined, isNull(okrs.closedAt), published())!;

const columns = {
  id: okrs.id,
  startsOn: okrs.startsOn,
  endsOn: okrs.endsOn,
  checkpoints: okrs.checkpoints,
  measureType: okrs.measureType,
  measureName: okrs.measureName,
  unit: okrs.unit,
  startValue: okrs.startValue,
  targetValue: okrs.targetValue,
  direction: okrs.direction,
  riskThreshold: okrs.riskThreshold,
  decimals: okrs.decimals,
  mode: okrs.mode,
  value: okrs.value,
  progress: okrs.progress,
  status: okrs.status,
  statusSource: okrs.statusSource,
  turnsAt: okrs.turnsAt,
  heldAt: okrs.heldAt,
  closedAt: okrs.closedAt,
  draft: okrs.draft,
  version: okrs.version,
};
