import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { TeamId } from '../../src/db/ids.ts';
import { events } from '../../src/db/schema/access.ts';
import { teams } from '../../src/db/schema/organizations.ts';
import { findTeam } from '../../src/domain/teams/listing.ts';
import { GROUP, patchOf, provisioned, where } from './caller.ts';

const sales = (members: string[] = []) => ({
  schemas: [GROUP],
  displayName: 'Sales',
  externalId: 'g-1',
  members: members.map((value) => ({ value })),
});

describe('a group', () => {
  it('is a team with these members, made in one commit', async () => {
    const { w, call } = await provisioned();
    const { status, body, headers, trips } = await call('POST', '/Groups', sales([w.dana.id, w.omar.id, w.dana.id]));
    expect([status, headers.get('Location')]).toEqual([201, `https://cairn.test/scim/v2/Groups/${body.id}`]);
    expect(trips).toBeLessThanOrEqual(4);
    const team = await findTeam(w.as(w.ada), body.id as TeamId);
    expect(team).toMatchObject({ name: 'Sales', externalId: 'g-1', memberIds: [w.dana.id, w.omar.id].sort() });
    const happened = await w.db.select().from(events).where(eq(events.subjectId, body.id));
    expect(happened.map(({ action, via }) => [action, via])).toEqual([['team.created', 'scim']]);
  });

  it('has its own name', async () => {
    const { w, call } = await provisioned();
    const taken = await call('POST', '/Groups', { ...sales(), displayName: 'Product' });
    expect([taken.status, taken.body.scimType]).toEqual([409, 'uniqueness']);
    const { body } = await call('POST', '/Groups', sales());
    const rename = patchOf({ op: 'replace', path: 'displayName', value: 'Product' });
    expect((await call('PATCH', `/Groups/${body.id}`, rename)).status).toBe(409);
    expect((await call('PUT', `/Groups/${w.team.id}`, { schemas: [GROUP], displayName: 'Design' })).status).toBe(200);
    expect((await findTeam(w.as(w.ada), w.team.id)).memberIds).toEqual([]);
  });

  it.each([
    ['no name', { displayName: '' }],
    ['somebody who is not there', { members: [{ value: 'mem_unknown' }] }],
    ['a group inside', { members: [{ value: 'tm_1', type: 'Group' }] }],
    [
      'more people than a team has room for',
      { members: Array.from({ length: 1001 }, (_, i) => ({ value: `mem_${i}` })) },
    ],
  ])('is refused with %s', async (_, changes) => {
    const { call } = await provisioned();
    const { status, body } = await call('POST', '/Groups', { ...sales(), ...changes });
    expect([status, body.scimType]).toEqual([400, 'invalidValue']);
  });

  it('that holds OKRs is archived when it is deleted, and comes back with them when it is made again', async () => {
    const { w, call } = await provisioned();
    const { body } = await call('POST', '/Groups', sales([w.dana.id]));
    const okr = await w.okr({ level: 'team', team_id: body.id, title: 'Sell more' }, w.ada);
    expect((await call('DELETE', `/Groups/${body.id}`)).status).toBe(204);
    expect((await findTeam(w.as(w.ada), body.id)).archivedAt).not.toBeNull();
    expect((await call('GET', `/Groups/${body.id}`)).status).toBe(404);
    expect((await call('GET', `/Groups?${where('displayName eq "Sales"')}`)).body.totalResults).toBe(0);
    const again = await call('POST', '/Groups', sales());
    expect([again.status, again.body.id]).toEqual([201, body.id]);
    expect(okr.teamId).toBe(body.id);
    await w.db.update(teams).set({ archivedAt: w.now }).where(eq(teams.id, w.team.id));
    await w.db.update(teams).set({ archivedAt: w.now, parentId: w.team.id }).where(eq(teams.id, body.id));
    await call('POST', '/Groups', sales());
    expect((await findTeam(w.as(w.ada), body.id)).parentId).toBeNull();
    await w.db.update(teams).set({ archivedAt: w.now, externalId: null }).where(eq(teams.id, body.id));
    expect((await call('POST', '/Groups', sales())).status).toBe(409);
  });

  it('is changed by many at once without losing anybody', async () => {
    const { w, call } = await provisioned();
    const { body } = await call('POST', '/Groups', sales());
    const add = (id: string) =>
      call('PATCH', `/Groups/${body.id}`, patchOf({ op: 'add', path: 'members', value: [{ value: id }] }));
    const answers = await Promise.all([w.ada, w.dana, w.omar].map(({ id }) => add(id)));
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204]);
    expect((await call('GET', `/Groups/${body.id}`)).body.members).toHaveLength(3);
  });

  it('answers a change with itself when attributes are asked for, and honours versions', async () => {
    const { w, call } = await provisioned();
    const { body } = await call('POST', '/Groups', sales());
    const path = `/Groups/${body.id}`;
    const add = patchOf({ op: 'add', path: 'members', value: [{ value: w.dana.id }] });
    const { status, body: seen } = await call('PATCH', `${path}?attributes=members.value`, add, {
      'If-Match': body.meta.version,
    });
    expect([status, seen]).toEqual([200, { schemas: [GROUP], id: body.id, members: [{ value: w.dana.id }] }]);
    expect((await call('DELETE', path, undefined, { 'If-Match': body.meta.version })).status).toBe(412);
  });
});
