import { and, eq } from 'drizzle-orm';
import type { Statement } from '../../db/commit.ts';
import type { OkrId } from '../../db/ids.ts';
import { dataLinks } from '../../db/schema/connections.ts';
import type { Context } from '../context.ts';

/** The due time (ms) of a link that is not read automatically, because its OKR is closed or a draft. */
export const NEVER = Number.MAX_SAFE_INTEGER;

/** Takes the link of an OKR off the schedule. */
export const restLink = (ctx: Context, okrId: OkrId): Statement => due(ctx, okrId, NEVER);

/** Puts the link of an OKR back on the schedule; it is read soon. */
export const wakeLink = (ctx: Context, okrId: OkrId): Statement => due(ctx, okrId, ctx.now);

const due = ({ db, org }: Context, okrId: OkrId, dueAt: number): Statement =>
  db
    .update(dataLinks)
    .set({ dueAt })
    .where(and(eq(dataLinks.orgId, org.id), eq(dataLinks.okrId, okrId)));
