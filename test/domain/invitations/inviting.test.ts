import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { events } from '../../../src/db/schema/access.ts';
import { members, teamMembers } from '../../../src/db/schema/organizations.ts';
import { invitations } from '../../../src/db/schema/people.ts';
import { accept, findDoor } from '../../../src/domain/invitations/accepting.ts';
import { findPending, listPending } from '../../../src/domain/invitations/finding.ts';
import { INVITATION_MS, type NewInvitation } from '../../../src/domain/invitations/invitation.ts';
import { invite } from '../../../src/domain/invitations/inviting.ts';
import { markJoined } from '../../../src/domain/invitations/joining.ts';
import { resend, resendExpired } from '../../../src/domain/invitations/resending.ts';
import { revoke } from '../../../src/domain/invitations/revoking.ts';
import { tokenOf } from '../../../src/domain/invitations/token.ts';
import type { Refusal } from '../../../src/domain/refusal.ts';
import { keyRing } from '../../../src/writers/outside.ts';
import { DAY, type World, world } from '../../support/world.ts';

const ring = keyRing(env);
const eve: NewInvitation = { name: 'Eve Moss', email: 'eve@northwind.test', role: 'member', team_ids: [] };

const actionsOf = (w: World, subject: string) =>
  w.db.select({ action: events.action, data: events.data }).from(events).where(eq(events.subjectId, subject));

async function invited(w: World, who = eve, now = w.now) {
  const [one] = await invite(w.as(w.amir, now), ring, [who]);
  return { ...one!, token: (await tokenOf(ring, one!.invitation))! };
}

const code = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (reason: Refusal) => reason.code,
  );

describe('inviting', () => {
  it('makes a member at once, with teams and a manager, and leaves an event without a name', async () => {
    const w = await world();
    const { member, invitation } = await invited(w, { ...eve, team_ids: [w.team.id], manager_id: w.dana.id });
    const [row] = await w.db.select().from(members).where(eq(members.id, member.id));
    expect(row).toMatchObject({
      name: 'Eve Moss',
      invitedAt: w.now,
      managerId: w.dana.id,
      words: expect.stringContaining('moss'),
    });
    expect(await w.db.select().from(teamMembers).where(eq(teamMembers.memberId, member.id))).toHaveLength(1);
    expect(await actionsOf(w, member.id)).toEqual([
      { action: 'member.invited', data: { invitation: invitation.id, role: 'member' } },
    ]);
    await expect(w.okr({ title: 'Of Eve', owner_ids: [member.id] } as never, w.ada)).resolves.toBeTruthy();
  });

  it('is for admins, and of owners for owners', async () => {
    const w = await world();
    expect(await code(invite(w.as(w.dana), ring, [eve]))).toBe('forbidden');
    expect(await code(invite(w.as(w.omar), ring, [eve]))).toBe('forbidden');
    expect(await code(invite(w.as(w.amir), ring, [{ ...eve, role: 'owner' }]))).toBe('forbidden');
    expect(await code(invite(w.as(w.ada), ring, [{ ...eve, role: 'owner' }]))).toBe('done');
  });

  it('refuses an address that is a member’s, and all others with it', async () => {
    const w = await world();
    const both = [eve, { ...eve, email: w.dana.email }];
    const refused = await invite(w.as(w.ada), ring, both).catch((reason: Refusal) => reason);
    expect(refused).toMatchObject({ code: 'conflict', fields: { 'people.1.email': expect.any(String) } });
    expect(await w.db.select().from(members).where(eq(members.email, eve.email))).toEqual([]);
  });

  it('refuses teams and managers of another organization, and an address that is there twice', async () => {
    const [w, south] = [await world(), await world({ slug: 'southwind' })];
    expect(await code(invited(w, { ...eve, team_ids: [south.team.id] }))).toBe('invalid');
    expect(await code(invited(w, { ...eve, manager_id: south.dana.id }))).toBe('invalid');
    expect(await code(invite(w.as(w.ada), ring, [eve, eve]))).toBe('invalid');
  });

  it('stops at a thousand in a day', async () => {
    const w = await world();
    const many = (from: number) =>
      Array.from({ length: 100 }, (_, i) => ({ ...eve, email: `p${from + i}@northwind.test` }));
    for (let i = 0; i < 10; i += 1) await invite(w.as(w.ada), ring, many(i * 100));
    expect(await code(invited(w))).toBe('limit');
    expect(await code(invited(w, eve, w.now + DAY + 1))).toBe('done');
  });
});

describe('a link', () => {
  it('opens once, and its member has come', async () => {
    const w = await world();
    const { member, token } = await invited(w);
    const door = (await findDoor(w.db, token, w.now))!;
    expect(door).toMatchObject({ shut: null, inviter: 'Amir Haddad', member: { id: member.id } });
    expect(await accept(w.db, door, w.now)).toBe(true);
    expect(await accept(w.db, door, w.now)).toBe(false);
    expect((await findDoor(w.db, token, w.now))!.shut).toBe('used');
    expect((await actionsOf(w, member.id)).map(({ action }) => action)).toEqual(['member.invited', 'member.joined']);
  });

  it('that nobody made leads nowhere', async () => {
    const w = await world();
    await invited(w);
    expect(await findDoor(w.db, 'made up', w.now)).toBeNull();
    expect(await findDoor(w.db, '', w.now)).toBeNull();
  });

  it('expires after 14 days', async () => {
    const w = await world();
    const { token } = await invited(w);
    expect((await findDoor(w.db, token, w.now + INVITATION_MS - 1))!.shut).toBeNull();
    expect((await findDoor(w.db, token, w.now + INVITATION_MS))!.shut).toBe('expired');
  });

  it('gives way to a newer one', async () => {
    const w = await world();
    const first = await invited(w);
    const again = await resend(w.as(w.ada, w.now + 1), ring, first);
    expect((await findDoor(w.db, first.token, w.now + 2))!.shut).toBe('replaced');
    expect((await findDoor(w.db, (await tokenOf(ring, again.invitation))!, w.now + 2))!.shut).toBeNull();
    expect((await actionsOf(w, first.member.id)).map(({ action }) => action)).toContain('invitation.resent');
  });

  it('of a member who was deactivated is shut', async () => {
    const w = await world();
    const { member, token } = await invited(w);
    await w.db.update(members).set({ deactivatedAt: w.now }).where(eq(members.id, member.id));
    const door = (await findDoor(w.db, token, w.now))!;
    expect(door.shut).toBe('deactivated');
    expect(await accept(w.db, door, w.now)).toBe(false);
  });

  it('is told from its id only with the key of the deployment, be it an older one', async () => {
    const w = await world();
    const { invitation, token } = await invited(w);
    const other = [{ id: 'x', key: new Uint8Array(32) }];
    expect(await tokenOf(other, invitation)).toBeNull();
    expect(await tokenOf([...other, ...ring], invitation)).toBe(token);
  });
});

describe('whoever signs in another way', () => {
  it('has come as well, once', async () => {
    const w = await world();
    const { member, token } = await invited(w);
    const them = w.as({ ...member, role: 'member' });
    await markJoined(them);
    await markJoined(them);
    const [row] = await w.db.select().from(members).where(eq(members.id, member.id));
    expect(row!.invitedAt).toBeNull();
    expect((await findDoor(w.db, token, w.now))!.shut).toBe('used');
    expect((await actionsOf(w, member.id)).filter(({ action }) => action === 'member.joined')).toHaveLength(1);
  });
});

describe('taking an invitation back', () => {
  it('takes the member away when nothing hangs on them', async () => {
    const w = await world();
    const { member, token } = await invited(w, { ...eve, team_ids: [w.team.id] });
    expect(await revoke(w.as(w.amir), { member })).toBe('removed');
    expect(await findDoor(w.db, token, w.now)).toBeNull();
    for (const table of [members, invitations, teamMembers] as const)
      expect(
        await w.db
          .select()
          .from(table as typeof invitations)
          .where(eq(table === members ? members.id : (table as typeof invitations).memberId, member.id)),
      ).toEqual([]);
    expect(await actionsOf(w, member.id)).toContainEqual({ action: 'invitation.revoked', data: { became: 'removed' } });
  });

  it('deactivates them when they were given an OKR', async () => {
    const w = await world();
    const { member, token } = await invited(w);
    await w.okr({ title: 'Of Eve', owner_ids: [member.id] } as never, w.ada);
    expect(await revoke(w.as(w.amir), { member })).toBe('deactivated');
    expect((await findDoor(w.db, token, w.now))!.shut).toBe('deactivated');
  });

  it('is refused when they have come, to observers, and of owners to admins', async () => {
    const w = await world();
    const { member } = await invited(w);
    expect(await code(revoke(w.as(w.omar), { member }))).toBe('forbidden');
    expect(await code(revoke(w.as(w.amir), { member: { ...member, role: 'owner' } }))).toBe('forbidden');
    await markJoined(w.as({ ...member, role: 'member' }));
    expect(await code(revoke(w.as(w.amir), { member }))).toBe('conflict');
    expect(await code(findPending(w.as(w.amir), member.id))).toBe('conflict');
  });
});

describe('the list of those who have not come', () => {
  it('has each once, with the newest invitation, and nobody of another organization', async () => {
    const [w, south] = [await world(), await world({ slug: 'southwind' })];
    const first = await invited(w);
    await invite(south.as(south.ada), ring, [{ ...eve, name: 'Of the south' }]);
    const again = await resend(w.as(w.ada, w.now + 1), ring, first);
    const { items } = await listPending(w.as(w.ada), { after: null, limit: 10 });
    expect(items.map(({ member, invitation }) => [member.name, invitation?.id])).toEqual([
      ['Eve Moss', again.invitation.id],
    ]);
    expect(await code(findPending(south.as(south.ada), first.member.id))).toBe('not_found');
    expect(await code(listPending(w.as(w.dana), { after: null, limit: 10 }))).toBe('forbidden');
  });

  it('goes on where a page ended, also among people of one name', async () => {
    const w = await world();
    const people = Array.from({ length: 5 }, (_, i) => ({ ...eve, email: `p${i}@northwind.test` }));
    await invite(w.as(w.ada), ring, people);
    const first = await listPending(w.as(w.ada), { after: null, limit: 3 });
    const rest = await listPending(w.as(w.ada), { after: first.next, limit: 3 });
    expect(new Set([...first.items, ...rest.items].map(({ member }) => member.id)).size).toBe(5);
    expect(rest.next).toBeNull();
  });

  it('sends what has expired again, and nothing else', async () => {
    const w = await world();
    await invited(w);
    const late = w.now + INVITATION_MS + 1;
    await invited(w, { ...eve, email: 'new@northwind.test' }, late);
    const sent = await resendExpired(w.as(w.ada, late), ring);
    expect(sent.map(({ member }) => member.email)).toEqual([eve.email]);
    expect(await resendExpired(w.as(w.ada, late + 1), ring)).toEqual([]);
  });
});
