import { Hono } from 'hono';
import type { MemberId } from '../db/ids.ts';
import { findUser, listUsers, lookUpUsers, type UserLookup } from '../domain/provisioning/finding-users.ts';
import { provisionUser, reprovisionUser, unprovisionUser } from '../domain/provisioning/provisioning-users.ts';
import type { User } from '../domain/provisioning/user.ts';
import { answer, answerResource, demandVersion, readBody } from './answering.ts';
import { askedBy, filterOf, readAsked } from './asking.ts';
import { baseOf } from './base.ts';
import type { ScimContext, ScimEnv } from './context.ts';
import { type Listed, presentList, search } from './listing.ts';
import type { Json } from './matching.ts';
import { patched } from './patch.ts';
import { presentUser } from './presenting-user.ts';
import { readUser } from './reading-user.ts';
import { resourceTypes } from './schemas.ts';
import { tidy } from './tidying.ts';
import { untilSettled } from './until-settled.ts';

const type = resourceTypes.User;

/** /Users: the members of the organization. */
export const users = new Hono<ScimEnv>();

users.get('/', (c) => list(c, askedBy(c.req.query())));

users.post('/.search', async (c) => list(c, readAsked(await readBody(c))));

users.post('/', async (c) => {
  const { ctx } = c.var;
  const member = await provisionUser(ctx, readUser(tidy(type, await readBody(c)), null));
  const resource = await presentUser(await findUser(ctx, member.id), baseOf(c));
  return answerResource(c, type, resource, askedBy(c.req.query()), 201);
});

users.get('/:id', async (c) => {
  const { resource } = await read(c);
  return answerResource(c, type, resource, askedBy(c.req.query()));
});

users.put('/:id', async (c) => {
  const sent = tidy(type, await readBody(c));
  return change(c, () => sent, true);
});

users.patch('/:id', async (c) => {
  const body = await readBody(c);
  return change(c, (resource) => patched(type, resource, body), false);
});

users.delete('/:id', async (c) => {
  await untilSettled(c, async () => {
    const { user, resource } = await read(c);
    demandVersion(c, resource);
    await unprovisionUser(c.var.ctx, user.member);
  });
  return c.body(null, 204);
});

/** Users as lists and searches need them. */
export const listedUsers = (c: ScimContext): Listed<UserLookup['by'], User> => ({
  type,
  lookups: {
    id: 'id',
    userName: 'userName',
    externalId: 'externalId',
    'emails.value': 'email',
    emails: 'email',
    displayName: 'name',
  },
  list: (stretch) => listUsers(c.var.ctx, stretch),
  lookUp: (lookups, limit) => lookUpUsers(c.var.ctx, lookups, limit),
  present: (user) => presentUser(user, baseOf(c)),
});

async function list(c: ScimContext, asked: ReturnType<typeof askedBy>) {
  const stretch = { offset: asked.startIndex - 1, limit: asked.count };
  return answer(c, presentList(await search(listedUsers(c), filterOf(type, asked), stretch, asked), asked.startIndex));
}

async function read(c: ScimContext): Promise<{ user: User; resource: Json }> {
  const user = await findUser(c.var.ctx, c.req.param('id') as MemberId);
  return { user, resource: await presentUser(user, baseOf(c)) };
}

const change = (c: ScimContext, changed: (resource: Json) => Json, isWhole: boolean) =>
  untilSettled(c, async () => {
    const { user, resource } = await read(c);
    demandVersion(c, resource);
    const given = readUser(changed(resource), { member: user.member, resource, isWhole });
    const member = await reprovisionUser(c.var.ctx, user.member, given);
    return answerResource(c, type, await presentUser({ ...user, member }, baseOf(c)), askedBy(c.req.query()));
  });
