import { z } from 'zod';
import type { InvitationId } from '../db/ids.ts';
import { findPendingBy, listPending, type Pending } from '../domain/invitations/finding.ts';
import {
  type Invitation,
  isExpired,
  newInvitationInput,
  newInvitationsInput,
} from '../domain/invitations/invitation.ts';
import type { Invited } from '../domain/invitations/inviting.ts';
import { resend } from '../domain/invitations/resending.ts';
import { revoke } from '../domain/invitations/revoking.ts';
import type { Member } from '../domain/members/member.ts';
import { roles } from '../domain/words.ts';
import { invitePeople, queueLetters } from '../writers/inviting.ts';
import { keyRing } from '../writers/outside.ts';
import { created, done, page } from './answer.ts';
import { cutOf, pageQuery } from './cursor.ts';
import { moment as written } from './present.ts';
import { route } from './route.ts';
import { id, moment, pageOf } from './shapes.ts';

const invitationShape = z
  .strictObject({
    id: id.nullable().meta({ description: 'Null for a member whom nobody wrote to.' }),
    member_id: id,
    name: z.string(),
    email: z.string(),
    role: z.enum(roles),
    invited_by_id: id.nullable(),
    created_at: moment.nullable(),
    expires_at: moment.nullable(),
    expired: z.boolean(),
    bounced: z.string().nullable().meta({ description: 'Why letters to the address come back.' }),
  })
  .meta({ id: 'Invitation', description: 'The newest invitation of a member who has not come yet.' });

/** Inviting is for admins, and so is a token that does it. */
export const invitations = [
  route({
    method: 'get',
    path: '/invitations',
    scope: 'admin',
    summary: 'List members who were invited and have not come, by name',
    query: pageQuery,
    answers: { 200: pageOf(invitationShape) },
    handle: async ({ ctx, query }) => page(await listPending(ctx, cutOf(query)), (each) => present(each, ctx.now)),
  }),
  route({
    method: 'post',
    path: '/invitations',
    scope: 'admin',
    summary: 'Invite somebody, who is a member at once and gets a letter with a link',
    body: newInvitationInput,
    answers: { 201: invitationShape },
    handle: async ({ ctx, env, body, origin }) => {
      const [invited] = await invitePeople(env, ctx, [body], origin);
      return created(`/invitations/${invited!.invitation.id}`, presentNew(invited!, ctx.now));
    },
  }),
  route({
    method: 'post',
    path: '/invitations/batch',
    scope: 'admin',
    summary: 'Invite up to a hundred people, all of them or none',
    body: newInvitationsInput,
    answers: { 201: z.strictObject({ data: z.array(invitationShape) }) },
    handle: async ({ ctx, env, body, origin }) => {
      const invited = await invitePeople(env, ctx, body.people, origin);
      return { status: 201, body: { data: invited.map((each) => presentNew(each, ctx.now)) } };
    },
  }),
  route({
    method: 'post',
    path: '/invitations/:id/resend',
    scope: 'admin',
    summary: 'Send an invitation again; links that were sent before stop working',
    answers: { 201: invitationShape },
    handle: async ({ ctx, env, params, origin }) => {
      const invited = await resend(ctx, keyRing(env), await findPendingBy(ctx, params.id as InvitationId));
      await queueLetters(env, ctx.org.id, [invited], origin);
      return created(`/invitations/${invited.invitation.id}`, presentNew(invited, ctx.now));
    },
  }),
  route({
    method: 'delete',
    path: '/invitations/:id',
    scope: 'admin',
    summary: 'Take an invitation back; its member goes, or is deactivated where something was given to them',
    answers: { 204: null },
    handle: async ({ ctx, params }) => {
      await revoke(ctx, await findPendingBy(ctx, params.id as InvitationId));
      return done();
    },
  }),
];

const presentNew = ({ member, invitation }: Invited, now: number) =>
  present({ member, invitation, bounced: null }, now);

type Shown = { member: Member; invitation: Invitation | null } & Pick<Pending, 'bounced'>;

const present = ({ member, invitation, bounced }: Shown, now: number): z.infer<typeof invitationShape> => ({
  id: invitation?.id ?? null,
  member_id: member.id,
  name: member.name,
  email: member.email,
  role: member.role,
  invited_by_id: invitation?.invitedById ?? null,
  created_at: invitation && written(invitation.createdAt),
  expires_at: invitation && written(invitation.expiresAt),
  expired: invitation !== null && isExpired(invitation, now),
  bounced,
});
