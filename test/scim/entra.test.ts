import { describe, expect, it } from 'vitest';
import { ENTERPRISE, GROUP, patchOf, provisioned, USER, where } from './caller.ts';

/** What Microsoft Entra sends, in the forms that its provisioning and its validator have. */
const created = {
  schemas: [USER, ENTERPRISE],
  externalId: '0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef',
  userName: 'Test_User_ab6490ee@northwind.test',
  active: true,
  displayName: 'Lennay',
  emails: [{ primary: true, type: 'work', value: 'Test_User_fd0ea19b@northwind.test' }],
  meta: { resourceType: 'User' },
  name: { formatted: 'Ryan Leenay', familyName: 'Leenay', givenName: 'Ryan' },
  roles: [],
  [ENTERPRISE]: { department: 'bob' },
};

const start = async () => {
  const { w, call } = await provisioned();
  const { body } = await call('POST', '/Users', created);
  return { w, call, id: body.id as string, path: `/Users/${body.id}` };
};

describe('Entra', () => {
  it('tests its connection with a user who is not there', async () => {
    const { call } = await provisioned();
    const { status, body, rows } = await call(
      'GET',
      `/Users?${where('userName eq "5d48e7a9-b3f0-4ea1-9b43-2a4a9e3a9a05"')}`,
    );
    expect([status, body.totalResults, body.Resources]).toEqual([200, 0, []]);
    expect(rows).toBeLessThan(10);
  });

  it('finds whom it made by user name in any case, by external id and by the address of work', async () => {
    const { call, id } = await start();
    for (const filter of [
      'userName eq "TEST_user_ab6490ee@northwind.test"',
      `externalId eq "${created.externalId}"`,
      'emails[type eq "work"].value eq "test_user_fd0ea19b@northwind.test"',
      `id eq "${id}"`,
    ]) {
      const { body, rows } = await call('GET', `/Users?${where(filter)}`);
      expect(body.Resources.map((each: { id: string }) => each.id)).toEqual([id]);
      expect(rows).toBeLessThan(12);
    }
  });

  it('gets back what it sent', async () => {
    const { call, path } = await start();
    const { roles: _, meta: __, ...sent } = created;
    expect((await call('GET', path)).body).toMatchObject(sent);
  });

  it('replaces parts of lists and of names by path, and adds what is not there yet', async () => {
    const { call, path } = await start();
    const { status, body } = await call(
      'PATCH',
      path,
      patchOf(
        { op: 'Replace', path: 'emails[type eq "work"].value', value: 'updated@northwind.test' },
        { op: 'Replace', path: 'name.familyName', value: 'updatedFamilyName' },
        { op: 'Add', path: 'phoneNumbers[type eq "work"].value', value: '+44 20 7946 0000' },
        { op: 'Add', path: 'addresses[type eq "work"].formatted', value: '1 Main Street' },
        { op: 'Replace', path: 'emails[type eq "home"].value', value: 'home@northwind.test' },
      ),
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      emails: [
        { primary: true, type: 'work', value: 'updated@northwind.test' },
        { type: 'home', value: 'home@northwind.test' },
      ],
      name: { givenName: 'Ryan', familyName: 'updatedFamilyName' },
      phoneNumbers: [{ type: 'work', value: '+44 20 7946 0000' }],
      addresses: [{ type: 'work', formatted: '1 Main Street' }],
    });
  });

  it('sends an object without a path, whose names have dots and URNs', async () => {
    const { w, call, path } = await start();
    const { body } = await call(
      'PATCH',
      path,
      patchOf({
        op: 'replace',
        value: {
          displayName: 'Anabel',
          active: 'True',
          'name.givenName': 'Anabel',
          'name.familyName': 'Porter',
          'name.formatted': 'Anabel Porter',
          'emails[type eq "work"].value': 'anabel@northwind.test',
          [`${ENTERPRISE}:department`]: 'Ports',
          [`${ENTERPRISE}:manager`]: w.amir.id,
          'urn:ietf:params:scim:schemas:extension:other:2.0:User:colour': 'red',
        },
      }),
    );
    expect(body).toMatchObject({
      displayName: 'Anabel',
      active: true,
      name: { formatted: 'Anabel Porter' },
      [ENTERPRISE]: { department: 'Ports', manager: { value: w.amir.id } },
    });
    expect(body.emails[0].value).toBe('anabel@northwind.test');
  });

  it('disables and enables with texts', async () => {
    const { call, path } = await start();
    const switched = async (value: unknown) =>
      (await call('PATCH', path, patchOf({ op: 'Replace', path: 'active', value }))).body.active;
    expect(await switched('False')).toBe(false);
    expect((await call('GET', `/Users?${where(`userName eq "${created.userName}"`)}`)).body.Resources[0].active).toBe(
      false,
    );
    expect(await switched('True')).toBe(true);
    expect((await call('PATCH', path, patchOf({ op: 'Add', value: { active: 'False' } }))).body.active).toBe(false);
  });

  it('sets and removes a manager', async () => {
    const { w, call, path } = await start();
    const at = `${ENTERPRISE}:manager`;
    const set = await call('PATCH', path, patchOf({ op: 'Add', path: at, value: w.amir.id }));
    expect(set.body[ENTERPRISE]).toMatchObject({ department: 'bob', manager: { value: w.amir.id } });
    const removed = await call('PATCH', path, patchOf({ op: 'Remove', path: at }));
    expect(removed.body[ENTERPRISE]).toEqual({ department: 'bob' });
  });

  it('gives a role by its own way to write them', async () => {
    const { call, path } = await start();
    const { body } = await call(
      'PATCH',
      path,
      patchOf({
        op: 'Add',
        path: 'roles[primary eq "True"].value',
        value: '{"id":"1","value":"admin","displayName":"Admin"}',
      }),
    );
    expect(body.roles[0].value).toContain('admin');
    expect((await call('GET', `/Users?${where('roles.value co "admin"')}`)).body.totalResults).toBe(2);
  });

  it('keeps the members of a group by ones and by lists', async () => {
    const { w, call, id } = await start();
    const made = await call('POST', '/Groups', {
      schemas: [GROUP, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
      externalId: '8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159',
      displayName: 'Lisbon',
      meta: { resourceType: 'Group' },
    });
    expect(made.status).toBe(201);
    const path = `/Groups/${made.body.id}`;
    const add = patchOf({ op: 'Add', path: 'members', value: [{ $ref: null, value: id }, { value: w.dana.id }] });
    const { status, body, trips } = await call('PATCH', path, add);
    expect([status, body]).toEqual([204, null]);
    expect(trips).toBeLessThanOrEqual(6);
    const ids = async () =>
      ((await call('GET', path)).body.members ?? []).map((each: { value: string }) => each.value).sort();
    expect(await ids()).toEqual([id, w.dana.id].sort());
    await call('PATCH', path, patchOf({ op: 'Remove', path: 'members', value: [{ $ref: null, value: id }] }));
    expect(await ids()).toEqual([w.dana.id]);
    await call('PATCH', path, patchOf({ op: 'Remove', path: `members[value eq "${w.dana.id}"]` }));
    expect(await ids()).toEqual([]);
    await call('PATCH', path, patchOf({ op: 'Replace', path: 'displayName', value: 'Porto' }));
    const query = `excludedAttributes=members&${where('displayName eq "Porto"')}`;
    const found = (await call('GET', `/Groups?${query}`)).body;
    expect(found.Resources).toEqual([expect.objectContaining({ id: made.body.id, displayName: 'Porto' })]);
    const asked = where(`id eq "${made.body.id}" and members[value eq "${id}"]`);
    expect((await call('GET', `/Groups?${asked}`)).body.totalResults).toBe(0);
  });
});
