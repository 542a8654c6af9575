import { and, eq, getTableColumns, isNull, sql } from 'drizzle-orm';
import type { TokenId } from '../../db/ids.ts';
import { apiTokens } from '../../db/schema/access.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { type Cut, cut, type Page, valuesOf } from '../paging.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import type { NamedToken } from './token.ts';

/** The acting member's own tokens that nobody has revoked, oldest first; expired ones included. */
export const listOwnTokens = async (ctx: Context): Promise<NamedToken[]> =>
  ctx.actor.memberId === null
    ? []
    : // The unary plus leads SQLite by the member, not through the tokens of all.
      named(ctx)
        .where(and(standing(ctx), eq(apiTokens.memberId, ctx.actor.memberId), sql`+${apiTokens.kind} = 'personal'`))
        .orderBy(apiTokens.id);

/**
 * A page of all tokens that nobody has revoked: those of the organization first, then personal ones, each oldest first.
 * @throws Refusal `forbidden` unless admin
 */
export async function listTokenPage(ctx: Context, { after, limit }: Cut): Promise<Page<NamedToken>> {
  demand(may.administer(ctx.actor), sentences.admin);
  const last = valuesOf(after, 'string', 'string');
  const rows = await named(ctx)
    .where(and(standing(ctx), last ? sql`(${apiTokens.kind}, ${apiTokens.id}) > (${last[0]}, ${last[1]})` : undefined))
    .orderBy(apiTokens.kind, apiTokens.id)
    .limit(limit + 1);
  return cut(rows, limit, (last) => [last.kind, last.id]);
}

/** A token that the actor may see: their own, or as an admin any. @throws Refusal `not_found` */
export async function findToken(ctx: Context, id: TokenId): Promise<NamedToken> {
  const [found] = await named(ctx).where(and(standing(ctx), eq(apiTokens.id, id)));
  const own = found?.kind === 'personal' && found.memberId === ctx.actor.memberId;
  if (!found || !(own || may.administer(ctx.actor))) throw new Refusal('not_found', 'There is no such token.');
  return found;
}

const named = ({ db, org }: Context) => {
  const { tokenHash: _, ...columns } = getTableColumns(apiTokens);
  return db
    .select({ ...columns, member: members.name })
    .from(apiTokens)
    .innerJoin(members, and(eq(members.id, apiTokens.memberId), eq(members.orgId, org.id)));
};

const standing = ({ org }: Context) => and(eq(apiTokens.orgId, org.id), isNull(apiTokens.revokedAt));
