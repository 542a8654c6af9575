import { and, ne, sql } from 'drizzle-orm';
import { LostRace, type Statement } from '../../db/commit.ts';
import { connections } from '../../db/schema/connections.ts';
import type { Context } from '../context.ts';
import { invalid } from '../refusal.ts';
import type { Provider } from '../words.ts';

// The deployment's own Google account is shared by all organizations, and what one of them lets it read is not for the
// others. So a Google project that is read with it belongs to the organization that connected it first, for as long as
// that connection exists. Inside a query the adapter keeps to the project of its connection.

/**
 * Looks whether another organization reads a connection's Google project with the deployment's own account, before Google
 * is asked. @throws Refusal `invalid` at the project, in words that tell nothing about anybody else
 */
export async function demandUnclaimed(
  ctx: Context,
  provider: Provider,
  config: Record<string, unknown>,
): Promise<void> {
  const project = projectOf(provider, config);
  if (project === null) return;
  const [claimed] = await ctx.db
    .select({ id: connections.id })
    .from(connections)
    .where(elsewhere(ctx, project))
    .limit(1);
  if (claimed) throw claimRefusal();
}

/** Rolls a commit back when another organization was faster with the same project. Empty where nothing can be claimed. */
export function claimGuard(ctx: Context, provider: Provider, config: Record<string, unknown>): Statement[] {
  const project = projectOf(provider, config);
  if (project === null) return [];
  // A provider's name is no JSON: a row that is found ends the commit, as `guard` does.
  const conflict = sql`json(${connections.provider})`;
  return [ctx.db.select({ conflict }).from(connections).where(elsewhere(ctx, project)).limit(1)];
}

export const claimRefusal = () =>
  invalid({
    project_id:
      'This project cannot be read with the service account of this deployment. Paste a key for this connection.',
  });

/** As `act`, where nothing but `claimGuard` can lose a race. @throws Refusal as `demandUnclaimed` */
export async function claiming<T>(act: Promise<T>): Promise<T> {
  try {
    return await act;
  } catch (reason) {
    throw reason instanceof LostRace ? claimRefusal() : reason;
  }
}

/** The Google project that a connection would claim; null for every other kind of connection. */
const projectOf = (provider: Provider, config: Record<string, unknown>): string | null =>
  provider === 'bigquery' && config.own === false ? String(config.project_id) : null;

// Without parameters where an index on Google projects has none, so that it serves.
const elsewhere = ({ org }: Context, project: string) =>
  and(
    sql`${connections.provider} = 'bigquery' and json_extract(${connections.config}, '$.own') = 0`,
    sql`(${connections.config} ->> '$.project_id') = ${project}`,
    ne(connections.orgId, org.id),
  );
