import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { events } from '../../src/db/schema/access.ts';
import { members } from '../../src/db/schema/organizations.ts';
import { world } from '../support/world.ts';
import { callerWith } from './caller.ts';

async function caller() {
  const w = await world();
  const [asAda, asAmir, asDana, asOmar] = await Promise.all(
    [w.ada, w.amir, w.dana, w.omar].map(async (who) => callerWith(await w.token(who))),
  );
  const actionsOn = async (id: string) =>
    (await w.db.select().from(events).where(eq(events.subjectId, id))).map(({ action }) => action);
  return { w, asAda: asAda!, asAmir: asAmir!, asDana: asDana!, asOmar: asOmar!, actionsOn };
}

const conflict = { status: 409, body: { code: 'conflict' } };
const forbidden = { status: 403, body: { code: 'forbidden' } };
const notFound = { status: 404, body: { code: 'not_found' } };
const wrong = (...fields: string[]) => ({
  status: 422,
  body: { code: 'invalid', fields: Object.fromEntries(fields.map((name) => [name, expect.any(String)])) },
});

describe('a time period', () => {
  const next = { name: 'Q1 2027', kind: 'quarter', starts_on: '2027-01-01', ends_on: '2027-03-31' };

  it('is added, renamed, moved and deleted, and each leaves an event', async () => {
    const { asAmir, actionsOn } = await caller();
    const made = await asAmir('POST', '/periods', next);
    expect(made).toMatchObject({ status: 201, body: next });
    expect(made.headers.get('Location')).toBe(`/api/v1/periods/${made.body.id}`);
    const path = `/periods/${made.body.id}`;
    expect(await asAmir('PATCH', path, { name: 'First', ends_on: '2027-03-30' })).toMatchObject({
      status: 200,
      body: { ...next, name: 'First', ends_on: '2027-03-30' },
    });
    expect((await asAmir('GET', path)).body.name).toBe('First');
    expect((await asAmir('DELETE', path)).status).toBe(204);
    expect(await asAmir('GET', path)).toMatchObject(notFound);
    expect(await actionsOn(made.body.id)).toEqual(['period.created', 'period.edited', 'period.deleted']);
  });

  it('has a name of its own and ends after it starts', async () => {
    const { w, asAda } = await caller();
    expect(await asAda('POST', '/periods', { ...next, name: 'Q4 2026' })).toMatchObject(conflict);
    expect(await asAda('PATCH', `/periods/${w.year.id}`, { name: 'Q4 2026' })).toMatchObject(conflict);
    expect(await asAda('POST', '/periods', { ...next, ends_on: '2026-12-31' })).toMatchObject(wrong('ends_on'));
    expect(await asAda('PATCH', `/periods/${w.year.id}`, { starts_on: '2027-01-01' })).toMatchObject(wrong('ends_on'));
    expect(await asAda('POST', '/periods', { ...next, kind: 'month' })).toMatchObject(wrong('kind'));
    expect(await asAda('POST', '/periods', { ...next, name: ' ' })).toMatchObject(wrong('name'));
  });

  it('stays while an OKR lives in it', async () => {
    const { w, asAda } = await caller();
    const { id } = await w.okr({});
    expect(await asAda('DELETE', `/periods/${w.quarter.id}`)).toMatchObject(conflict);
    await asAda('DELETE', `/okrs/${id}`);
    expect((await asAda('DELETE', `/periods/${w.quarter.id}`)).status).toBe(204);
  });

  it('is the business of admins', async () => {
    const { w, asDana, asOmar } = await caller();
    for (const call of [asDana, asOmar]) {
      expect((await call('GET', '/periods')).body.data).toHaveLength(2);
      expect(await call('POST', '/periods', next)).toMatchObject(forbidden);
      expect(await call('PATCH', `/periods/${w.year.id}`, { name: 'x' })).toMatchObject(forbidden);
      expect(await call('DELETE', `/periods/${w.year.id}`)).toMatchObject(forbidden);
    }
  });
});

describe('a team', () => {
  it('is added with lead, parent and members, changed, put away and brought back', async () => {
    const { w, asAmir, actionsOn } = await caller();
    const said = { name: 'Growth', type: 'squad', parent_id: w.team.id, lead_id: w.dana.id };
    const made = await asAmir('POST', '/teams', { ...said, member_ids: [w.omar.id, w.dana.id, w.dana.id] });
    expect(made).toMatchObject({ status: 201, body: { ...said, archived_at: null } });
    expect(made.body.member_ids).toEqual([w.dana.id, w.omar.id].sort());
    const path = `/teams/${made.body.id}`;
    expect((await asAmir('GET', path)).body).toEqual(made.body);
    expect(await asAmir('PATCH', path, { member_ids: [w.ada.id], lead_id: null, archived: true })).toMatchObject({
      status: 200,
      body: { name: 'Growth', lead_id: null, member_ids: [w.ada.id], archived_at: expect.any(String) },
    });
    expect((await asAmir('PATCH', path, { archived: false })).body).toMatchObject({
      archived_at: null,
      member_ids: [w.ada.id],
    });
    expect((await asAmir('GET', path)).body).toMatchObject({ archived_at: null, member_ids: [w.ada.id] });
    expect((await asAmir('DELETE', path)).status).toBe(204);
    expect(await asAmir('GET', path)).toMatchObject(notFound);
    expect(await actionsOn(made.body.id)).toEqual(['team.created', 'team.edited', 'team.edited', 'team.deleted']);
  });

  it('names only people and teams of its organization, and does not stand below itself', async () => {
    const { w, asAda } = await caller();
    const other = await world({ slug: 'southwind' });
    const child = (await asAda('POST', '/teams', { name: 'Growth', parent_id: w.team.id })).body;
    const grandchild = (await asAda('POST', '/teams', { name: 'Web', parent_id: child.id })).body;
    expect(await asAda('POST', '/teams', { name: 'x', lead_id: other.dana.id })).toMatchObject(wrong('lead_id'));
    expect(await asAda('POST', '/teams', { name: 'x', member_ids: [w.ada.id, other.dana.id] })).toMatchObject(
      wrong('member_ids'),
    );
    expect(await asAda('POST', '/teams', { name: 'x', parent_id: other.team.id })).toMatchObject(wrong('parent_id'));
    for (const parent_id of [w.team.id, child.id, grandchild.id])
      expect(await asAda('PATCH', `/teams/${w.team.id}`, { parent_id })).toMatchObject(wrong('parent_id'));
    expect(await asAda('POST', '/teams', { name: 'Growth' })).toMatchObject(conflict);
    expect(await asAda('PATCH', `/teams/${w.team.id}`, { name: 'Growth' })).toMatchObject(conflict);
  });

  it('stays while an OKR or another team belongs to it', async () => {
    const { w, asAda } = await caller();
    const child = (await asAda('POST', '/teams', { name: 'Growth', parent_id: w.team.id })).body;
    expect(await asAda('DELETE', `/teams/${w.team.id}`)).toMatchObject(conflict);
    await asAda('DELETE', `/teams/${child.id}`);
    const okr = await w.okr({ team_id: w.team.id });
    expect(await asAda('DELETE', `/teams/${w.team.id}`)).toMatchObject(conflict);
    await asAda('DELETE', `/okrs/${okr.id}`);
    expect((await asAda('DELETE', `/teams/${w.team.id}`)).status).toBe(204);
  });

  it('is the business of admins', async () => {
    const { w, asDana, asOmar } = await caller();
    for (const call of [asDana, asOmar]) {
      expect((await call('GET', `/teams/${w.team.id}`)).body).toMatchObject({
        name: 'Product',
        lead_id: w.amir.id,
        member_ids: [w.dana.id],
      });
      expect(await call('POST', '/teams', { name: 'x' })).toMatchObject(forbidden);
      expect(await call('PATCH', `/teams/${w.team.id}`, { name: 'x' })).toMatchObject(forbidden);
      expect(await call('DELETE', `/teams/${w.team.id}`)).toMatchObject(forbidden);
    }
  });
});

describe('a member', () => {
  const zoe = { name: 'Zoe Lind', email: 'Zoe@Northwind.test', role: 'member' };

  it('is added, changed, deactivated and brought back', async () => {
    const { asAmir, actionsOn } = await caller();
    const made = await asAmir('POST', '/members', zoe);
    expect(made).toMatchObject({ status: 201, body: { ...zoe, email: 'zoe@northwind.test', deactivated_at: null } });
    const path = `/members/${made.body.id}`;
    expect((await asAmir('PATCH', path, { name: 'Zoë Lind', role: 'observer' })).body).toMatchObject({
      name: 'Zoë Lind',
      role: 'observer',
    });
    expect((await asAmir('DELETE', path)).status).toBe(204);
    expect((await asAmir('GET', path)).body.deactivated_at).toEqual(expect.any(String));
    expect(await asAmir('POST', '/members', zoe)).toMatchObject(conflict);
    expect((await asAmir('PATCH', path, { active: true })).body.deactivated_at).toBeNull();
    expect(await actionsOn(made.body.id)).toEqual([
      'member.added',
      'member.edited',
      'member.deactivated',
      'member.reactivated',
    ]);
  });

  it('has an address of their own', async () => {
    const { w, asAda } = await caller();
    expect(await asAda('POST', '/members', { ...zoe, email: w.dana.email })).toMatchObject(conflict);
    expect(await asAda('PATCH', `/members/${w.omar.id}`, { email: w.dana.email })).toMatchObject(conflict);
    expect(await asAda('POST', '/members', { ...zoe, email: 'zoe' })).toMatchObject(wrong('email'));
    expect(await asAda('POST', '/members', { ...zoe, role: 'king' })).toMatchObject(wrong('role'));
  });

  it('who is deactivated loses their tokens at once and for good', async () => {
    const { w, asAda, asDana } = await caller();
    await asAda('DELETE', `/members/${w.dana.id}`);
    expect((await asDana('GET', '/me')).status).toBe(401);
    await asAda('PATCH', `/members/${w.dana.id}`, { active: true });
    expect((await asDana('GET', '/me')).status).toBe(401);
    expect((await callerWith(await w.token(w.dana))('GET', '/me')).status).toBe(200);
  });

  it('becomes an owner by an owner only, and only an owner changes one', async () => {
    const { w, asAda, asAmir } = await caller();
    expect(await asAmir('POST', '/members', { ...zoe, role: 'owner' })).toMatchObject(forbidden);
    expect(await asAmir('PATCH', `/members/${w.dana.id}`, { role: 'owner' })).toMatchObject(forbidden);
    expect(await asAmir('PATCH', `/members/${w.ada.id}`, { email: 'amir2@northwind.test' })).toMatchObject(forbidden);
    expect(await asAmir('DELETE', `/members/${w.ada.id}`)).toMatchObject(forbidden);
    expect((await asAda('PATCH', `/members/${w.dana.id}`, { role: 'owner' })).status).toBe(200);
  });

  it('who is the last owner stays one', async () => {
    const { w, asAda } = await caller();
    expect(await asAda('PATCH', `/members/${w.ada.id}`, { role: 'admin' })).toMatchObject(conflict);
    expect(await asAda('DELETE', `/members/${w.ada.id}`)).toMatchObject(conflict);
    expect((await asAda('PATCH', `/members/${w.ada.id}`, { name: 'Ada M.' })).status).toBe(200);
    await asAda('PATCH', `/members/${w.amir.id}`, { role: 'owner' });
    await asAda('DELETE', `/members/${w.amir.id}`);
    expect(await asAda('DELETE', `/members/${w.ada.id}`)).toMatchObject(conflict);
  });

  it('of two owners who both step down at once, one stays', async () => {
    const { w, asAda, asAmir } = await caller();
    await asAda('PATCH', `/members/${w.amir.id}`, { role: 'owner' });
    const heard = await Promise.all([
      asAda('PATCH', `/members/${w.ada.id}`, { role: 'member' }),
      asAmir('PATCH', `/members/${w.amir.id}`, { role: 'member' }),
    ]);
    expect(heard.map(({ status }) => status).sort()).toEqual([200, 409]);
    const { data } = (await asAda('GET', '/members')).body;
    expect(data.filter((member: { role: string }) => member.role === 'owner')).toHaveLength(1);
  });

  it('is listed by name where a filter narrows the list, and paged in that order', async () => {
    const { w, asAda, asDana } = await caller();
    const idsOf = async (query: string) =>
      (await asDana('GET', `/members?${query}`)).body.data.map((member: { name: string }) => member.name);
    await asAda('PATCH', `/members/${w.dana.id}`, { manager_id: w.amir.id });
    await asAda('POST', '/members', zoe);
    expect(await idsOf('q=whit')).toEqual(['Dana Whitlock']);
    expect(await idsOf('q=product')).toEqual(['Dana Whitlock']);
    expect(await idsOf(`manager=${w.amir.id}`)).toEqual(['Dana Whitlock']);
    expect(await idsOf('state=deactivated')).toEqual([]);
    expect(await idsOf('state=active&role=observer')).toEqual(['Omar Said']);
    const first = (await asDana('GET', '/members?state=active&limit=3')).body;
    const rest = (await asDana('GET', `/members?state=active&limit=3&cursor=${first.next_cursor}`)).body;
    expect([...first.data, ...rest.data].map((member: { name: string }) => member.name)).toEqual([
      ...['Ada Marsh', 'Amir Haddad', 'Dana Whitlock', 'Omar Said', zoe.name],
    ]);
    expect(rest.next_cursor).toBeNull();
    expect(await asDana('GET', `/members?cursor=${first.next_cursor}`)).toMatchObject({ status: 422 });
    expect(await asDana('GET', '/members?role=boss')).toMatchObject(wrong('role'));
  });

  it('was last seen is for admins to know', async () => {
    const { w, asAda, asDana } = await caller();
    await w.db.update(members).set({ seenAt: w.now }).where(eq(members.id, w.omar.id));
    const path = `/members/${w.omar.id}`;
    expect((await asAda('GET', path)).body).toMatchObject({
      state: 'active',
      last_seen_at: '2026-11-20T12:00:00.000Z',
    });
    expect((await asDana('GET', path)).body.last_seen_at).toBeNull();
  });

  it('hands over what they have by a job that tells how far it is', async () => {
    const { w, asAda, asDana } = await caller();
    await w.okr({});
    const path = `/members/${w.dana.id}/hand-over`;
    expect(await asDana('POST', path, { to: w.amir.id })).toMatchObject(forbidden);
    expect(await asAda('POST', path, { to: w.omar.id })).toMatchObject(wrong('to'));
    expect(await asAda('POST', path, {})).toMatchObject(wrong('to'));
    const asked = await asAda('POST', path, { to: w.amir.id });
    expect(asked).toMatchObject({
      status: 202,
      body: { type: 'hand-over', total: 1, result: { okr_ids: [], handed_over: { okrs: 0, kept: 0 } } },
    });
    const job = asked.headers.get('Location')!.replace('/api/v1', '');
    expect(await asAda('GET', job)).toMatchObject({ status: 200, body: { type: 'hand-over' } });
    expect(await asDana('GET', job)).toMatchObject(notFound);
  });

  it('is the business of admins', async () => {
    const { w, asDana, asOmar } = await caller();
    for (const call of [asDana, asOmar]) {
      expect((await call('GET', '/members')).body.data).toHaveLength(4);
      expect(await call('POST', '/members', zoe)).toMatchObject(forbidden);
      expect(await call('PATCH', `/members/${w.dana.id}`, { role: 'admin' })).toMatchObject(forbidden);
      expect(await call('DELETE', `/members/${w.amir.id}`)).toMatchObject(forbidden);
    }
  });
});
