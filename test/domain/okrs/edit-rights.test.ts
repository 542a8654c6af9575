import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { type MemberId, newId, type OkrId, type TeamId } from '../../../src/db/ids.ts';
import { members, teams } from '../../../src/db/schema/organizations.ts';
import { createOkr } from '../../../src/domain/okrs/drafting.ts';
import { findChangeable } from '../../../src/domain/okrs/finding-subject.ts';
import { type Person, type World, world } from '../../support/world.ts';

let w: World;
let eve: Person;

/** A member who has nothing to do with anything. */
async function newcomer(name: string): Promise<Person> {
  const person: Person = {
    id: newId('mem', w.now),
    name,
    email: `${name.toLowerCase()}@northwind.test`,
    role: 'member',
  };
  await w.db.insert(members).values({ ...person, orgId: w.org.id, createdAt: w.now });
  return person;
}

async function newTeam(name: string, columns: { parentId?: TeamId; leadId?: MemberId }): Promise<TeamId> {
  const id = newId('tm', w.now);
  await w.db.insert(teams).values({ id, orgId: w.org.id, name, createdAt: w.now, ...columns });
  return id;
}

const changes = (okrId: OkrId, person: Person): Promise<boolean | string> =>
  findChangeable(w.as(person), okrId).then(
    () => true,
    (reason) => reason.code,
  );

beforeEach(async () => {
  w = await world();
  eve = await newcomer('Eve');
});

describe('who may change an OKR', () => {
  it('nobody who has nothing to do with it', async () => {
    const okr = await w.okr({});
    expect(await changes(okr.id, eve)).toBe('forbidden');
  });

  it('a delegate', async () => {
    const okr = await w.okr({ delegate_ids: [eve.id] });
    expect(await changes(okr.id, eve)).toBe(true);
    const { okr: after } = await w.writer(okr.id, eve).editOkr({ title: 'Raise another number' });
    expect(after.title).toBe('Raise another number');
  });

  it('not a viewer', async () => {
    const okr = await w.okr({ visibility: 'private', viewer_ids: [eve.id] });
    expect(await changes(okr.id, eve)).toBe('forbidden');
  });

  it('the manager of an owner, and not the manager’s own', async () => {
    const chief = await newcomer('Chief');
    await w.db.update(members).set({ managerId: eve.id }).where(eq(members.id, w.dana.id));
    await w.db.update(members).set({ managerId: chief.id }).where(eq(members.id, eve.id));
    const okr = await w.okr({});
    expect(await changes(okr.id, eve)).toBe(true);
    expect(await changes(okr.id, chief)).toBe('forbidden');
  });

  it('the owner of any of its parents', async () => {
    const above = await w.okr({ kind: 'objective', owner_ids: [w.ada.id, eve.id] }, w.ada);
    const okr = await w.okr({ parents: [{ okrId: above.id, fixedWeight: null }] });
    expect(await changes(okr.id, eve)).toBe(true);
  });

  it('the lead of its team and of every team above, and not of one below', async () => {
    const below = await newcomer('Below');
    const top = await newTeam('Division', { leadId: eve.id });
    const middle = await newTeam('Department', { parentId: top });
    const own = await newTeam('Squad', { parentId: middle, leadId: w.amir.id });
    const lower = await newTeam('Pair', { parentId: own, leadId: below.id });
    expect(lower).not.toBe(own);
    const okr = await w.okr({ team_id: own });
    expect(await changes(okr.id, eve)).toBe(true);
    expect(await changes(okr.id, below)).toBe('forbidden');
  });

  it('a walk up teams that stand in a circle ends', async () => {
    const one = await newTeam('One', {});
    const two = await newTeam('Two', { parentId: one, leadId: eve.id });
    await w.db.update(teams).set({ parentId: two }).where(eq(teams.id, one));
    const okr = await w.okr({ team_id: one });
    expect(await changes(okr.id, eve)).toBe(true);
  });

  it('no observer, even as its check-in owner’s manager, and no admin when it is private', async () => {
    await w.db.update(members).set({ managerId: w.omar.id }).where(eq(members.id, w.dana.id));
    const okr = await w.okr({});
    expect(await changes(okr.id, w.omar)).toBe('forbidden');
    const hidden = await w.okr({ visibility: 'private' });
    expect(await changes(hidden.id, w.ada)).toBe('not_found');
    expect(await changes(hidden.id, w.amir)).toBe('not_found');
  });

  it('a manager, a parent’s owner and a team’s lead only as far as they see it', async () => {
    await w.db.update(members).set({ managerId: eve.id }).where(eq(members.id, w.dana.id));
    const above = await w.okr({ kind: 'objective', owner_ids: [eve.id] }, w.ada);
    const parents = [{ okrId: above.id, fixedWeight: null }];
    const okr = await w.okr({ visibility: 'private', parents });
    expect(await changes(okr.id, eve)).toBe('not_found');
    await w.writer(okr.id).editOkr({ viewer_ids: [eve.id] });
    expect(await changes(okr.id, eve)).toBe(true);
  });
});

describe('who may be named', () => {
  it('observers may see and not act; strangers neither', async () => {
    await expect(createOkr(w.as(), { kind: 'objective', title: 'A', delegate_ids: [w.omar.id] })).rejects.toMatchObject(
      {
        fields: { delegate_ids: 'Observers look on; they cannot act for its owners.' },
      },
    );
    const stranger = newId('mem', w.now);
    await expect(createOkr(w.as(), { kind: 'objective', title: 'A', viewer_ids: [stranger] })).rejects.toMatchObject({
      fields: { viewer_ids: `No member ${stranger} in this organization.` },
    });
    const okr = await w.okr({ visibility: 'private', viewer_ids: [w.omar.id] });
    expect(await changes(okr.id, w.omar)).toBe('forbidden');
  });

  it('whoever changes an OKR cannot lose sight of it', async () => {
    const okr = await w.okr({});
    await expect(w.writer(okr.id, w.amir).editOkr({ visibility: 'private' })).rejects.toMatchObject({
      fields: { viewer_ids: 'You would not see it any more. Name yourself among those who can.' },
    });
    const { okr: after } = await w.writer(okr.id, w.amir).editOkr({ visibility: 'private', viewer_ids: [w.amir.id] });
    expect(after.visibility).toBe('private');
  });
});
