import { signHmac, toHex } from '../../../src/lib/hmac.ts';
import { type Filter, homeOf, newGid, type State, type Task, type Webhook } from './state.ts';

/** What happened to a task: to a field of it, or to where it is (`parent`). */
export type Change = {
  action: 'added' | 'changed' | 'removed' | 'deleted' | 'undeleted';
  task: Task;
  field?: string;
  newValue?: { gid: string; resource_type: string } | null;
  parent?: { gid: string; resource_type: string };
};

export type Deliver = (request: Request) => Promise<Response>;

/** How a webhook's newest delivery went, by the webhook's gid: an HTTP status, or 0 when nobody answered. */
export type Deliveries = Map<string, { status: number; at: number }>;

type Post = { state: State; now: () => number; deliver: Deliver; retries: number; log: Deliveries };

const PATIENCE_MS = 10_000;

/**
 * Makes a webhook as Asana does: calls the target with a new secret while the asker waits, and only if the target echoes
 * it, keeps the webhook and sends a first heartbeat. Null when the target does not shake hands.
 */
export async function shakeHands(
  wish: Pick<Webhook, 'resource' | 'target' | 'filters' | 'user'>,
  post: Post,
): Promise<Webhook | null> {
  const secret = toHex(crypto.getRandomValues(new Uint8Array(16)));
  const request = new Request(wish.target, { method: 'POST', headers: { 'X-Hook-Secret': secret } });
  const answer = await withPatience(post.deliver(request));
  if (!answer?.ok || answer.headers.get('X-Hook-Secret') !== secret) return null;
  const webhook = { ...wish, gid: newGid(post.state), secret, createdAt: post.now() };
  post.state.webhooks.push(webhook);
  return webhook;
}

/** Tells every webhook of the task's project that asked for such changes, all of them in one delivery. */
export async function announce(changes: readonly Change[], user: string | null, post: Post): Promise<void> {
  const { state, now } = post;
  await Promise.all(
    state.webhooks.map(async (webhook) => {
      const wanted = changes.filter((change) => concerns(webhook, change, state));
      const events = wanted.map((change) => eventBody(change, user, now()));
      if (events.length > 0) await send(webhook, JSON.stringify({ events }), post);
    }),
  );
}

/** The empty delivery with which Asana looks whether somebody listens, to all webhooks or the one. */
export async function heartbeat(post: Post, only?: Webhook): Promise<void> {
  const to = only ? [only] : post.state.webhooks;
  await Promise.all(to.map((webhook) => send(webhook, JSON.stringify({ events: [] }), post)));
}

async function send(webhook: Webhook, body: string, { state, now, deliver, retries, log }: Post): Promise<void> {
  const signature = toHex(await signHmac(webhook.secret, new TextEncoder().encode(body)));
  for (let attempt = 0; attempt <= retries; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt));
    const headers = { 'Content-Type': 'application/json', 'X-Hook-Signature': signature };
    const answer = await withPatience(deliver(new Request(webhook.target, { method: 'POST', headers, body })));
    const status = answer?.status ?? 0;
    log.set(webhook.gid, { status, at: now() });
    if (status === 410) state.webhooks = state.webhooks.filter(({ gid }) => gid !== webhook.gid);
    if (status === 410 || (status >= 200 && status < 300)) return;
  }
}

/** The answer, or null when none came in time. */
function withPatience(answer: Promise<Response>): Promise<Response | null> {
  const { promise, resolve } = Promise.withResolvers<Response | null>();
  const timer = setTimeout(() => resolve(null), PATIENCE_MS);
  answer.then(resolve, () => resolve(null));
  return promise.finally(() => clearTimeout(timer));
}

function concerns(webhook: Webhook, change: Change, state: State): boolean {
  const { task } = change;
  const inside = task.memberships.some(({ project }) => project === webhook.resource);
  if (!inside && homeOf(state, task) !== webhook.resource) return false;
  return webhook.filters.length === 0 || webhook.filters.some((filter) => passes(filter, change));
}

const passes = ({ resource_type, resource_subtype, action, fields }: Filter, change: Change): boolean =>
  (resource_type ?? 'task') === 'task' &&
  (resource_subtype ?? change.task.subtype) === change.task.subtype &&
  (action ?? change.action) === change.action &&
  (!fields || (change.field !== undefined && fields.includes(change.field)));

/** Compact: who, when, what, which. What it is now has to be asked for. */
const eventBody = ({ action, task, field, newValue, parent }: Change, user: string | null, now: number) => ({
  user: user && { gid: user, resource_type: 'user' },
  created_at: new Date(now).toISOString(),
  action,
  resource: { gid: task.gid, resource_type: 'task', resource_subtype: task.subtype },
  parent: parent ?? null,
  ...(field ? { change: { field, action: 'changed', ...(newValue !== undefined && { new_value: newValue }) } } : {}),
});
