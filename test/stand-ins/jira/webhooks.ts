import { signHmac, toHex } from '../../../src/lib/hmac.ts';
import { search } from './jql-match.ts';
import { parseJql } from './jql-parse.ts';
import { issueBody, userBody } from './present.ts';
import { type Issue, type State, statuses, type Webhook } from './state.ts';

/** What happened to an issue; `from` is the status before it moved. */
export type Change =
  | { event: 'jira:issue_created' | 'jira:issue_deleted'; issue: Issue }
  | { event: 'jira:issue_updated'; issue: Issue; from: Issue['status'] };

export type Deliver = (request: Request) => Promise<Response>;

/** How a webhook's newest delivery went, by the webhook's id: an HTTP status, or 0 when nobody answered. */
export type Deliveries = Map<string, { status: number; at: number }>;

type Post = { state: State; origin: string; now: () => number; deliver: Deliver; retries: number; log: Deliveries };

const RETRIED = [408, 409, 425, 429];

/** Tells every webhook that asked for it, each attempt of one delivery under the same identifier. */
export async function announce(change: Change, post: Post): Promise<void> {
  const body = JSON.stringify(changeBody(change, post));
  const asked = post.state.webhooks.filter((webhook) => wants(webhook, change, post.state));
  await Promise.all(asked.map((webhook) => send(webhook, body, post)));
}

async function send(webhook: Webhook, body: string, { now, deliver, retries, log }: Post): Promise<void> {
  const identifier = crypto.randomUUID();
  for (let attempt = 0; attempt <= retries; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt));
    const headers = await headersOf(webhook, body, identifier, attempt);
    const request = new Request(webhook.url, { method: 'POST', headers, body });
    const status = await deliver(request).then(
      (response) => response.status,
      () => 0,
    );
    log.set(webhook.id, { status, at: now() });
    if (status !== 0 && status < 500 && !RETRIED.includes(status)) return;
  }
}

async function headersOf({ secret }: Webhook, body: string, identifier: string, attempt: number): Promise<Headers> {
  const headers = new Headers({
    'Content-Type': 'application/json; charset=utf-8',
    'User-Agent': 'Atlassian HttpClient (stand-in)',
    'X-Atlassian-Webhook-Identifier': identifier,
    'X-Atlassian-Webhook-Flow': 'Primary',
  });
  if (attempt > 0) headers.set('X-Atlassian-Webhook-Retry', String(attempt));
  if (secret) {
    headers.set('X-Hub-Signature', `sha256=${toHex(await signHmac(secret, new TextEncoder().encode(body)))}`);
  }
  return headers;
}

function wants(webhook: Webhook, { event, issue }: Change, state: State): boolean {
  if (!webhook.events.includes(event)) return false;
  return webhook.jql === '' || search({ ...state, issues: [issue] }, parseJql(webhook.jql), null).length > 0;
}

function changeBody(change: Change, { state, origin, now }: Post) {
  const [user] = state.accounts;
  const moved = change.event === 'jira:issue_updated';
  return {
    timestamp: now(),
    webhookEvent: change.event,
    issue_event_type_name: moved ? 'issue_generic' : change.event.slice('jira:'.length),
    user: user && userBody(user, origin),
    issue: issueBody(change.issue, ['*all'], { state, origin }),
    ...(moved ? { changelog: changelog(change.from, change.issue, now()) } : {}),
  };
}

const changelog = (from: Issue['status'], { status }: Issue, now: number) => ({
  id: String(now),
  items: [
    {
      field: 'status',
      fieldtype: 'jira',
      fieldId: 'status',
      from: statuses[from].id,
      fromString: from,
      to: statuses[status].id,
      toString: status,
    },
  ],
});
