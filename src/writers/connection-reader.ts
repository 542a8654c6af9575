import { DurableObject } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { type Database, openDatabase } from '../db/database.ts';
import type { ConnectionId } from '../db/ids.ts';
import { connections } from '../db/schema/connections.ts';
import type { Connection } from '../domain/connections/connection.ts';
import { resealIfOutdated } from '../domain/connections/resealing.ts';
import { keepSecret, openSecret } from '../domain/connections/secrets.ts';
import type { Provider } from '../domain/words.ts';
import type { Env } from '../env.ts';
import type {
  Account,
  Adapter,
  Asked,
  Choice,
  Estimate,
  Reach,
  Reading,
  SyncFailure,
} from '../integrations/adapter.ts';
import type { Answer } from '../integrations/http.ts';
import { adapterFor } from '../integrations/registry.ts';
import { plain } from '../lib/log.ts';
import { pace, type Speed } from '../lib/pace.ts';
import { err, ok } from '../lib/result.ts';
import { turns } from '../lib/turns.ts';
import { keyRing, outside } from './outside.ts';

type Query = Record<string, unknown>;

/** What one scan of a source saw, for each query that was asked of it, by its key. Times in ms. */
export type Scan = {
  startedAt: number;
  finishedAt: number;
  /** Requests to the provider. */
  requests: number;
  seen: Record<string, Asked<Reading>>;
};

/** A scan that waits for its turn; whoever asks for the same source meanwhile joins it. */
type Planned = { queries: Map<string, Query>; urgent: boolean; scan: Promise<Scan> };

/**
 * What providers allow one token, with a tenth or more to spare for what else it is used for. Asana: 150 a minute without
 * a plan. Trello: 100 in ten seconds. BigQuery: 100 a second and user. Jira names no figure and answers with 429.
 */
export const speeds: Record<Provider, Speed> = {
  jira: { burst: 40, perSecond: 10 },
  asana: { burst: 30, perSecond: 1.75 },
  trello: { burst: 40, perSecond: 5 },
  bigquery: { burst: 40, perSecond: 5 },
};

/** How long (ms) everybody rests whom a provider asks to slow down without saying for how long: the window of Trello. */
const REST_MS = 10_000;

const SLOWER = 'The provider asked Cairn to slow down.';
const LOST = 'Cairn cannot open the stored credentials any more. Enter them again.';

/**
 * One per connection: everything that is asked of its provider goes through here, so that schedule, pushes, refreshes and
 * previews share one budget, wait out what the provider asked for, and never renew one credential twice. What it keeps in
 * memory may be lost at any time.
 */
export class ConnectionReader extends DurableObject<Env> {
  #inTurn = turns();
  #planned = new Map<string, Planned>();
  #kept: Reach['kept'] = new Map();
  #pace: ReturnType<typeof pace> | null = null;
  /** Until when (ms) nothing is asked, by the provider's own wish, and with which version of the connection it said so. */
  #rest: { until: number; version: number; detail: string } | null = null;

  /** Credentials that were renewed and are not kept yet, in place of the encrypted ones. */
  #renewed: { of: string; value: object } | null = null;

  /** Reads queries of one source. Those of a person are `urgent` and go first. */
  scan(id: ConnectionId, source: string, queries: Record<string, Query>, urgent: boolean): Promise<Scan> {
    const planned = this.#planned.get(source) ?? this.#plan(id, source);
    for (const [key, query] of Object.entries(queries)) planned.queries.set(key, query);
    planned.urgent ||= urgent;
    return planned.scan;
  }

  /** Whether the provider still accepts the credentials. */
  introduce(id: ConnectionId): Promise<Asked<{ account: Account; config: object }>> {
    return this.#ask(id, (at) => at.adapter.connect(at.reach, at.config, at.secret));
  }

  pick(id: ConnectionId, list: string, within: Record<string, string>, search: string): Promise<Asked<Choice[]>> {
    return this.#ask(id, async ({ adapter, reach, config, secret }) =>
      adapter.pick ? adapter.pick(reach, config, secret, list, within, search) : ok([]),
    );
  }

  /** What a query would cost; null where the provider charges nothing for it. */
  estimate(id: ConnectionId, query: Query): Promise<Asked<Estimate | null>> {
    return this.#ask<Estimate | null>(id, async ({ adapter, reach, config, secret }) =>
      adapter.estimate ? adapter.estimate(reach, config, secret, query) : ok(null),
    );
  }

  subscribe(id: ConnectionId, topic: string, callback: string): Promise<Asked<{ id: string }>> {
    return this.#ask(id, async ({ adapter, reach, config, secret }) =>
      adapter.push ? adapter.push.subscribe(reach, config, secret, topic, callback) : err(silent(adapter.name)),
    );
  }

  unsubscribe(id: ConnectionId, hookId: string): Promise<Asked<null>> {
    return this.#ask(id, async ({ adapter, reach, config, secret }) =>
      adapter.push ? adapter.push.unsubscribe(reach, config, secret, hookId) : err(silent(adapter.name)),
    );
  }

  /** Which of these subscriptions the provider has ended or switched off. */
  listEnded(id: ConnectionId, hookIds: readonly string[]): Promise<Asked<string[]>> {
    return this.#ask(id, async ({ adapter, reach, config, secret }) => {
      if (!adapter.push) return err(silent(adapter.name));
      const ended: string[] = [];
      for (const hookId of hookIds) {
        const alive = await adapter.push.isAlive(reach, config, secret, hookId);
        if (!alive.ok) return alive;
        if (!alive.value) ended.push(hookId);
      }
      return ok(ended);
    });
  }

  #plan(id: ConnectionId, source: string): Planned {
    const queries = new Map<string, Query>();
    const run = () => {
      // From here on a change at the provider may be missed: whoever asks now waits for the next scan.
      this.#planned.delete(source);
      return this.#run(id, queries);
    };
    const planned = { queries, urgent: false } as Planned;
    planned.scan = this.#inTurn(() => planned.urgent, run).catch(plainly);
    this.#planned.set(source, planned);
    return planned;
  }

  async #run(id: ConnectionId, queries: ReadonlyMap<string, Query>): Promise<Scan> {
    const startedAt = Date.now();
    let requests = 0;
    const answers = await this.#open(id, async ({ adapter, reach, config, secret, count }) => {
      try {
        return ok(await adapter.read(reach, config, secret, [...queries.values()]));
      } finally {
        requests = count();
      }
    });
    const seen = [...queries.keys()].map((key, i) => [key, answers.ok ? answers.value[i]! : answers] as const);
    return { startedAt, finishedAt: Date.now(), requests, seen: Object.fromEntries(seen) };
  }

  #ask<T>(id: ConnectionId, act: (at: Opened) => Promise<Asked<T>>): Promise<Asked<T>> {
    return this.#inTurn(
      () => true,
      () => this.#open(id, act),
    ).catch(plainly);
  }

  /** Opens the credentials, renewed where they are about to end, and does something with them. */
  async #open<T>(id: ConnectionId, act: (at: Opened) => Promise<Asked<T>>): Promise<Asked<T>> {
    const db = openDatabase(this.env.DB);
    const [connection] = await db.select().from(connections).where(eq(connections.id, id));
    if (!connection) return err({ reason: 'not_found', detail: 'This connection is gone.' });
    const resting = this.#restOf(connection);
    if (resting) return resting;
    const ring = keyRing(this.env);
    const stored = await openSecret<object>(ring, connection, 'credentials').catch(() => null);
    if (!stored) return err({ reason: 'unauthorized', detail: LOST });
    const held = this.#renewed?.of === connection.secret ? this.#renewed.value : stored;
    const adapter = adapterFor(connection.provider);
    const { reach, count } = this.#reach(connection.provider);
    const { config } = connection;
    const fresh = adapter.freshen ? await adapter.freshen(reach, config, held) : ok(held);
    if (!fresh.ok) return fresh;
    const kept =
      fresh.value === stored
        ? await resealIfOutdated({ db }, ring, connection)
        : await this.#keep(db, connection, fresh.value);
    const first = await act({ adapter, reach, config, secret: fresh.value, count });
    // A sign-in can end before its time. One that was renewed a moment ago is refused for good.
    const renewed =
      fresh.value === held && isRefused(first) ? await adapter.freshen?.(reach, config, held, true) : undefined;
    if (!renewed || (renewed.ok && renewed.value === held)) return this.#heed(connection, first);
    if (!renewed.ok) return this.#heed(connection, renewed);
    await this.#keep(db, kept, renewed.value);
    const left = { ...reach, settings: { ...reach.settings, mostRequests: reach.settings.mostRequests - count() } };
    return this.#heed(connection, await act({ adapter, reach: left, config, secret: renewed.value, count }));
  }

  /** Keeps renewed credentials, and holds them until then: a provider that replaces what renews has forgotten the old one. */
  async #keep(db: Database, connection: Connection, value: object): Promise<Connection> {
    this.#renewed = { of: connection.secret, value };
    const secret = await keepSecret(db, keyRing(this.env), connection, value);
    this.#renewed = null;
    return { ...connection, secret };
  }

  /** A provider's own "come back later" holds for everybody who asks through the connection, from that moment on. */
  #restOf({ version, failureReason, failureDetail, retryAt }: Connection): Asked<never> | null {
    const noted = failureReason === 'rate_limited' ? (retryAt ?? 0) : 0;
    const heard = this.#rest?.version === version ? this.#rest : null;
    const until = Math.max(noted, heard?.until ?? 0);
    if (until <= Date.now()) return null;
    return err({ reason: 'rate_limited', detail: heard?.detail ?? failureDetail ?? SLOWER, retryAt: until });
  }

  #heed<T>({ version }: Connection, answer: Asked<T>): Asked<T> {
    for (const { reason, detail, retryAt } of failuresOf(answer))
      if (reason === 'rate_limited') this.#rest = { until: retryAt ?? Date.now() + REST_MS, version, detail };
    return answer;
  }

  /**
   * The outside world at the speed that the provider allows, with a count of what was asked. Once the provider has asked to
   * slow down, whatever else was to be asked gets that answer too.
   */
  #reach(provider: Provider): { reach: Reach; count: () => number } {
    this.#pace ??= pace(speeds[provider], { now: Date.now, sleep });
    const step = this.#pace;
    const open = outside(this.env);
    let requests = 0;
    let slower: Asked<Answer> | null = null;
    const json: Reach['http']['json'] = async (url, asking) => {
      await step(asking?.charged);
      if (slower) return slower;
      requests += 1;
      const answer = await open.http.json(url, asking);
      if (answer.ok && answer.value.status === 429) slower = answer;
      return answer;
    };
    return { reach: { ...open, http: { ...open.http, json }, kept: this.#kept }, count: () => requests };
  }
}

/** A provider, with everything that it takes to ask it on behalf of one connection. */
type Opened = {
  adapter: Adapter<object, object, object>;
  reach: Reach;
  config: object;
  secret: object;
  count: () => number;
};

/** The failures in an answer, or in the answers that it holds for several queries. */
function failuresOf(answer: Asked<unknown>): SyncFailure[] {
  const all = answer.ok && Array.isArray(answer.value) ? (answer.value as Asked<unknown>[]) : [answer];
  return all.flatMap((each) => (each?.ok === false ? [each.error] : []));
}

const isRefused = (answer: Asked<unknown>) => failuresOf(answer).some(({ reason }) => reason === 'unauthorized');

const silent = (name: string) => ({ reason: 'invalid_query' as const, detail: `${name} sends no pushes.` });

function plainly(reason: unknown): never {
  throw plain(reason);
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
