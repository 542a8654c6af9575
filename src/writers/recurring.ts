import type { Database } from '../db/database.ts';
import type { OkrId, OrgId } from '../db/ids.ts';
import { acting, type Context } from '../domain/context.ts';
import { findOrganization } from '../domain/organizations/finding.ts';
import { planPeriods } from '../domain/periods/planning.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Env } from '../env.ts';
import { okrWriter } from './okr-writer-client.ts';
import { settleRollUps } from './settling.ts';

/** Makes the quarters and years of an organization that are missing, by itself. */
export async function planFor(db: Database, orgId: OrgId): Promise<void> {
  const ctx = await systemOf(db, orgId);
  if (ctx) await planPeriods(ctx);
}

/** Prepares the next of recurring OKRs, one after the other; those that are gone by now are passed over. */
export async function prepareFor(env: Env, db: Database, orgId: OrgId, okrIds: readonly OkrId[]): Promise<void> {
  const ctx = await systemOf(db, orgId);
  if (!ctx) return;
  const due = new Set<OkrId>();
  for (const okrId of okrIds) for (const id of await prepare(env, ctx, okrId)) due.add(id);
  await settleRollUps(env, ctx, [...due]);
}

async function systemOf(db: Database, orgId: OrgId): Promise<Context | null> {
  const org = await findOrganization(db, orgId);
  return org && { ...acting(org, 'cron', Date.now()), db };
}

async function prepare(env: Env, ctx: Context, okrId: OkrId): Promise<OkrId[]> {
  try {
    return (await okrWriter(env, ctx, okrId).prepareNext()).due;
  } catch (reason) {
    if (reason instanceof Refusal && reason.code === 'not_found') return [];
    throw reason;
  }
}
