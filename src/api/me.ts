import { findMember } from '../domain/members/listing.ts';
import { found } from './answer.ts';
import { route } from './route.ts';
import { meShape } from './shapes.ts';

export const me = [
  route({
    method: 'get',
    path: '/me',
    summary: 'Who the token acts for, or that it acts for the organization itself, and in which one',
    answers: { 200: meShape },
    handle: async ({ ctx, caller }) => {
      const { memberId, tokenId, name: tokenName, role: tokenRole } = caller.actor;
      const itself = { id: tokenId, name: tokenName, email: null, role: tokenRole };
      const { id, name, email, role } = memberId === null ? itself : await findMember(ctx, memberId);
      const { id: orgId, slug, name: orgName, timeZone, locale } = ctx.org;
      const organization = { id: orgId, slug, name: orgName, time_zone: timeZone, locale };
      return found({ id, name, email, role, scopes: caller.scopes, organization });
    },
  }),
];
