import { commit } from '../../db/commit.ts';
import { type MemberId, newId, type OkrId } from '../../db/ids.ts';
import { jobs } from '../../db/schema/jobs.ts';
import type { Context } from '../context.ts';
import { adminOf, eventRow } from '../events/event.ts';
import { checkReferences } from '../okrs/checking-references.ts';
import { demandLevel, findLeadership } from '../okrs/creating.ts';
import { findPeriod } from '../periods/finding.ts';
import { demand, may, sentences } from '../permission.ts';
import { invalid, Refusal } from '../refusal.ts';
import { listSources, type Source } from './listing-sources.ts';
import type { CopiesInput, CopyJob } from './order.ts';

/**
 * Writes down that an OKR, and as much as is asked for of what is below it, is to be copied to a period. With `postpone`
 * the sources end as postponed; what is closed below stays behind then. `only` narrows the sources to these.
 * @throws Refusal `forbidden` for observers, at a level where one may not make OKRs, and for postponing what one may not
 * change; `not_found`, `invalid`
 */
export async function askForCopies(
  ctx: Context,
  okrId: OkrId,
  { period_id, depth, owner_id, postpone = false }: CopiesInput,
  only?: readonly OkrId[],
): Promise<CopyJob> {
  demand(may.createOkr(ctx.actor), sentences.observer);
  const [period, found, { any }] = await Promise.all([
    findPeriod(ctx, period_id),
    listSources(ctx, okrId, depth),
    findLeadership(ctx, null),
    owner_id ? checkReferences(ctx, { owner_ids: [owner_id] }).catch(asOwner) : null,
  ]);
  const sources = only
    ? found.filter(({ id }) => only.includes(id))
    : found.filter(({ id, closed }) => !postpone || !closed || id === okrId);
  for (const { level, teamId, ties } of sources)
    demandLevel(ctx, level, teamId, { any, there: ties.leadIds.includes(ctx.actor.memberId as MemberId) });
  if (postpone) for (const source of sources) demandOwn(ctx, source);

  const job: CopyJob = {
    id: newId('job', ctx.now),
    orgId: ctx.org.id,
    askedById: ctx.actor.memberId,
    type: 'copies',
    state: 'waiting',
    input: {
      okrId,
      periodId: period.id,
      ownerId: owner_id ?? null,
      postpone,
      // A millisecond apart, so that copies stand in the order of their originals.
      pairs: sources.map(({ id }, i) => ({ from: id, to: newId('okr', ctx.now + i) })),
      tokenId: ctx.actor.via === 'api' ? ctx.actor.tokenId : null,
      byId: adminOf(ctx.actor),
    },
    result: { okr_ids: [] },
    done: 0,
    total: sources.length,
    failure: null,
    createdAt: ctx.now,
    updatedAt: ctx.now,
  };
  const data = { job: job.id, period: period.name, copies: job.total, postpone };
  await commit(ctx.db, [
    ctx.db.insert(jobs).values(job),
    eventRow(ctx, { action: 'okr.copies_asked', subject: okrId, data }),
  ]);
  return job;
}

function demandOwn({ actor }: Context, { title, ties }: Source): void {
  demand(may.changeOkr(actor, ties), sentences.postpone(title));
}

function asOwner(reason: unknown): never {
  if (reason instanceof Refusal && reason.fields?.owner_ids) throw invalid({ owner_id: reason.fields.owner_ids });
  throw reason;
}
