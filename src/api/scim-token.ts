import { z } from 'zod';
import { endProvisioningToken, makeProvisioningToken } from '../domain/provisioning/token.ts';
import { done } from './answer.ts';
import { moment } from './present.ts';
import { route } from './route.ts';

const scimTokenShape = z
  .strictObject({
    token: z.string(),
    base_url: z.string().meta({ description: 'Where the identity system reaches SCIM 2.0.' }),
    created_at: z.string(),
  })
  .meta({ id: 'ScimToken', description: 'The token of the identity system. It is never given again.' });

export const scimToken = [
  route({
    method: 'post',
    path: '/scim-token',
    scope: 'admin',
    summary: 'Make the token with which an identity system keeps members and teams; the one before ends',
    answers: { 201: scimTokenShape },
    handle: async ({ ctx, origin }) => ({
      status: 201,
      body: {
        token: await makeProvisioningToken(ctx),
        base_url: `${origin}/scim/v2`,
        created_at: moment(ctx.now),
      },
      headers: { 'Cache-Control': 'no-store' },
    }),
  }),
  route({
    method: 'delete',
    path: '/scim-token',
    scope: 'admin',
    summary: 'End the token of the identity system; whom it provisioned stays',
    answers: { 204: null },
    handle: async ({ ctx }) => {
      await endProvisioningToken(ctx);
      return done();
    },
  }),
];
