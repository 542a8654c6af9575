import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { MemberId } from '../../../src/db/ids.ts';
import { newId } from '../../../src/db/ids.ts';
import { apiTokens, events } from '../../../src/db/schema/access.ts';
import { members, teamMembers, teams } from '../../../src/db/schema/organizations.ts';
import { behalves, invitations } from '../../../src/db/schema/people.ts';
import { deactivateMember, editMember } from '../../../src/domain/members/editing.ts';
import { leaveOrganization } from '../../../src/domain/members/leaving.ts';
import { findMember } from '../../../src/domain/members/listing.ts';
import type { MemberPatch } from '../../../src/domain/members/member.ts';
import { findCaller, findPresence } from '../../../src/domain/sessions/session.ts';
import { hashOf } from '../../../src/lib/tokens.ts';
import { type Person, type World, world } from '../../support/world.ts';

const read = (w: World, { id }: { id: MemberId }) => findMember(w.as(w.ada), id);
const edit = async (w: World, who: Person, patch: MemberPatch, by = w.ada) =>
  editMember(w.as(by), await read(w, who), patch);
const eventsOf = (w: World, id: string) => w.db.select().from(events).where(eq(events.subjectId, id));

describe('a change of a member', () => {
  it('sets place, teams and manager, and says which in its event and nothing of what they are', async () => {
    const w = await world();
    const sales = { id: newId('tm', w.now), orgId: w.org.id, name: 'Sales', createdAt: w.now };
    await w.db.insert(teams).values(sales);
    const after = await edit(w, w.dana, {
      ...{
        name: 'Dana Quill',
        locale: 'de-DE',
        time_zone: 'Europe/Berlin',
        team_ids: [sales.id],
        manager_id: w.amir.id,
      },
    });
    expect(after).toMatchObject({ name: 'Dana Quill', locale: 'de-DE', timeZone: 'Europe/Berlin', changedAt: w.now });
    expect(await read(w, w.dana)).toEqual(after);
    const seats = await w.db.select().from(teamMembers).where(eq(teamMembers.memberId, w.dana.id));
    expect(seats.map(({ teamId }) => teamId)).toEqual([sales.id]);
    const [event] = await eventsOf(w, w.dana.id);
    expect(event).toMatchObject({ action: 'member.edited', actorId: w.ada.id, data: { fields: expect.any(Array) } });
    expect(JSON.stringify(event!.data)).not.toContain('Quill');
  });

  it('is refused for teams that are not there, another organization’s among them', async () => {
    const [w, south] = [await world(), await world({ slug: 'southwind' })];
    await expect(edit(w, w.dana, { team_ids: [south.team.id] })).rejects.toMatchObject({
      code: 'invalid',
      fields: { team_ids: expect.any(String) },
    });
    await expect(read(w, south.dana)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is for admins, and of owners for owners', async () => {
    const w = await world();
    for (const by of [w.dana, w.omar])
      await expect(edit(w, w.omar, { role: 'member' }, by)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(edit(w, w.ada, { name: 'A' }, w.amir)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(edit(w, w.dana, { role: 'owner' }, w.amir)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('never takes the last owner away, by role, by access, or by their own leaving', async () => {
    const w = await world();
    for (const patch of [{ role: 'member' }, { active: false }] as const)
      await expect(edit(w, w.ada, patch)).rejects.toMatchObject({ code: 'conflict' });
    await expect(leaveOrganization(w.as(w.ada))).rejects.toMatchObject({ code: 'conflict' });
    await edit(w, w.amir, { role: 'owner' });
    expect(await leaveOrganization(w.as(w.ada))).toMatchObject({ deactivatedAt: w.now });
    expect((await eventsOf(w, w.ada.id)).map(({ action }) => action)).toEqual(['member.left']);
  });

  it('is refused once the data of the person was deleted', async () => {
    const w = await world();
    await w.db.update(members).set({ erasedAt: 1 }).where(eq(members.id, w.dana.id));
    await expect(edit(w, w.dana, { active: true })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('an observer', () => {
  it.each([
    ['own', (w: World) => w.okr({})],
    ['act for the owners of', (w: World) => w.okr({ owner_ids: [w.amir.id], delegate_ids: [w.dana.id] }, w.amir)],
    ['check in for', (w: World) => w.okr({ owner_ids: [w.amir.id], check_in_owner_id: w.dana.id }, w.amir)],
    ['draft', (w: World) => w.okr({ draft: true })],
    ['privately own', (w: World) => w.okr({ visibility: 'private' })],
  ])('nobody becomes who would %s an OKR', async (_, make) => {
    const w = await world();
    await make(w);
    await expect(edit(w, w.dana, { role: 'observer' })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('Hand over'),
    });
  });

  it('nobody becomes who leads a team, and anybody else may', async () => {
    const w = await world();
    await w.db.update(teams).set({ leadId: w.dana.id });
    await expect(edit(w, w.dana, { role: 'observer' })).rejects.toMatchObject({ code: 'conflict' });
    await w.db.update(teams).set({ leadId: null });
    expect(await edit(w, w.dana, { role: 'observer' })).toMatchObject({ role: 'observer' });
  });
});

describe('deactivation', () => {
  const invite = (w: World, who: Person) =>
    w.db.insert(invitations).values({
      ...{ id: newId('inv', w.now), orgId: w.org.id, memberId: who.id, tokenHash: who.id },
      ...{ createdAt: w.now, expiresAt: w.now + 1 },
    });
  const pending = async (w: World) => (await w.db.select().from(invitations)).filter(({ revokedAt }) => !revokedAt);

  it('ends sessions, personal tokens and invitations at once, and keeps those of the organization', async () => {
    const w = await world({ now: Date.now() });
    const cookie = (await w.cookie(w.dana)).slice('session='.length);
    const token = await w.token(w.dana);
    const own = await w.token(w.dana);
    await w.db
      .update(apiTokens)
      .set({ kind: 'organization' })
      .where(eq(apiTokens.tokenHash, await hashOf(own)));
    await invite(w, w.dana);
    await invite(w, w.omar);
    expect(await findPresence(w.db, cookie, 'northwind', w.now)).not.toBeNull();
    await deactivateMember(w.as(w.ada), await read(w, w.dana));
    expect(await findPresence(w.db, cookie, 'northwind', w.now)).toBeNull();
    expect(await findCaller(w.db, token, w.now)).toBeNull();
    const rows = await w.db.select().from(apiTokens);
    expect(rows.map(({ kind, revokedAt }) => [kind, revokedAt]).sort()).toEqual([
      ['organization', null],
      ['personal', w.now],
    ]);
    expect((await pending(w)).map(({ memberId }) => memberId)).toEqual([w.omar.id]);
    expect((await eventsOf(w, w.dana.id)).map(({ action }) => action)).toEqual(['member.deactivated']);
    expect(await edit(w, w.dana, { active: true })).toMatchObject({ deactivatedAt: null });
  });

  it('ends what is done on their behalf; losing the admin role ends what they do for others', async () => {
    const w = await world({ now: Date.now() });
    const hash = await hashOf((await w.cookie(w.amir)).slice('session='.length));
    const row = { orgId: w.org.id, sessionHash: hash, reason: '', startedAt: w.now, endsAt: w.now + 1e6 };
    const [forDana, forOmar] = [newId('bhf', w.now), newId('bhf', w.now)];
    await w.db.insert(behalves).values([
      { ...row, id: forDana, adminId: w.amir.id, memberId: w.dana.id },
      { ...row, id: forOmar, adminId: w.amir.id, memberId: w.omar.id },
    ]);
    const open = async () =>
      (await w.db.select().from(behalves)).filter(({ endedAt }) => endedAt === null).map(({ id }) => id);
    await edit(w, w.dana, { active: false });
    expect(await open()).toEqual([forOmar]);
    await edit(w, w.amir, { role: 'member' });
    expect(await open()).toEqual([]);
  });

  it('is not needed for an invitation to end: a new address is enough', async () => {
    const w = await world();
    await invite(w, w.dana);
    await edit(w, w.dana, { name: 'Dana' });
    expect(await pending(w)).toHaveLength(1);
    await edit(w, w.dana, { email: 'other@northwind.test' });
    expect(await pending(w)).toEqual([]);
  });
});

describe('leaving', () => {
  it('is for oneself: no token does it, and no admin on behalf', async () => {
    const w = await world();
    const ctx = w.as(w.dana);
    const by = { memberId: w.ada.id, name: w.ada.name };
    const onBehalf = { ...ctx, actor: { ...ctx.actor, via: 'page', memberId: w.dana.id, by } as const };
    await expect(leaveOrganization(onBehalf)).rejects.toMatchObject({ code: 'forbidden' });
    const api = { ...ctx, actor: { ...ctx.actor, via: 'api', tokenId: 'tok_1' as never } as const };
    await expect(leaveOrganization(api)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await w.db.select().from(events).where(eq(events.subjectId, w.dana.id))).toEqual([]);
    await leaveOrganization(w.as(w.omar));
    expect((await read(w, w.omar)).deactivatedAt).toBe(w.now);
  });
});
