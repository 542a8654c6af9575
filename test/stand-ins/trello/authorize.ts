import { type Html, html } from '../common/html.ts';
import { nextId } from './state.ts';
import type { Trello } from './trello.ts';

const DAY_MS = 24 * 60 * 60_000;
const LIVES: Record<string, number | null> = {
  '1hour': DAY_MS / 24,
  '1day': DAY_MS,
  '30days': 30 * DAY_MS,
  never: null,
};

/** The page on which a person lets an app in: a form, a refusal in words, or where to go with the token. */
export function authorize(trello: Trello, allowed: boolean, asked: URLSearchParams): Html | string | URL {
  const { state } = trello;
  const app = state.apps.find(({ key }) => key === asked.get('key'));
  if (!app) return 'App not found';
  const back = asked.get('return_url');
  if (back !== null && !app.origins.includes(URL.parse(back)?.origin ?? ''))
    return 'Invalid return_url. The return URL must have an allowed origin.';
  if (asked.get('response_type') !== 'token') return 'Invalid response_type';
  const life = LIVES[asked.get('expiration') ?? '30days'];
  if (life === undefined) return 'Invalid expiration';
  const scopes = (asked.get('scope') ?? 'read').split(',');
  const [member] = state.members;
  if (!member) return 'Nobody is signed in';
  if (!allowed)
    return html`<h1>${asked.get('name') ?? app.name} wants to use your account</h1>
      <p>It may: ${scopes.join(', ')}. You are ${member.fullName}.</p>
      <form method="post" action="/1/authorize?${asked.toString()}"><button>Allow</button></form>`;
  const token = `ATTA${nextId(state, trello.now())}${crypto.randomUUID().replaceAll('-', '')}`;
  const expires = life === null ? null : trello.now() + life;
  state.tokens.push({ token, key: app.key, idMember: member.id, scopes, expires });
  trello.changed();
  if (back === null) return html`<h1>You have granted access</h1><p>Your token:</p><pre>${token}</pre>`;
  const to = new URL(back);
  if (asked.get('callback_method') === 'postMessage') return 'This stand-in knows the fragment only';
  to.hash = `token=${token}`;
  return to;
}
