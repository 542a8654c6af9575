import type { Cost } from '../db/database.ts';
import type { OkrId } from '../db/ids.ts';
import type { Context } from '../domain/context.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Env } from '../env.ts';
import { type Settled, type Verbs, verbs } from './okr-writer.ts';

type Own<F> = F extends (ctx: Context, okrId: OkrId, ...args: infer A) => infer R ? (...args: A) => R : never;

/** The verbs of one OKR, each performed in turn by its writer. They throw the refusals that the verbs throw. */
export type OkrWriterClient = { [V in keyof Verbs]: Own<Verbs[V]> };

const RETRIES = 2;

/** The way to change an OKR: `okrWriter(env, ctx, id).checkIn(...)`. What it costs is added to `ctx.db.cost`. */
export function okrWriter(env: Env, ctx: Context, okrId: OkrId): OkrWriterClient {
  const { org, actor, now } = ctx;
  const name = `${org.id}:${okrId}`;
  const ask = async (verb: keyof Verbs, args: unknown[]) => {
    const answer = await resilient(
      () => env.OKR_WRITER.getByName(name).perform({ org, actor, now }, okrId, verb, args) as Promise<Settled>,
    );
    add(ctx.db.cost, answer.cost);
    if (answer.ok) return answer.value;
    throw new Refusal(answer.refusal.code, answer.refusal.message, answer.refusal.fields);
  };
  const entries = Object.keys(verbs).map((verb) => [verb, (...args: unknown[]) => ask(verb as keyof Verbs, args)]);
  return Object.fromEntries(entries) as OkrWriterClient;
}

/** An object that moves or restarts drops its calls and says so (`retryable`): a fresh stub reaches its successor. */
async function resilient<T>(call: () => Promise<T>): Promise<T> {
  for (let retries = 0; ; retries++) {
    try {
      return await call();
    } catch (reason) {
      const { retryable, overloaded } = reason as { retryable?: boolean; overloaded?: boolean };
      if (!retryable || overloaded || retries === RETRIES) throw reason;
    }
  }
}

function add(total: Cost, { trips, rows, written }: Cost) {
  total.trips += trips;
  total.rows += rows;
  total.written += written;
}
