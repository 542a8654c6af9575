import { signHmac } from '../../../src/lib/hmac.ts';
import { boardBody, memberBody } from './present.ts';
import { nextId, type State, type Webhook } from './state.ts';

/** What happened on a board, in the words of Trello's actions. `data` names what it happened to. */
export type Change = {
  idBoard: string;
  type: string;
  data: Record<string, unknown>;
  translationKey?: string;
};

export type Deliver = (request: Request) => Promise<Response>;

/** How a webhook's newest delivery went, by the webhook's id: an HTTP status, or 0 when nobody answered. */
export type Deliveries = Map<string, { status: number; at: number }>;

export type Post = { state: State; now: () => number; deliver: Deliver; retries: number; log: Deliveries };

/** Tells every webhook of the board, each attempt with the same action. One that answers 410 is removed. */
export async function announce(change: Change, post: Post): Promise<void> {
  const { state } = post;
  const board = state.boards.find(({ id }) => id === change.idBoard);
  if (!board) return;
  const action = actionOf(change, post);
  const body = JSON.stringify({ model: boardBody(board), action });
  const asked = state.webhooks.filter(({ active, idModel }) => active && idModel === board.id);
  await Promise.all(asked.map((webhook) => send(webhook, body, post)));
}

async function send(webhook: Webhook, body: string, post: Post): Promise<void> {
  const { state, now, deliver, retries, log } = post;
  const token = state.tokens.find((each) => each.token === webhook.token);
  const app = state.apps.find(({ key }) => key === token?.key);
  if (!app) return;
  const headers = {
    'Content-Type': 'application/json; charset=utf-8',
    'User-Agent': 'Trello webhook (stand-in)',
    'X-Trello-Webhook': await signatureOf(app.secret, body, webhook.callbackURL),
  };
  for (let attempt = 0; attempt <= retries; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** attempt));
    const status = await deliver(new Request(webhook.callbackURL, { method: 'POST', headers, body })).then(
      (response) => response.status,
      () => 0,
    );
    log.set(webhook.id, { status, at: now() });
    if (status === 410) state.webhooks.splice(state.webhooks.indexOf(webhook), 1);
    const taken = status >= 200 && status < 300;
    webhook.consecutiveFailures = taken ? 0 : webhook.consecutiveFailures + 1;
    webhook.firstConsecutiveFailDate = taken
      ? null
      : (webhook.firstConsecutiveFailDate ?? new Date(now()).toISOString());
    if (taken || status === 410) return;
  }
}

/** The base64 HMAC-SHA1 of body and callback address. */
export async function signatureOf(secret: string, body: string, callbackURL: string): Promise<string> {
  const signed = await signHmac(secret, new TextEncoder().encode(body + callbackURL), 'SHA-1');
  return btoa(String.fromCharCode(...signed));
}

function actionOf({ idBoard, type, data, translationKey }: Change, { state, now }: Post) {
  const [creator] = state.members;
  const { id, name, shortLink } = state.boards.find((board) => board.id === idBoard)!;
  return {
    id: nextId(state, now()),
    idMemberCreator: creator?.id,
    type,
    date: new Date(now()).toISOString(),
    data: { board: { id, name, shortLink }, ...data },
    display: { translationKey: translationKey ?? `action_${type}` },
    memberCreator: creator && memberBody(creator),
  };
}
