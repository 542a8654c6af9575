import type { Account, State } from './state.ts';

/** By which door a request came: the site of a Cloud, the API gateway, or a Data Center. */
export type Door = 'site' | 'gateway' | 'data_center';

/** Who asks. `tried` when credentials came along, so that null then means they were refused. */
export type Asker = { account: Account | null; tried: boolean };

/** Finds the account behind the Authorization header. Each kind of token opens only its own door. */
export function askerOf(request: Request, door: Door, state: State, now: number): Asker {
  const [scheme = '', value = ''] = (request.headers.get('Authorization') ?? '').split(' ');
  if (scheme.toLowerCase() === 'bearer') {
    const grant = state.grants.find(({ access, until }) => access === value && until > now);
    const allowed = state.accounts.find(({ accountId }) => accountId === grant?.accountId);
    if (door === 'gateway') return { account: allowed ?? null, tried: true };
    const holder = state.accounts.find(({ pats }) => pats.includes(value));
    return { account: (door === 'data_center' && holder) || null, tried: true };
  }
  if (scheme.toLowerCase() !== 'basic') return { account: null, tried: false };
  const [user, token] = decode(value);
  const holder = state.accounts.find(({ email }) => email.toLowerCase() === user.toLowerCase());
  const valid = door === 'site' ? holder?.tokens : door === 'gateway' ? holder?.scopedTokens : [];
  return { account: (valid?.includes(token) && holder) || null, tried: true };
}

/** The headers by which Jira tells whether it believed the credentials. */
export function loginHeaders({ account, tried }: Asker, door: Door): Record<string, string> {
  if (!account) return tried ? { 'X-Seraph-LoginReason': 'AUTHENTICATED_FAILED' } : {};
  const ok = { 'X-Seraph-LoginReason': 'OK' };
  if (door === 'data_center') return { ...ok, 'X-AUSERNAME': account.email };
  return { ...ok, 'X-AACCOUNTID': account.accountId };
}

function decode(basic: string): [user: string, token: string] {
  try {
    const text = new TextDecoder().decode(Uint8Array.from(atob(basic), (character) => character.charCodeAt(0)));
    const colon = text.indexOf(':');
    return [text.slice(0, colon), text.slice(colon + 1)];
  } catch {
    return ['', ''];
  }
}
