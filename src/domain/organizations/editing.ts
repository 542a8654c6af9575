import { and, eq, getTableColumns, type SQL, sql } from 'drizzle-orm';
import { commit, guard, LostRace } from '../../db/commit.ts';
import { organizations } from '../../db/schema/organizations.ts';
import type { Context, Organization } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, sentences } from '../permission.ts';
import { invalid, Refusal } from '../refusal.ts';
import { findOrganization } from './finding.ts';
import { columnOf, differing, type Setting, type SettingsPatch, settingsOf } from './settings.ts';

const ATTEMPTS = 5;

/**
 * Changes settings, and nothing but what the patch names: of two admins who change different things at once, neither
 * undoes the other's; of two who change the same thing the last one wins. A patch that changes nothing writes nothing.
 * With `insists`, whoever comes second is refused instead.
 * @throws Refusal `forbidden` unless admin, `invalid` for bounds that cross, `stale` to who insists, `conflict` when many write
 */
export async function editOrganization(ctx: Context, patch: SettingsPatch, insists = false): Promise<Organization> {
  let before = ctx.org;
  for (let tries = 1; tries <= ATTEMPTS; tries++) {
    const after = consider({ ...ctx, org: before }, patch);
    if (differing(before, after).length === 0) return before;
    try {
      await write(ctx, before, after, patch);
      return after;
    } catch (reason) {
      if (!(reason instanceof LostRace)) throw reason;
      if (insists) throw new Refusal('stale', 'Somebody changed these settings since you read them.');
      before = (await findOrganization(ctx.db, ctx.org.id)) ?? before;
    }
  }
  throw new Refusal('conflict', 'Others are changing these settings right now. Try again.');
}

/** The organization as a patch would leave it. @throws Refusal `forbidden` unless admin, `invalid` for bounds that cross */
export function consider({ org, actor }: Pick<Context, 'org' | 'actor'>, patch: SettingsPatch): Organization {
  demand(may.administer(actor), sentences.admin);
  const set = Object.entries(patch).map(([setting, value]) => [columnOf[setting as Setting], value]);
  const after: Organization = { ...org, ...Object.fromEntries(set) };
  const bounds = patch.behind_bound !== undefined || patch.at_risk_bound !== undefined;
  if (bounds && after.behindBound >= after.atRiskBound)
    throw invalid({ at_risk_bound: 'At risk has to begin at more points than behind.' });
  return after;
}

async function write(ctx: Context, before: Organization, after: Organization, patch: SettingsPatch): Promise<void> {
  const { db, org } = ctx;
  const changed = differing(before, after);
  const [was, is] = [settingsOf(before), settingsOf(after)];
  const pick = (from: typeof was) => Object.fromEntries(changed.map((setting) => [setting, from[setting]]));
  await commit(db, [
    db
      .update(organizations)
      .set({
        ...Object.fromEntries(changed.map((setting) => [columnOf[setting], after[columnOf[setting]]])),
        // Periods are planned by the fiscal year; a new one is looked at without waiting for the day.
        ...(changed.some((each) => each === 'fiscal_year_start' || each === 'periods_ahead') && { periodsDueOn: null }),
      })
      .where(and(eq(organizations.id, org.id), ...judgedBy(patch).map((setting) => still(before, setting)))),
    guard(db),
    eventRow(ctx, { action: 'organization.edited', subject: org.id, data: { from: pick(was), to: pick(is) } }),
  ]);
}

/** The settings that must be as they were read for a patch to be what was decided: its own, and both bounds together. */
function judgedBy(patch: SettingsPatch): Setting[] {
  const own = Object.keys(patch) as Setting[];
  const bounds: Setting[] = ['behind_bound', 'at_risk_bound'];
  return own.some((setting) => bounds.includes(setting)) ? [...new Set([...own, ...bounds])] : own;
}

function still(before: Organization, setting: Setting): SQL {
  const column = getTableColumns(organizations)[columnOf[setting]];
  return sql`${column} is ${sql.param(before[columnOf[setting]], column)}`;
}
