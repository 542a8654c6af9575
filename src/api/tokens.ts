import { z } from 'zod';
import type { TokenId } from '../db/ids.ts';
import { createToken } from '../domain/tokens/creating.ts';
import { findToken, listOwnTokens, listTokenPage } from '../domain/tokens/listing.ts';
import { revokeToken } from '../domain/tokens/revoking.ts';
import { type NamedToken, newTokenInput } from '../domain/tokens/token.ts';
import { tokenKinds, tokenScopes } from '../domain/words.ts';
import { created, done, found, page } from './answer.ts';
import { demandScope } from './authentication.ts';
import { cutOf, pageQuery } from './cursor.ts';
import { moment, momentOrNull } from './present.ts';
import { route } from './route.ts';
import { pageOf } from './shapes.ts';

const token = z.strictObject({
  id: z.string(),
  kind: z.enum(tokenKinds),
  name: z.string(),
  member_id: z.string().meta({ description: 'Whom it acts for; of a token of the organization who made it.' }),
  scopes: z.array(z.enum(tokenScopes)),
  created_at: z.string(),
  expires_at: z.string().nullable(),
  last_used_at: z.string().nullable().meta({ description: 'To the hour.' }),
});

const tokenShape = token.meta({ id: 'Token', description: 'A token that nobody has revoked, without its secret.' });

const tokenWithSecretShape = token
  .extend({ secret: z.string() })
  .meta({ id: 'TokenWithSecret', description: 'A new token. `secret` is what to send; it is never given again.' });

const listQuery = pageQuery.extend({ whose: z.enum(['own', 'all']).optional() });

export const tokens = [
  route({
    method: 'get',
    path: '/tokens',
    summary: 'List one’s own tokens, or with `whose=all` (scope `admin`) those of everybody and of the organization',
    query: listQuery,
    answers: { 200: pageOf(tokenShape) },
    handle: async ({ ctx, caller, query }) => {
      if (query.whose !== 'all') return page({ items: await listOwnTokens(ctx), next: null }, present);
      demandScope(caller, 'admin');
      return page(await listTokenPage(ctx, cutOf(query)), present);
    },
  }),
  route({
    method: 'post',
    path: '/tokens',
    summary: 'Make a token of one’s own, or of the organization (scope `admin`); the answer has its secret, once',
    body: newTokenInput,
    answers: { 201: tokenWithSecretShape },
    handle: async ({ ctx, caller, body }) => {
      if (body.kind === 'organization') demandScope(caller, 'admin');
      const { token, secret } = await createToken(ctx, body);
      const answer = created(`/tokens/${token.id}`, { ...present({ ...token, member: ctx.actor.name }), secret });
      return { ...answer, headers: { ...answer.headers, 'Cache-Control': 'no-store' } };
    },
  }),
  route({
    method: 'get',
    path: '/tokens/:id',
    summary: 'Read a token',
    answers: { 200: tokenShape },
    handle: async ({ ctx, params }) => found(present(await findToken(ctx, params.id as TokenId))),
  }),
  route({
    method: 'delete',
    path: '/tokens/:id',
    summary: 'Revoke a token at once: one’s own, or (scope `admin`) any',
    answers: { 204: null },
    handle: async ({ ctx, params }) => {
      await revokeToken(ctx, params.id as TokenId);
      return done();
    },
  }),
];

const present = (token: NamedToken): z.infer<typeof tokenShape> => ({
  id: token.id,
  kind: token.kind,
  name: token.name,
  member_id: token.memberId,
  scopes: token.scopes,
  created_at: moment(token.createdAt),
  expires_at: momentOrNull(token.expiresAt),
  last_used_at: momentOrNull(token.lastUsedAt),
});
