import { and, eq } from 'drizzle-orm';
import type { OkrId } from '../../db/ids.ts';
import { okrs } from '../../db/schema/okrs.ts';
import type { Context } from '../context.ts';
import { Refusal } from '../refusal.ts';
import { visible } from './visible.ts';

/** What an OKR is called. @throws Refusal `not_found` */
export async function findTitle(ctx: Context, okrId: OkrId): Promise<string> {
  const [found] = await ctx.db
    .select({ title: okrs.title })
    .from(okrs)
    .where(and(eq(okrs.orgId, ctx.org.id), eq(okrs.id, okrId), visible(ctx)));
  if (!found) throw new Refusal('not_found', 'There is no such OKR.');
  return found.title;
}
