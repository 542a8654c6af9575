import { previewSettings } from '../domain/organizations/previewing.ts';
import { settingsPatch } from '../domain/organizations/settings.ts';
import { Refusal } from '../domain/refusal.ts';
import { configure } from '../writers/configuring.ts';
import { found } from './answer.ts';
import { demandMatch } from './conditional.ts';
import { organizationShape, recolouringShape } from './organization-shape.ts';
import { presentOrganization } from './present.ts';
import { route } from './route.ts';

export const organization = [
  route({
    method: 'get',
    path: '/organization',
    summary: 'Read the organization and its settings',
    answers: { 200: organizationShape },
    handle: async ({ ctx }) => found(presentOrganization(ctx.org)),
  }),
  route({
    method: 'patch',
    path: '/organization',
    scope: 'admin',
    summary: 'Change settings; what is not named stays. Open OKRs are judged anew',
    body: settingsPatch,
    guarded: true,
    answers: { 200: organizationShape },
    handle: async ({ ctx, env, body, ifMatch }) => {
      await demandMatch(ifMatch, presentOrganization(ctx.org));
      const { org } = await configure(env, ctx, body, ifMatch !== undefined);
      return found(presentOrganization(org));
    },
  }),
  route({
    method: 'post',
    path: '/organization/recolouring',
    scope: 'admin',
    summary: 'How many open OKRs would change their status if settings were changed so; changes nothing',
    body: settingsPatch,
    answers: { 200: recolouringShape },
    handle: async ({ ctx, body }) => {
      const foreseen = await previewSettings(ctx, body);
      if (!foreseen) throw new Refusal('limit', 'There are too many open OKRs to count beforehand.');
      return { status: 200, body: foreseen };
    },
  }),
];
