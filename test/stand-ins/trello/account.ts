import type { App, Member, State, Token } from './state.ts';

/** Who asks: the app, the token and its person. */
export type Asker = { app: App; token: Token; member: Member };

/** Key and token of a request, from its OAuth header or its query. */
export function credentialsOf(request: Request, url: URL): { key: string; token: string } {
  const header = request.headers.get('Authorization') ?? '';
  const named = (name: string) =>
    /^OAuth\s/i.test(header) ? (new RegExp(`\\b${name}="([^"]*)"`).exec(header)?.[1] ?? null) : null;
  return {
    key: named('oauth_consumer_key') ?? url.searchParams.get('key') ?? '',
    token: named('oauth_token') ?? url.searchParams.get('token') ?? '',
  };
}

/** Finds who asks, or says in Trello's words what is wrong with the credentials. */
export function askerOf(state: State, given: { key: string; token: string }, now: number): Asker | string {
  const app = state.apps.find(({ key }) => key === given.key);
  if (!app) return 'invalid key';
  const token = state.tokens.find((each) => each.token === given.token && each.key === given.key);
  const member = state.members.find(({ id }) => id === token?.idMember);
  if (!token || !member) return 'invalid token';
  return token.expires !== null && token.expires <= now ? 'expired token' : { app, token, member };
}
