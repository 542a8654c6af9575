import type { Database } from '../db/database.ts';
import type { Connection } from '../domain/connections/connection.ts';
import { forgetDelivery, isNewDelivery, notePush, type PushPlan } from '../domain/connections/pushing.ts';
import type { Env } from '../env.ts';
import type { Job } from '../writers/messages.ts';

/** A push that was verified: of which connection and topic, and the id that all attempts at its delivery share. */
export type Push = { connection: Connection; topic: string | null; delivery: string };

type Window = Parameters<typeof notePush>[2];

/**
 * Notes a verified push and asks for a read: 200 for a repetition, 202 when it was taken. Those that come together share
 * one read. A push that could not be acted on is forgotten, so that its repetition counts.
 */
export async function take(env: Env, db: Database, push: Push, window: Window, now: number): Promise<Response> {
  const { connection, topic, delivery } = push;
  if (!(await isNewDelivery(db, connection.id, delivery, now)))
    return Response.json({ accepted: false, reason: 'already seen' }, { status: 200 });
  try {
    await ask(env, push, await notePush(db, { id: connection.id, topic }, window, now));
  } catch (reason) {
    await forgetDelivery(db, connection.id, delivery);
    throw reason;
  }
  return Response.json({ accepted: true }, { status: 202 });
}

async function ask(env: Env, { connection: { id, orgId }, topic }: Push, plan: PushPlan): Promise<void> {
  const of = topic === null ? {} : { topic };
  const message: Job = { type: 'scan', orgId, connectionId: id, source: null, trigger: 'push', ...of };
  if (plan.read === 'now') await env.JOBS.send(message);
  if (plan.read === 'later')
    await env.JOBS.send({ ...message, closesWindow: true }, { delaySeconds: Math.ceil(plan.delayMs / 1000) });
}

/** The JSON of a body, or null when it is none. */
export function jsonOf(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
}
