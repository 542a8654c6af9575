import { describe, expect, it } from 'vitest';
import { GROUP, patchOf, provisioned, USER, where } from './caller.ts';

/** What Okta sends, in the forms that its reference and its tests have. */
const created = {
  schemas: [USER],
  userName: 'test.user@northwind.test',
  name: { givenName: 'Test', familyName: 'User' },
  emails: [{ primary: true, value: 'test.user@northwind.test', type: 'work' }],
  displayName: 'Test User',
  locale: 'en-US',
  externalId: '00ujl29u0le5T6Aj10h7',
  groups: [],
  password: '1mz050nq',
  active: true,
};

describe('Okta', () => {
  it('asks for a page of two and for a page of a hundred when it is switched on', async () => {
    const { call } = await provisioned();
    const users = (await call('GET', '/Users?startIndex=1&count=2')).body;
    expect(users).toMatchObject({ totalResults: 4, startIndex: 1, itemsPerPage: 2 });
    expect((await call('GET', '/Users?startIndex=3&count=2')).body.Resources).toHaveLength(2);
    expect((await call('GET', '/Groups?startIndex=1&count=100')).body).toMatchObject({ totalResults: 1 });
  });

  it('looks for the user name, creates, and reads', async () => {
    const { call } = await provisioned();
    const query = `/Users?${where('userName eq "test.user@northwind.test"')}&startIndex=1&count=100`;
    expect((await call('GET', query)).body).toMatchObject({ totalResults: 0, Resources: [], itemsPerPage: 0 });
    const { status, body } = await call('POST', '/Users', created, {
      'Content-Type': 'application/scim+json; charset=utf-8',
    });
    expect(status).toBe(201);
    expect(JSON.stringify(body)).not.toContain('1mz050nq');
    expect((await call('GET', query)).body.Resources).toEqual([body]);
    expect((await call('POST', '/Users', created)).status).toBe(409);
  });

  it('replaces the whole user, and ends and reopens access with it', async () => {
    const { call } = await provisioned();
    const { body } = await call('POST', '/Users', created);
    const path = `/Users/${body.id}`;
    const whole = { ...body, name: { givenName: 'Another', middleName: 'Excited', familyName: 'User' } };
    const put = await call('PUT', path, whole);
    expect(put.body).toMatchObject({ id: body.id, name: { givenName: 'Another', middleName: 'Excited' } });
    const off = await call('PATCH', path, patchOf({ op: 'replace', value: { active: false } }));
    expect(off.body.active).toBe(false);
    expect((await call('PUT', path, { ...whole, active: true })).body.active).toBe(true);
  });

  it('says no to a user who is not there in the form of SCIM', async () => {
    const { call } = await provisioned();
    const { status, body, headers } = await call('GET', '/Users/00919288221112222');
    expect(status).toBe(404);
    expect(headers.get('Content-Type')).toBe('application/scim+json');
    expect(body).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      status: '404',
      detail: 'There is no such user.',
    });
  });

  it('pushes groups: makes, renames by an object, replaces members, adds and removes one', async () => {
    const { w, call } = await provisioned();
    expect((await call('GET', `/Groups?${where('displayName eq "Test SCIMv2"')}`)).body.totalResults).toBe(0);
    const made = await call('POST', '/Groups', { schemas: [GROUP], displayName: 'Test SCIMv2', members: [] });
    expect(made.status).toBe(201);
    const { id } = made.body;
    const path = `/Groups/${id}`;
    await call('PATCH', path, patchOf({ op: 'replace', value: { id, displayName: 'Test SCIMv2, renamed' } }));
    const members = [w.dana, w.omar].map((each) => ({ value: each.id, display: each.email }));
    await call('PATCH', path, patchOf({ op: 'replace', path: 'members', value: members }));
    const read = (await call('GET', path)).body;
    expect(read.displayName).toBe('Test SCIMv2, renamed');
    expect(read.members).toHaveLength(2);
    await call(
      'PATCH',
      path,
      patchOf(
        { op: 'remove', path: `members[value eq "${w.dana.id}"]` },
        { op: 'add', path: 'members', value: [{ value: w.amir.id, display: w.amir.email }] },
      ),
    );
    const after = (await call('GET', path)).body.members.map((each: { value: string }) => each.value);
    expect(after.sort()).toEqual([w.omar.id, w.amir.id].sort());
    expect((await call('GET', `/Users/${w.omar.id}`)).body.groups).toMatchObject([{ value: id, type: 'direct' }]);
    expect((await call('DELETE', path)).status).toBe(204);
    expect((await call('GET', path)).status).toBe(404);
  });
});
