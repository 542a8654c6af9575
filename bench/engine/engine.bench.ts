import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { expect, inject, it, vi } from 'vitest';
import { connections, dataLinks } from '../../src/db/schema/connections.ts';
import { checkIns } from '../../src/db/schema/okrs.ts';
import { runDue } from '../../src/jobs/schedule.ts';
import { chance } from './chance.ts';
import { feed } from './company.ts';
import { countCosts } from './costs.ts';
import { createProviders } from './providers.ts';
import { standInQueue } from './queue.ts';
import { soak } from './soaking.ts';

declare module 'vitest' {
  interface ProvidedContext {
    tell: string;
  }
}

const outside = globalThis.fetch;

type Asked = [input: string, init: RequestInit];

/** Tells whoever runs this what was found; the answer is the processor time (ms) that the runtime has used so far. */
async function tell(name: string, found: unknown = null): Promise<number> {
  const body = JSON.stringify({ name, found });
  return Number(await (await outside(inject('tell'), { method: 'POST', body })).text());
}

/** Boards are as different in size as boards are: 100 to 200 cards, no two with the same number. */
const cards = Array.from({ length: 20 }, (_, i) => 100 + ((i * 37) % 101));
const holdings = { boards: 20, cards, projects: 20, tasks: 250, jqls: 50, issues: [60, 150, 60, 420] };

it('reads 1,000 links over 20 boards, 20 projects and 50 queries, hours in which all is new, nothing is, and half of it is', async () => {
  const links = 1_000;
  const random = chance(1);
  const providers = createProviders(holdings);
  const fed = await feed(providers, links);
  const asked: Asked[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    asked.push([input as string, init as RequestInit]);
    return providers.fetch(new Request(input as string, init as RequestInit));
  });
  const queue = standInQueue(random, 0);
  const costs = countCosts();
  // The first quiet hour writes each link a run of its own, in which those after it are counted.
  const changes = { 'all new': 0, 'first quiet': 0, quiet: 0, 'half moved': links / 10 };
  for (const [hour, count] of Object.entries(changes)) {
    for (let i = 0; i < count; i++) providers.change(random);
    await fed.w.db.update(dataLinks).set({ dueAt: 0 });
    const told = await fed.w.db.$count(checkIns, eq(checkIns.source, 'sync'));
    const rolled = await fed.w.db.$count(checkIns, eq(checkIns.source, 'roll_up'));
    const [before, sent] = [{ ...costs }, queue.counts.sent];
    asked.length = 0;
    const busy = await tell('begin');
    await runDue(env, '*/5 * * * *', Date.now());
    await queue.drain();
    const processor = (await tell('end')) - busy;
    const requests = asked.length;
    const alone = await tell('begin');
    for (const [input, init] of asked)
      await (await providers.fetch(new Request(input, { ...init, signal: null }))).text();
    const standIns = (await tell('end')) - alone;
    const spent = Object.fromEntries(
      Object.entries(costs).map(([name, n]) => [name, n - before[name as keyof typeof costs]]),
    );
    await tell('hour', {
      hour,
      links,
      ...spent,
      messages: queue.counts.sent - sent,
      requests,
      least: providers.least,
      processor,
      standIns,
      scans: holdings.boards + holdings.projects + holdings.jqls,
      changed: (await fed.w.db.$count(checkIns, eq(checkIns.source, 'sync'))) - told,
      recomputed: (await fed.w.db.$count(checkIns, eq(checkIns.source, 'roll_up'))) - rolled,
    });
  }
  for (const { failures } of await fed.w.db.select().from(connections)) expect(failures).toBe(0);
});

it('recomputes one objective once for 1,000 readings', async () => {
  const providers = createProviders({ boards: 1, cards: [10], projects: 1, tasks: 10, jqls: 1, issues: [10] });
  const only = { ...providers, sources: providers.sources.slice(0, 1) };
  const fed = await feed(only, 1_000, 1_000);
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) =>
    providers.fetch(new Request(input as string, init as RequestInit)),
  );
  const queue = standInQueue(chance(1), 0);
  await runDue(env, '*/5 * * * *', Date.now());
  await queue.drain();
  const objective = fed.objectives[1]!;
  await tell('one objective', {
    readings: await fed.w.db.$count(checkIns, eq(checkIns.source, 'sync')),
    recomputed: await fed.w.db.$count(checkIns, eq(checkIns.okrId, objective)),
  });
});

it('survives', async () => {
  const wide = { boards: 20, cards: [60], projects: 20, tasks: 60, jqls: 50, issues: [60] };
  await tell('soak', await soak({ links: 2_000, hours: 12, faults: 0.2, seed: 1, holdings: wide }));
});
