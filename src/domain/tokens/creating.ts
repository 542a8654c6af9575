import { and, count, eq, isNull, sql } from 'drizzle-orm';
import { commit } from '../../db/commit.ts';
import { newId } from '../../db/ids.ts';
import { apiTokens } from '../../db/schema/access.ts';
import { hashOf, newToken } from '../../lib/tokens.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand, may, notOnBehalf, sentences } from '../permission.ts';
import { invalid, Refusal } from '../refusal.ts';
import type { TokenKind } from '../words.ts';
import { endOf, mostOf, type NewToken, type Token, USUAL_MS, upTo, widest } from './token.ts';

/** Tokens in use that one member, and that one organization, may have. */
const MOST: Record<TokenKind, number> = { personal: 50, organization: 100 };

const prefixes: Record<TokenKind, string> = { personal: 'cairn_pat_', organization: 'cairn_org_' };

/**
 * Makes a token. `secret` is what a script sends; it is kept nowhere, so this is the only time that anybody sees it.
 * @throws Refusal `forbidden` for a token of the organization unless admin, for a personal one where members make none, and
 * on behalf of somebody; `invalid` for more than the maker may, a day that is over, or no end unless admin; `limit`
 */
export async function createToken(ctx: Context, input: NewToken): Promise<{ token: Token; secret: string }> {
  const { actor, org, db, now } = ctx;
  const { kind, name } = input;
  notOnBehalf(ctx);
  if (kind === 'organization') demand(may.administer(actor), sentences.admin);
  else demand(may.makeToken(actor, org), sentences.token);
  const { memberId } = actor;
  if (memberId === null) throw new Refusal('forbidden', 'A token of the organization makes no other tokens.');
  const scopes = scopesAsked(ctx, input);
  const expiresAt = expiryAsked(ctx, input);
  await checkRoom(ctx, kind);

  const secret = newToken(prefixes[kind]);
  const token: Token = {
    id: newId('tok', now),
    orgId: org.id,
    kind,
    memberId,
    name,
    scopes,
    createdAt: now,
    expiresAt,
    lastUsedAt: null,
    revokedAt: null,
  };
  await commit(db, [
    db.insert(apiTokens).values({ ...token, tokenHash: await hashOf(secret) }),
    eventRow(ctx, { action: 'token.created', subject: token.id, data: { kind, scopes, expires_at: expiresAt } }),
  ]);
  return { token, secret };
}

function scopesAsked({ actor }: Context, { scopes }: NewToken) {
  const most = mostOf(may.administer(actor) ? actor.role : actor.role === 'observer' ? 'observer' : 'member');
  const asked = upTo(widest(scopes)!);
  if (!upTo(most).includes(asked.at(-1)!)) throw invalid({ scopes: 'A token does no more than you may do yourself.' });
  return asked;
}

function expiryAsked({ actor, org, now }: Context, { expires_on: day }: NewToken): number | null {
  if (day === undefined) return now + USUAL_MS;
  if (day === null) {
    if (!may.administer(actor))
      throw invalid({ expires_on: 'Only tokens of owners and admins work for ever. Choose a last day.' });
    return null;
  }
  const expiresAt = endOf(day, org);
  if (expiresAt <= now) throw invalid({ expires_on: 'This day is over. Choose one to come.' });
  return expiresAt;
}

async function checkRoom({ db, org, actor, now }: Context, kind: TokenKind): Promise<void> {
  const [found] = await db
    .select({ tokens: count() })
    .from(apiTokens)
    .where(
      and(
        eq(apiTokens.orgId, org.id),
        kind === 'personal' ? eq(apiTokens.memberId, actor.memberId!) : undefined,
        eq(apiTokens.kind, kind),
        isNull(apiTokens.revokedAt),
        sql`coalesce(${apiTokens.expiresAt}, ${now + 1}) > ${now}`,
      ),
    );
  if ((found?.tokens ?? 0) >= MOST[kind])
    throw new Refusal('limit', `${MOST[kind]} tokens are in use. Revoke one that nobody needs.`);
}
