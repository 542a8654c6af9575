import { evictAllDurableObjects } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { and, eq, isNotNull } from 'drizzle-orm';
import { vi } from 'vitest';
import { connections, dataLinks, syncs } from '../../src/db/schema/connections.ts';
import { checkIns, okrs, rollUpsDue } from '../../src/db/schema/okrs.ts';
import { runDue } from '../../src/jobs/schedule.ts';
import { chance, oneOf } from './chance.ts';
import { type Fed, feed } from './company.ts';
import { createProviders, type Holdings, type Providers } from './providers.ts';
import { standInQueue } from './queue.ts';

export type Soak = { links: number; hours: number; faults: number; seed: number; holdings: Holdings };

/** What came of a soak. All but the counts of what happened on the way ought to be zero. */
export type Soaked = {
  links: number;
  requests: number;
  faults: number;
  crashes: number;
  restarts: number;
  delivered: number;
  gaveUp: number;
  readings: number;
  /** OKRs whose value is not the provider's truth, and objectives that are not the mean of what stands under them. */
  untrue: number;
  unsettled: number;
  /** Check-ins that repeat the one before them, and readings that say they changed an OKR and have no check-in. */
  repeated: number;
  unmatched: number;
  /** Log lines, answers and stored sentences that hold a secret. */
  leaks: number;
};

/**
 * Lets a company read its data while a share of all answers fails, batches of the database fail before or after they were
 * written, messages come twice, objects lose their memory and the providers' data keeps changing; then lets it recover and
 * compares everything with the truth.
 */
export async function soak({ links, hours, faults, seed, holdings }: Soak): Promise<Soaked> {
  const random = chance(seed);
  const providers = createProviders(holdings);
  const trouble = { on: false, faults: 0, crashes: 0 };
  const said = listen();
  const fed = await feed(providers, links);
  troubleOutside(providers, trouble, random, faults);
  const queue = standInQueue(random, 0.1);
  troubleDatabase(trouble, random, 0.02);
  let restarts = 0;

  /** An hour: as many ticks as it takes to begin every read that is due. */
  const hour = async () => {
    const troubled = trouble.on;
    trouble.on = false;
    await timePasses(fed);
    trouble.on = troubled;
    for (let i = 0; i <= links / 1_000; i++)
      await runDue(env, '*/5 * * * *', Date.now() + 60_000).catch(() => undefined);
    const drained = queue.drain();
    for (let i = 0; i < links / 20; i++) providers.change(random);
    if (trouble.on && random() < 0.7) {
      await new Promise((done) => setTimeout(done, random() * 200));
      await evictAllDurableObjects();
      restarts += 1;
    }
    await drained;
  };

  trouble.on = true;
  for (let i = 0; i < hours; i++) await hour();
  trouble.on = false;
  // Two hours in which data still changes while it is read, and one in which it does not.
  for (let i = 0; i < 2; i++) await hour();
  await timePasses(fed);
  for (let i = 0; i <= links / 1_000; i++) await runDue(env, '*/5 * * * *', Date.now() + 60_000);
  await queue.drain();

  return {
    links,
    requests: providers.asked(),
    faults: trouble.faults,
    crashes: trouble.crashes,
    restarts,
    delivered: queue.counts.delivered,
    gaveUp: queue.counts.dead,
    ...(await judge(fed)),
    leaks: await leaksIn(fed, providers, said),
  };
}

/** An hour in which nobody waits: back-off and rests are over, trials and all links are due. */
async function timePasses({ w }: Fed): Promise<void> {
  await evictAllDurableObjects();
  await w.db.batch([
    w.db.update(dataLinks).set({ dueAt: 0 }),
    w.db.update(connections).set({ retryAt: null }),
    w.db.update(connections).set({ trialAt: 1 }).where(isNotNull(connections.pausedAt)),
  ]);
}

type Trouble = { on: boolean; faults: number; crashes: number };

const answers: ((request: Request) => Promise<Response>)[] = [
  async () => new Response('{"message":"down"}', { status: 500 }),
  async () => new Response('', { status: 503, headers: { 'Retry-After': '1' } }),
  async () => new Response('', { status: 429, headers: { 'Retry-After': '1' } }),
  async () => new Response('', { status: 429 }),
  async () => new Response('', { status: 401 }),
  async () => new Response('', { status: 403 }),
  async () => new Response('{"data":[{"gid":"1', { headers: { 'Content-Type': 'application/json' } }),
  async () => new Response('<html>', { headers: { 'Content-Type': 'text/html' } }),
  async () => Promise.reject(new TypeError('connection reset')),
];

function troubleOutside(providers: Providers, trouble: Trouble, random: () => number, share: number): void {
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) => {
    const request = new Request(input as string, init as RequestInit);
    if (!trouble.on || random() >= share) return providers.fetch(request);
    trouble.faults += 1;
    return oneOf(random, answers)(request);
  });
}

/** A share of all batches fails, half of them after they were written: whoever waits cannot tell. */
function troubleDatabase(trouble: Trouble, random: () => number, share: number): void {
  const prototype = Object.getPrototypeOf(env.DB) as D1Database;
  const batch = prototype.batch;
  vi.spyOn(prototype, 'batch').mockImplementation(async function (this: D1Database, statements) {
    const fails = trouble.on && random() < share;
    if (!fails) return batch.call(this, statements) as never;
    trouble.crashes += 1;
    if (random() < 0.5) await batch.call(this, statements);
    throw new Error('D1_ERROR: network connection lost');
  });
}

async function judge({ w, links, objectives }: Fed) {
  const rows = await w.db.select().from(okrs);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const wrong = links.filter(({ okrId, source }) => byId.get(okrId)!.value !== source.truth());
  const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [top, ...middle] = objectives;
  const crooked = middle.filter((id) => {
    const under = links.filter(({ objective }) => objective === id).map(({ okrId }) => byId.get(okrId)!.progress ?? 0);
    return Math.abs((byId.get(id)!.value ?? 0) - 100 * meanOf(under)) > 1e-6;
  });
  const above = 100 * meanOf(middle.map((id) => byId.get(id)!.progress ?? 0));
  const told = await w.db
    .select()
    .from(checkIns)
    .where(eq(checkIns.source, 'sync'))
    .orderBy(checkIns.okrId, checkIns.version);
  const repeated = told.filter((each, i) => told[i - 1]?.okrId === each.okrId && told[i - 1]?.value === each.value);
  const updated = await w.db.$count(syncs, eq(syncs.outcome, 'updated'));
  return {
    readings: told.length,
    untrue: wrong.length + crooked.length + (Math.abs((byId.get(top!)!.value ?? 0) - above) > 1e-6 ? 1 : 0),
    unsettled: (await w.db.$count(rollUpsDue)) + (await w.db.$count(dataLinks, eq(dataLinks.waiting, true))),
    repeated: repeated.length,
    unmatched: Math.abs(updated - told.length),
  };
}

/** Everything that is logged from now on. */
function listen(): string[] {
  const said: string[] = [];
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, method).mockImplementation((...words) => {
      said.push(words.map((word) => (word instanceof Error ? `${word.stack}` : String(word))).join(' '));
    });
  return said;
}

/** Looks for every credential in what was logged, in what people and scripts are answered, and in the sentences on links. */
async function leaksIn({ w, links }: Fed, providers: Providers, said: readonly string[]): Promise<number> {
  const secrets = providers.credentials.flatMap(({ config: { token, key } }) => (key ? [token!, key] : [token!]));
  const Authorization = `Bearer ${await w.token(w.ada, ['read'])}`;
  const Cookie = await w.cookie(w.ada);
  const [one] = await w.db.select({ id: connections.id }).from(connections).limit(1);
  const id = one!.id;
  const first = links[0]!.okrId;
  const paths = [
    'connections',
    `connections/${id}`,
    `okrs/${first}/syncs`,
    `okrs/${first}/data-link`,
    `okrs/${first}/explanation`,
  ];
  const shown = [`okrs/${first}`, 'admin/integrations', `admin/integrations/${id}`].map(
    (path) => `/o/${w.org.slug}/${path}`,
  );
  const texts = await Promise.all(
    [...paths.map((path) => `/api/v1/${path}`), ...shown].map(async (path) =>
      (await exports.default.fetch(`https://cairn.test${path}`, { headers: { Authorization, Cookie } })).text(),
    ),
  );
  const stored = await w.db
    .select({ detail: syncs.detail })
    .from(syncs)
    .where(and(eq(syncs.orgId, w.org.id), isNotNull(syncs.detail)));
  const all = [...said, ...texts, ...stored.map(({ detail }) => detail ?? '')];
  return all.filter((text) => secrets.some((secret) => text.includes(secret))).length;
}
