import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { MemberId } from '../../src/db/ids.ts';
import { events } from '../../src/db/schema/access.ts';
import { members } from '../../src/db/schema/organizations.ts';
import { findMember } from '../../src/domain/members/listing.ts';
import type { World } from '../support/world.ts';
import { ENTERPRISE, patchOf, provisioned, USER, where } from './caller.ts';

const barbara = {
  schemas: [USER],
  userName: 'bjensen@northwind.test',
  externalId: 'ext-1',
  name: { givenName: 'Barbara', familyName: 'Jensen' },
  emails: [{ value: 'bjensen@northwind.test', type: 'work', primary: true }],
};

const memberOf = (w: World, id: string) => findMember(w.as(w.ada), id as MemberId);

const actionsOn = async (w: World, id: string) =>
  (await w.db.select().from(events).where(eq(events.subjectId, id))).map(({ action }) => action);

describe('a user that is created', () => {
  it('is a member who can be found, with an event by the identity system', async () => {
    const { w, call } = await provisioned();
    const { status, body, headers, trips } = await call('POST', '/Users', barbara);
    expect(status).toBe(201);
    expect(headers.get('Location')).toBe(`https://cairn.test/scim/v2/Users/${body.id}`);
    expect(headers.get('Content-Type')).toBe('application/scim+json');
    expect(headers.get('ETag')).toBe(body.meta.version);
    expect(body).toMatchObject({ ...barbara, active: true, roles: [{ value: 'member', primary: true }] });
    expect(await memberOf(w, body.id)).toMatchObject({
      name: 'Barbara Jensen',
      email: 'bjensen@northwind.test',
      role: 'member',
      words: 'barbara jensen bjensen northwind test',
    });
    const [event] = await w.db.select().from(events).where(eq(events.subjectId, body.id));
    expect(event).toMatchObject({ action: 'member.added', via: 'scim', actorId: null, data: { role: 'member' } });
    expect(JSON.stringify(event)).not.toMatch(/Barbara|bjensen/);
    expect(trips).toBeLessThanOrEqual(6);
  });

  it('gives all back that was said of them, and says nothing that was not', async () => {
    const { call } = await provisioned();
    const told = {
      ...barbara,
      displayName: 'Babs',
      nickName: 'Babs',
      title: 'Tour Guide',
      userType: 'Employee',
      preferredLanguage: 'en-US',
      locale: 'en-US',
      timezone: 'America/Los_Angeles',
      phoneNumbers: [{ value: '555-555-5555', type: 'work' }],
      [ENTERPRISE]: { department: 'Tours', costCenter: '4130' },
    };
    const { body } = await call('POST', '/Users', { ...told, password: 't1meMa$heen', favourite: 'tea' });
    const { schemas: _, ...rest } = told;
    expect((await call('GET', `/Users/${body.id}`)).body).toMatchObject({ ...rest, schemas: [USER, ENTERPRISE] });
    expect(JSON.stringify(body)).not.toMatch(/t1meMa|tea/);
  });

  it.each([
    ['the user name', { userName: 'BJensen@northwind.test', emails: undefined, externalId: 'ext-2' }],
    ['the address', { userName: 'another', externalId: 'ext-2' }],
    ['the external id', { userName: 'other@northwind.test', emails: undefined }],
  ])('is refused when somebody has %s', async (_, changes) => {
    const { call } = await provisioned();
    await call('POST', '/Users', barbara);
    const { status, body } = await call('POST', '/Users', { ...barbara, ...changes });
    expect(status).toBe(409);
    expect(body).toMatchObject({ status: '409', scimType: 'uniqueness' });
  });

  it('is refused when a member whom Cairn knows by itself has the address, active or not', async () => {
    const { w, call } = await provisioned();
    const asDana = { schemas: [USER], userName: w.dana.email };
    expect((await call('POST', '/Users', asDana)).status).toBe(409);
    await w.db.update(members).set({ deactivatedAt: w.now }).where(eq(members.id, w.dana.id));
    expect((await call('POST', '/Users', asDana)).status).toBe(409);
  });

  it.each([
    ['no user name', { userName: undefined }, 'invalidValue'],
    ['no address at all', { userName: 'bjensen', emails: undefined }, 'invalidValue'],
    ['a name beyond measure', { displayName: 'x'.repeat(121), name: undefined }, 'invalidValue'],
    ['an activity that is none', { active: 'perhaps' }, 'invalidValue'],
  ])('is refused with %s', async (_, changes, scimType) => {
    const { call } = await provisioned();
    const { status, body } = await call('POST', '/Users', { ...barbara, ...changes });
    expect([status, body.scimType]).toEqual([400, scimType]);
  });

  it('is never an owner', async () => {
    const { w, call } = await provisioned();
    expect((await call('POST', '/Users', { ...barbara, roles: ['owner'] })).status).toBe(409);
    const { body } = await call('POST', '/Users', { ...barbara, roles: [{ value: 'Admin' }] });
    expect((await memberOf(w, body.id)).role).toBe('admin');
  });

  it('comes back when they are created again after they were deleted', async () => {
    const { w, call } = await provisioned();
    const { body } = await call('POST', '/Users', barbara);
    expect((await call('DELETE', `/Users/${body.id}`)).status).toBe(204);
    expect((await memberOf(w, body.id)).deactivatedAt).not.toBeNull();
    expect((await call('GET', `/Users/${body.id}`)).status).toBe(404);
    expect((await call('DELETE', `/Users/${body.id}`)).status).toBe(404);
    expect((await call('GET', `/Users?${where('userName eq "bjensen@northwind.test"')}`)).body.totalResults).toBe(0);
    const again = await call('POST', '/Users', { ...barbara, title: 'Guide' });
    expect([again.status, again.body.id, again.body.active]).toEqual([201, body.id, true]);
    expect(await actionsOn(w, body.id)).toEqual(['member.added', 'member.deactivated', 'member.reactivated']);
  });
});

describe('a user that is changed', () => {
  it('is not changed by the same again: no event, no new version', async () => {
    const { w, call } = await provisioned();
    const { body } = await call('POST', '/Users', barbara);
    const same = await call('PUT', `/Users/${body.id}`, barbara);
    expect([same.status, same.body]).toEqual([200, body]);
    const off = patchOf({ op: 'replace', path: 'active', value: false });
    await call('PATCH', `/Users/${body.id}`, off);
    await call('PATCH', `/Users/${body.id}`, off);
    expect(await actionsOn(w, body.id)).toEqual(['member.added', 'member.deactivated']);
  });

  it('stays visible while deactivated, without access', async () => {
    const { w, call } = await provisioned();
    const token = await w.token(w.dana);
    await call('PATCH', `/Users/${w.dana.id}`, patchOf({ op: 'replace', value: { active: false } }));
    expect((await call('GET', `/Users/${w.dana.id}`)).body.active).toBe(false);
    expect((await call('GET', `/Users?${where(`userName eq "${w.dana.email}"`)}`)).body.Resources[0].active).toBe(
      false,
    );
    const { exports } = await import('cloudflare:workers');
    const ask = () =>
      exports.default.fetch('https://cairn.test/api/v1/me', { headers: { Authorization: `Bearer ${token}` } });
    expect((await ask()).status).toBe(401);
    await call('PATCH', `/Users/${w.dana.id}`, patchOf({ op: 'replace', value: { active: true } }));
    expect((await ask()).status).toBe(401);
    expect((await memberOf(w, w.dana.id)).deactivatedAt).toBeNull();
  });

  it('keeps in a whole replacement what the identity system never spoke of', async () => {
    const { w, call } = await provisioned();
    await w.db
      .update(members)
      .set({ locale: 'de-DE', timeZone: 'Europe/Berlin', managerId: w.amir.id })
      .where(eq(members.id, w.dana.id));
    const dana = { schemas: [USER], userName: w.dana.email, displayName: 'Dana Whitlock', active: true };
    await call('PUT', `/Users/${w.dana.id}`, dana);
    expect(await memberOf(w, w.dana.id)).toMatchObject({ locale: 'de-DE', managerId: w.amir.id, role: 'member' });
    await call('PUT', `/Users/${w.dana.id}`, { ...dana, locale: 'en_US' });
    expect(await memberOf(w, w.dana.id)).toMatchObject({ locale: 'en-US', timeZone: 'Europe/Berlin' });
    await call('PUT', `/Users/${w.dana.id}`, dana);
    expect(await memberOf(w, w.dana.id)).toMatchObject({ locale: null, timeZone: 'Europe/Berlin' });
  });

  it('is presented as Cairn has them once somebody changed them there', async () => {
    const { w, call } = await provisioned();
    const { body } = await call('POST', '/Users', barbara);
    await w.db
      .update(members)
      .set({ name: 'Barbara Smith', email: 'smith@northwind.test', role: 'admin' })
      .where(eq(members.id, body.id));
    const seen = (await call('GET', `/Users/${body.id}`)).body;
    expect(seen).toMatchObject({
      displayName: 'Barbara Smith',
      name: { formatted: 'Barbara Smith' },
      emails: [{ value: 'smith@northwind.test' }],
      roles: [{ value: 'admin' }],
      userName: 'bjensen@northwind.test',
    });
  });

  it('is changed only in the version that was read', async () => {
    const { call } = await provisioned();
    const { body } = await call('POST', '/Users', barbara);
    const path = `/Users/${body.id}`;
    const rename = patchOf({ op: 'replace', path: 'displayName', value: 'Babs' });
    expect((await call('GET', path, undefined, { 'If-None-Match': body.meta.version })).status).toBe(304);
    expect((await call('PATCH', path, rename, { 'If-Match': body.meta.version })).status).toBe(200);
    for (const [method, sent] of [
      ['PATCH', rename],
      ['PUT', barbara],
      ['DELETE', undefined],
    ] as const)
      expect((await call(method, path, sent, { 'If-Match': body.meta.version })).status).toBe(412);
  });

  it('reports to whom an id, an external id, a user name or an address names, and never to themselves in a circle', async () => {
    const { w, call } = await provisioned();
    const { body } = await call('POST', '/Users', barbara);
    const manager = (value: unknown) => patchOf({ op: 'Replace', path: `${ENTERPRISE}:manager`, value });
    const path = `/Users/${w.dana.id}`;
    for (const value of [body.id, { value: 'ext-1' }, 'BJENSEN@northwind.test']) {
      await call('PATCH', path, manager(w.amir.id));
      const { body: seen } = await call('PATCH', path, manager(value));
      expect(seen[ENTERPRISE].manager.value).toBe(body.id);
    }
    expect((await memberOf(w, w.dana.id)).managerId).toBe(body.id);
    const circle = await call('PATCH', `/Users/${body.id}`, manager(w.dana.id));
    expect([circle.status, circle.body.scimType]).toEqual([400, 'invalidValue']);
    const unknown = await call('PATCH', path, manager('Somebody Else'));
    expect(unknown.body[ENTERPRISE].manager.value).toBe('Somebody Else');
    expect((await memberOf(w, w.dana.id)).managerId).toBeNull();
  });

  it('has no role that they cannot hold', async () => {
    const { w, call } = await provisioned();
    await w.okr({ title: 'Of Dana' }, w.dana);
    const role = (value: string) => patchOf({ op: 'Add', path: 'roles', value: [{ value, primary: true }] });
    expect((await call('PATCH', `/Users/${w.dana.id}`, role('observer'))).status).toBe(409);
    expect((await call('PATCH', `/Users/${w.dana.id}`, role('owner'))).status).toBe(409);
    expect((await call('PATCH', `/Users/${w.dana.id}`, role('admin'))).body.roles).toContainEqual({
      value: 'admin',
      primary: true,
    });
    expect((await memberOf(w, w.dana.id)).role).toBe('admin');
  });
});

describe('an owner', () => {
  it('keeps role and address, whatever the identity system says', async () => {
    const { w, call } = await provisioned();
    const path = `/Users/${w.ada.id}`;
    for (const operation of [
      { op: 'replace', path: 'roles', value: [{ value: 'member' }] },
      { op: 'remove', path: 'roles' },
      { op: 'replace', path: 'emails', value: [{ value: 'eve@northwind.test', primary: true }] },
    ])
      expect((await call('PATCH', path, patchOf(operation))).status).toBe(409);
    expect(await memberOf(w, w.ada.id)).toMatchObject({ role: 'owner', email: w.ada.email });
    expect((await call('PATCH', path, patchOf({ op: 'replace', path: 'title', value: 'CEO' }))).status).toBe(200);
    expect((await call('PUT', path, { schemas: [USER], userName: w.ada.email })).status).toBe(200);
    expect((await memberOf(w, w.ada.id)).role).toBe('owner');
  });

  it('is not deactivated while they are the last one', async () => {
    const { w, call } = await provisioned();
    const off = patchOf({ op: 'Replace', path: 'active', value: 'False' });
    const refused = await call('PATCH', `/Users/${w.ada.id}`, off);
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      'This is the last owner. Make somebody else an owner first.',
    ]);
    expect((await call('DELETE', `/Users/${w.ada.id}`)).status).toBe(409);
    await w.db.update(members).set({ role: 'owner' }).where(eq(members.id, w.amir.id));
    expect((await call('PATCH', `/Users/${w.ada.id}`, off)).status).toBe(200);
  });
});

describe('somebody whose data was deleted', () => {
  it('is nobody any more', async () => {
    const { w, call } = await provisioned();
    await w.db.update(members).set({ erasedAt: w.now, deactivatedAt: w.now }).where(eq(members.id, w.dana.id));
    expect((await call('GET', `/Users/${w.dana.id}`)).status).toBe(404);
    expect((await call('GET', '/Users')).body.totalResults).toBe(3);
  });
});
