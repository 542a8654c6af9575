import { describe, expect, it } from 'vitest';
import type { Context } from '../../../src/domain/context.ts';
import { findMember } from '../../../src/domain/members/listing.ts';
import { findIdentitySystem, noteProvisioning } from '../../../src/domain/provisioning/identity-system.ts';
import { provisionGroup, unprovisionGroup } from '../../../src/domain/provisioning/provisioning-groups.ts';
import { provisionUser, unprovisionUser } from '../../../src/domain/provisioning/provisioning-users.ts';
import {
  endProvisioningToken,
  findProvisioningToken,
  makeProvisioningToken,
} from '../../../src/domain/provisioning/token.ts';
import { world } from '../../support/world.ts';

const HOUR_MS = 60 * 60_000;

const given = {
  userName: 'new@northwind.test',
  externalId: null,
  name: 'New',
  email: 'new@northwind.test',
  active: true,
  role: null,
  locale: null,
  timeZone: null,
  manager: null,
  profile: {},
};

describe('the token of an identity system', () => {
  it('opens its own organization, and no other', async () => {
    const w = await world();
    const south = await world({ slug: 'southwind' });
    const [north, theirs] = [
      await makeProvisioningToken(w.as(w.ada)),
      await makeProvisioningToken(south.as(south.ada)),
    ];
    expect((await findIdentitySystem(w.db, north))?.org.id).toBe(w.org.id);
    expect((await findIdentitySystem(w.db, theirs))?.org.id).toBe(south.org.id);
    await endProvisioningToken(w.as(w.amir));
    expect(await findIdentitySystem(w.db, north)).toBeNull();
    expect(await findIdentitySystem(w.db, theirs)).not.toBeNull();
  });

  it('remembers when it was used, to the hour', async () => {
    const w = await world();
    const token = await makeProvisioningToken(w.as(w.ada));
    const use = async (now: number) => {
      await noteProvisioning(w.db, (await findIdentitySystem(w.db, token))!, now);
      return (await findProvisioningToken(w.as(w.ada)))!.lastUsedAt;
    };
    expect(await use(w.now)).toBe(w.now);
    expect(await use(w.now + HOUR_MS - 1)).toBe(w.now);
    expect(await use(w.now + HOUR_MS + 1)).toBe(w.now + HOUR_MS + 1);
  });

  it('is for admins in their own name', async () => {
    const w = await world();
    for (const person of [w.dana, w.omar])
      for (const verb of [makeProvisioningToken, endProvisioningToken, findProvisioningToken])
        await expect(verb(w.as(person))).rejects.toMatchObject({ code: 'forbidden' });
    const ctx = w.as(w.amir);
    const behalf: Context = { ...ctx, actor: { ...ctx.actor, by: { memberId: w.ada.id, name: w.ada.name } } as never };
    await expect(makeProvisioningToken(behalf)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(endProvisioningToken(ctx)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('provisioning', () => {
  it('is for the identity system alone, not even for an owner', async () => {
    const w = await world();
    const ctx = w.as(w.ada);
    const dana = await findMember(ctx, w.dana.id);
    for (const attempt of [
      () => provisionUser(ctx, given),
      () => unprovisionUser(ctx, dana),
      () => provisionGroup(ctx, { name: 'New', externalId: null, memberIds: [] }),
      () => unprovisionGroup(ctx, w.team.id),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'forbidden' });
    expect(await findMember(ctx, w.dana.id)).toEqual(dana);
  });
});
