import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { type ConnectionId, newId, type OkrId } from '../../src/db/ids.ts';
import { connections, dataLinks } from '../../src/db/schema/connections.ts';
import { alignments, okrs } from '../../src/db/schema/okrs.ts';
import { sealSecret } from '../../src/domain/connections/secrets.ts';
import type { Provider } from '../../src/domain/words.ts';
import { adapterFor } from '../../src/integrations/registry.ts';
import { shortKey } from '../../src/lib/hmac.ts';
import { keyRing } from '../../src/writers/outside.ts';
import { metric, type World, world } from '../../test/support/world.ts';
import { fill } from '../company/filling.ts';
import type { Providers, Source } from './providers.ts';

/** A company whose key results are fed by the providers, all due at once. */
export type Fed = { w: World; objectives: OkrId[]; links: { okrId: OkrId; objective: OkrId; source: Source }[] };

/** Founds it in the database of this test: so many links, `children` of them under each objective. */
export async function feed(providers: Providers, links: number, children = 50): Promise<Fed> {
  const now = Date.now();
  const w = await world({ now });
  const ids = new Map<Provider, ConnectionId>();
  for (const { provider, config: given } of providers.credentials) {
    const { config, secret } = adapterFor(provider).input.parse(given);
    const id = await w.connection({ provider, name: provider, config: config as Record<string, unknown> });
    const sealed = await sealSecret(keyRing(env), { orgId: w.org.id, id }, 'credentials', secret);
    await w.db.update(connections).set({ secret: sealed }).where(eq(connections.id, id));
    ids.set(provider, id);
  }
  const top = await w.okr({ kind: 'objective', title: 'Above all' });
  const objectives: OkrId[] = [];
  for (let i = 0; i * children < links; i++) {
    const parents = [{ okrId: top.id, fixedWeight: null }];
    objectives.push((await w.okr({ kind: 'objective', title: `Objective ${i}`, parents })).id);
  }
  const like = await w.okr({ measure: metric(0, 1000) });
  const all = Array.from({ length: links }, (_, i) => ({
    okrId: newId('okr', now),
    objective: objectives[Math.floor(i / children)]!,
    source: providers.sources[i % providers.sources.length]!,
  }));
  await fill(
    env.DB,
    okrs,
    all.map(({ okrId, source }, i) => ({
      ...like,
      id: okrId,
      title: `Result ${i}`,
      mode: 'data_source' as const,
      provider: source.provider,
    })),
  );
  await fill(
    env.DB,
    alignments,
    all.map(({ okrId, objective }) => ({ orgId: w.org.id, childId: okrId, parentId: objective, createdAt: now })),
  );
  const rows = all.map(async ({ okrId, source: { provider, query } }) => ({
    okrId,
    orgId: w.org.id,
    connectionId: ids.get(provider)!,
    query: query as Record<string, unknown>,
    queryKey: await shortKey(adapterFor(provider).queryKey(query)),
    sourceKey: await shortKey(adapterFor(provider).sourceKey(query)),
    count: 'completed' as const,
    dueAt: now,
    createdAt: now,
  }));
  await fill(env.DB, dataLinks, await Promise.all(rows));
  return { w, objectives: [top.id, ...objectives], links: all };
}
