import type { Database } from '../db/database.ts';
import type { OkrId, OrgId } from '../db/ids.ts';
import { acting, type Context, type Organization } from '../domain/context.ts';
import { restateAll, restatePage } from '../domain/okrs/restating.ts';
import { consider, editOrganization } from '../domain/organizations/editing.ts';
import { findOrganization } from '../domain/organizations/finding.ts';
import { judgesAnew, type SettingsPatch } from '../domain/organizations/settings.ts';
import type { Env } from '../env.ts';
import { OKRS_RESTATED_PER_JOB } from './messages.ts';

/** Open OKRs that are judged anew before the answer; more are left to the queue. */
const MOST_AT_ONCE = 500;

/** By then no request is under way any more that began with the settings before. */
const SETTLED_SECONDS = 30;

/** An organization after a change of its settings. `pending` says that open OKRs get their colours from the queue. */
export type Configured = { org: Organization; pending: boolean };

/**
 * Changes settings and, where they decide how OKRs are judged, judges the open ones anew: at once where there are few, and
 * once more by the queue, which also reaches what was being changed meanwhile. @throws Refusal as `editOrganization`
 */
export async function configure(env: Env, ctx: Context, patch: SettingsPatch, insists = false): Promise<Configured> {
  // Asked for first: a request that is cut short after the change leaves nothing judged by the settings before.
  if (judgesAnew(ctx.org, consider(ctx, patch)))
    await env.JOBS.send({ type: 'restate', orgId: ctx.org.id, before: null }, { delaySeconds: SETTLED_SECONDS });
  const org = await editOrganization(ctx, patch, insists);
  const anew = judgesAnew(ctx.org, org);
  return { org, pending: anew && !(await restateAll(system(ctx.db, org, ctx.now), MOST_AT_ONCE)) };
}

/** Judges the next page of open OKRs anew and asks the queue for the rest. */
export async function goOnRestating(env: Env, db: Database, orgId: OrgId, before: OkrId | null): Promise<void> {
  const org = await findOrganization(db, orgId);
  if (!org) return;
  const next = await restatePage(system(db, org, Date.now()), before, OKRS_RESTATED_PER_JOB);
  if (next) await env.JOBS.send({ type: 'restate', orgId, before: next });
}

const system = (db: Database, org: Organization, now: number): Context => ({ ...acting(org, 'roll_up', now), db });
