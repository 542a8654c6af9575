import { Hono } from 'hono';
import type { TeamId } from '../db/ids.ts';
import { findGroup, type GroupLookup, listGroups, lookUpGroups } from '../domain/provisioning/finding-groups.ts';
import type { Group } from '../domain/provisioning/group.ts';
import { provisionGroup, reprovisionGroup, unprovisionGroup } from '../domain/provisioning/provisioning-groups.ts';
import { answer, answerResource, demandVersion, readBody } from './answering.ts';
import { askedBy, filterOf, readAsked } from './asking.ts';
import { baseOf } from './base.ts';
import type { ScimContext, ScimEnv } from './context.ts';
import { type Listed, presentList, search } from './listing.ts';
import type { Json } from './matching.ts';
import { patched } from './patch.ts';
import { presentGroup } from './presenting-group.ts';
import { shows } from './projection.ts';
import { readGroup } from './reading-group.ts';
import { resourceTypes } from './schemas.ts';
import { tidy } from './tidying.ts';
import { untilSettled } from './until-settled.ts';

const type = resourceTypes.Group;

/** /Groups: the teams of the organization. */
export const groups = new Hono<ScimEnv>();

groups.get('/', (c) => list(c, askedBy(c.req.query())));

groups.post('/.search', async (c) => list(c, readAsked(await readBody(c))));

groups.post('/', async (c) => {
  const group = await provisionGroup(c.var.ctx, readGroup(tidy(type, await readBody(c))));
  return answerResource(c, type, await presentGroup(group, baseOf(c)), askedBy(c.req.query()), 201);
});

groups.get('/:id', async (c) => {
  const asked = askedBy(c.req.query());
  const group = await findGroup(c.var.ctx, c.req.param('id') as TeamId, shows(type, 'members', asked));
  return answerResource(c, type, await presentGroup(group, baseOf(c)), asked);
});

groups.put('/:id', async (c) => {
  const sent = tidy(type, await readBody(c));
  const resource = await change(c, (before) => ({ externalId: before.externalId, ...sent }));
  return answerResource(c, type, resource, askedBy(c.req.query()));
});

/** Answers with nothing unless attributes are asked for: a group of a thousand is changed by one person at a time. */
groups.patch('/:id', async (c) => {
  const body = await readBody(c);
  const asked = askedBy(c.req.query());
  const resource = await change(c, (before) => patched(type, before, body));
  return asked.attributes.length > 0 ? answerResource(c, type, resource, asked) : c.body(null, 204);
});

groups.delete('/:id', async (c) => {
  await untilSettled(c, async () => {
    const group = await findGroup(c.var.ctx, c.req.param('id') as TeamId);
    demandVersion(c, await presentGroup(group, baseOf(c)));
    await unprovisionGroup(c.var.ctx, group.team.id);
  });
  return c.body(null, 204);
});

/** Groups as lists and searches need them. `withMembers` also where a filter asks for them. */
export const listedGroups = (c: ScimContext, withMembers: boolean): Listed<GroupLookup['by'], Group> => ({
  type,
  lookups: { id: 'id', externalId: 'externalId', displayName: 'name', members: 'member', 'members.value': 'member' },
  list: (stretch) => listGroups(c.var.ctx, stretch, withMembers),
  lookUp: (lookups, limit) => lookUpGroups(c.var.ctx, lookups, limit, withMembers),
  present: (group) => presentGroup(group, baseOf(c)),
});

async function list(c: ScimContext, asked: ReturnType<typeof askedBy>) {
  const filter = filterOf(type, asked);
  const listed = listedGroups(c, /members/i.test(asked.filter ?? '') || shows(type, 'members', asked));
  const stretch = { offset: asked.startIndex - 1, limit: asked.count };
  return answer(c, presentList(await search(listed, filter, stretch, asked), asked.startIndex));
}

const change = (c: ScimContext, changed: (resource: Json) => Json): Promise<Json> =>
  untilSettled(c, async () => {
    const group = await findGroup(c.var.ctx, c.req.param('id') as TeamId);
    const resource = await presentGroup(group, baseOf(c));
    demandVersion(c, resource);
    return presentGroup(await reprovisionGroup(c.var.ctx, group, readGroup(changed(resource))), baseOf(c));
  });
