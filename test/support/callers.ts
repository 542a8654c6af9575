import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { newId } from '../../src/db/ids.ts';
import { apiTokens } from '../../src/db/schema/access.ts';
import { scimTokens } from '../../src/db/schema/people.ts';
import { beginBehalf } from '../../src/domain/behalves/beginning.ts';
import type { Actor } from '../../src/domain/context.ts';
import { addMember } from '../../src/domain/members/creating.ts';
import type { TokenScope } from '../../src/domain/words.ts';
import type { Env } from '../../src/env.ts';
import worker from '../../src/index.ts';
import { hashOf, newToken } from '../../src/lib/tokens.ts';
import type { Person, World } from './world.ts';

/** What somebody is: through which door they come, as whom, and with what a token allows. */
export type Caller = Shown & {
  door: 'page' | 'api' | 'scim' | null;
  org?: 'other';
  actor: Actor;
  scope?: TokenScope;
};

/** What somebody shows at a door. */
export type Shown = { cookie?: string; token?: string };

/** How a request was answered: everything about it that can be seen from outside. */
export type Heard = { status: number; text: string; headers: Record<string, string>; cost: string };

/** Production as it is set up by default: `__Host-` cookies over https, no personas, no mailbox. */
export const production = { ...env, ENVIRONMENT: 'production', EGRESS_ALLOW: '' } as unknown as Env;

export const SITE = 'https://cairn.test';

/** Sends a request to a deployment in production, and waits for what goes on after its answer. */
export async function inProduction(path: string, init: RequestInit = {}): Promise<Response> {
  const later = createExecutionContext();
  const answer = await worker.fetch(new Request(SITE + path, { redirect: 'manual', ...init }), production, later);
  const { status, headers } = answer;
  const whole = status === 204 || status === 304 ? null : await answer.arrayBuffer();
  await waitOnExecutionContext(later);
  return new Response(whole, { status, headers });
}

/** Asks as somebody would; a body goes as the door expects it. */
export async function ask(
  { cookie, token }: Shown,
  method: string,
  path: string,
  body: Record<string, unknown> = {},
): Promise<Heard> {
  const isForm = path.startsWith('/o/');
  const reads = ['GET', 'HEAD', 'DELETE'].includes(method);
  const answer = await inProduction(path, {
    method,
    headers: {
      Origin: SITE,
      ...(cookie && { Cookie: `__Host-${cookie}` }),
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(!isForm && !reads && { 'Content-Type': 'application/json' }),
    },
    ...(!reads && { body: isForm ? new URLSearchParams(body as Record<string, string>) : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const { 'x-request-id': _, 'server-timing': timing = '', ...headers } = Object.fromEntries(answer.headers);
  return { status: answer.status, text, headers, cost: /desc="([^"]*)"/.exec(timing)?.[1] ?? '' };
}

/** Everybody who may come to the doors of an organization, by what they are. `other` is the organization beside it. */
export async function callersOf(w: World, other: World): Promise<Record<string, Caller>> {
  const { id, name } = await addMember(w.as(w.ada), { name: 'Eve', email: `eve@${w.org.slug}.test`, role: 'member' });
  const eve: Person = { id, name, email: `eve@${w.org.slug}.test`, role: 'member' };
  const person = ({ id: memberId, name, role }: Person): Actor => ({ memberId, name, role, via: 'page' });
  const browser = async (who: Person, of = w): Promise<Caller> => ({
    door: 'page',
    cookie: await of.cookie(who),
    actor: person(who),
    ...(of === other && { org: 'other' }),
  });
  const script = async (who: Person, scope: TokenScope, of = w): Promise<Caller> => ({
    door: 'api',
    token: await of.token(who, [scope]),
    actor: { ...person(who), via: 'api', tokenId: newId('tok', w.now), limited: scope !== 'admin' } as Actor,
    scope,
    ...(of === other && { org: 'other' }),
  });
  const system = async (of = w): Promise<Caller> => ({
    door: 'scim',
    token: await systemToken(of),
    actor: { memberId: null, name: 'The identity system', role: 'admin', via: 'scim' },
    ...(of === other && { org: 'other' }),
  });
  const whole = { memberId: null, name: 'Report', role: 'admin', via: 'api', tokenId: newId('tok', w.now) } as const;
  return {
    owner: await browser(w.ada),
    admin: await browser(w.amir),
    member: await browser(eve),
    observer: await browser(w.omar),
    'an admin who acts for a member': {
      door: 'page',
      cookie: await cookieFor(w, eve.id),
      actor: { ...person(eve), by: { memberId: w.amir.id, name: w.amir.name } } as Actor,
    },
    nobody: { door: null, actor: person(w.omar) },
    'an owner of another organization': await browser(other.ada, other),
    'an owner’s token to read': await script(w.ada, 'read'),
    'an owner’s token to check in': await script(w.ada, 'check_in'),
    'an owner’s token to write': await script(w.ada, 'write'),
    'an owner’s token to administer': await script(w.ada, 'admin'),
    'a member’s token': await script(eve, 'write'),
    'an observer’s token': await script(w.omar, 'check_in'),
    'a token of the organization': { door: 'api', token: await tokenOf(w), actor: whole, scope: 'admin' },
    'a token of another organization': await script(other.ada, 'admin', other),
    'the identity system': await system(),
    'the identity system of another organization': await system(other),
  };
}

/** A session of Amir in which he acts for a member. */
async function cookieFor(w: World, memberId: Person['id']): Promise<string> {
  const cookie = await w.cookie(w.amir);
  const asked = { member_id: memberId, minutes: 60, reason: 'They asked for help' } as const;
  await beginBehalf(w.as(w.amir), asked, await hashOf(cookie.replace('session=', '')));
  return cookie;
}

async function tokenOf(w: World): Promise<string> {
  const token = `cairn_org_${newToken()}`;
  const row = {
    id: newId('tok', w.now),
    orgId: w.org.id,
    memberId: w.ada.id,
    name: 'Report',
    kind: 'organization' as const,
  };
  await w.db.insert(apiTokens).values({ ...row, scopes: ['admin'], tokenHash: await hashOf(token), createdAt: w.now });
  return token;
}

export async function systemToken(w: World): Promise<string> {
  const token = `cairn_scim_${newToken()}`;
  await w.db.insert(scimTokens).values({ orgId: w.org.id, tokenHash: await hashOf(token), createdAt: w.now });
  return token;
}
