import { findMember } from '../domain/members/listing.ts';
import { found } from './answer.ts';
import { route } from './route.ts';
import { meShape } from './shapes.ts';

export const me = [
  route({
    method: 'get',
    path: '/me',
    summary: 'Who the token acts for, and in which organization',
    answers: { 200: meShape },
    handle: async ({ ctx, caller }) => {
      const { id, name, email, role } = await findMember(ctx, caller.actor.memberId!);
      const { id: orgId, slug, name: orgName, timeZone, locale } = ctx.org;
      const organization = { id: orgId, slug, name: orgName, time_zone: timeZone, locale };
      return found({ id, name, email, role, scopes: caller.scopes, organization });
    },
  }),
];
