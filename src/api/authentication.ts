import { may, sentences } from '../domain/permission.ts';
import { isDemoToken } from '../domain/sessions/demo.ts';
import { type Caller, findCaller } from '../domain/sessions/session.ts';
import { allows, mostOf } from '../domain/tokens/token.ts';
import type { TokenScope } from '../domain/words.ts';
import { Declined } from './problem.ts';
import type { ApiContext } from './route.ts';

/** Whom the bearer token belongs to. One round trip. @throws Refusal `unauthorized` without a token that is good now */
export async function authenticate(c: ApiContext): Promise<Caller> {
  const token = /^Bearer +(\S+)$/i.exec(c.req.header('Authorization')?.trim() ?? '')?.[1];
  if (!token) throw unauthorized('Send a token: Authorization: Bearer cairn_pat_...', 'Bearer realm="Cairn"');
  const isTaken = c.env.ENVIRONMENT === 'development' || !isDemoToken(token);
  const caller = isTaken ? await findCaller(c.var.db, token, c.var.now) : null;
  if (!caller)
    throw unauthorized('This token is unknown, expired or revoked.', 'Bearer realm="Cairn", error="invalid_token"');
  return caller;
}

/** @throws Refusal `forbidden` for who may not do so themselves, and for a token without the scope */
export function demandScope({ scopes, actor }: Caller, scope: TokenScope, talks = false): void {
  if (scope !== 'read' && !talks && !may.createOkr(actor)) throw new Declined(403, 'forbidden', sentences.observer);
  if (scope === 'admin' && mostOf(actor.role) !== 'admin') throw new Declined(403, 'forbidden', sentences.admin);
  if (!allows(scopes, scope))
    throw new Declined(403, 'forbidden', `This token lacks the scope “${scope}”.`, {
      'WWW-Authenticate': `Bearer realm="Cairn", error="insufficient_scope", scope="${scope}"`,
    });
}

const unauthorized = (message: string, challenge: string) =>
  new Declined(401, 'unauthorized', message, { 'WWW-Authenticate': challenge });
