import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { mails } from '../../src/db/schema/access.ts';
import { members } from '../../src/db/schema/organizations.ts';
import { holdQueue } from '../support/queue.ts';
import { world } from '../support/world.ts';
import { callerWith } from './caller.ts';

async function caller() {
  const w = await world({ now: Date.now() });
  const south = await world({ slug: 'southwind', now: Date.now() });
  const as = async (token: Promise<string>) => callerWith(await token);
  return {
    w,
    asAda: await as(w.token(w.ada)),
    asAmir: await as(w.token(w.amir)),
    asDana: await as(w.token(w.dana)),
    asWriter: await as(w.token(w.ada, ['read', 'write'])),
    asSol: await as(south.token(south.ada)),
  };
}

const eve = { name: 'Eve Moss', email: 'eve@northwind.test' };

describe('invitations by the API', () => {
  it('make a member with a role, teams and a manager, and write a letter whose link leads here', async () => {
    const { w, asAda } = await caller();
    const queue = holdQueue();
    const body = { ...eve, role: 'observer', team_ids: [w.team.id], manager_id: w.dana.id };
    const made = await asAda('POST', '/invitations', body);
    expect(made).toMatchObject({
      status: 201,
      body: { ...eve, role: 'observer', invited_by_id: w.ada.id, expired: false },
    });
    expect(made.headers.get('Location')).toBe(`/api/v1/invitations/${made.body.id}`);
    expect(made.text).not.toContain('token');
    await queue.drain();
    expect((await w.db.select().from(mails))[0]!.text).toContain('https://cairn.test/join?token=');
    expect((await asAda('GET', '/invitations')).body.data).toEqual([made.body]);
  });

  it('make plain members of whoever is given no role', async () => {
    const { asAda } = await caller();
    expect((await asAda('POST', '/invitations', eve)).body.role).toBe('member');
  });

  it('come in batches, all or none, and point at the one that is wrong', async () => {
    const { w, asAda } = await caller();
    const queue = holdQueue();
    const people = Array.from({ length: 45 }, (_, i) => ({ name: `P ${i}`, email: `p${i}@northwind.test` }));
    const wrong = await asAda('POST', '/invitations/batch', { people: [...people, { ...eve, email: w.dana.email }] });
    expect(wrong).toMatchObject({ status: 409, body: { fields: { 'people.45.email': expect.any(String) } } });
    expect(queue.waiting).toEqual([]);
    expect((await asAda('POST', '/invitations/batch', { people })).body.data).toHaveLength(45);
    await queue.drain();
    expect(await w.db.select().from(mails)).toHaveLength(45);
    const tooMany = Array.from({ length: 101 }, (_, i) => ({ name: 'P', email: `q${i}@northwind.test` }));
    expect((await asAda('POST', '/invitations/batch', { people: tooMany })).status).toBe(422);
    expect((await asAda('POST', '/invitations/batch', { people: [] })).status).toBe(422);
  });

  it('are sent again under another id, and taken back', async () => {
    const { w, asAda } = await caller();
    const { body } = await asAda('POST', '/invitations', eve);
    const again = await asAda('POST', `/invitations/${body.id}/resend`);
    expect(again.status).toBe(201);
    expect(again.body.id).not.toBe(body.id);
    expect((await asAda('DELETE', `/invitations/${again.body.id}`)).status).toBe(204);
    expect(await w.db.select().from(members).where(eq(members.email, eve.email))).toEqual([]);
    expect((await asAda('DELETE', `/invitations/${again.body.id}`)).status).toBe(404);
  });

  it('are for admins with the scope for it, of the same organization', async () => {
    const { asAda, asDana, asWriter, asSol, asAmir } = await caller();
    const { body } = await asAda('POST', '/invitations', eve);
    const other = { ...eve, email: 'kim@northwind.test' };
    for (const ask of [asDana, asWriter]) {
      expect((await ask('POST', '/invitations', other)).status).toBe(403);
      expect((await ask('GET', '/invitations')).status).toBe(403);
      expect((await ask('DELETE', `/invitations/${body.id}`)).status).toBe(403);
    }
    expect((await asSol('POST', `/invitations/${body.id}/resend`)).status).toBe(404);
    expect((await asSol('DELETE', `/invitations/${body.id}`)).status).toBe(404);
    expect((await asSol('GET', '/invitations')).body.data).toEqual([]);
    expect((await asAmir('POST', '/invitations', { ...other, role: 'owner' })).status).toBe(403);
  });
});
