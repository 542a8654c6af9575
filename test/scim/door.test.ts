import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { members, teams } from '../../src/db/schema/organizations.ts';
import { scimTokens } from '../../src/db/schema/people.ts';
import { callerWith, ENTERPRISE, GROUP, patchOf, provisioned, USER, where } from './caller.ts';

describe('the door of SCIM', () => {
  it('says what it can do to everybody, and nothing of anybody', async () => {
    const nobody = callerWith(null);
    const { body } = await nobody('GET', '/ServiceProviderConfig');
    expect(body).toMatchObject({ patch: { supported: true }, bulk: { supported: false }, etag: { supported: true } });
    const types = (await nobody('GET', '/ResourceTypes')).body;
    expect(types.Resources.map(({ id }: { id: string }) => id)).toEqual(['User', 'Group']);
    for (const { id, schema } of types.Resources) {
      expect((await nobody('GET', `/ResourceTypes/${id}`)).body.schema).toBe(schema);
      expect((await nobody('GET', `/Schemas/${schema}`)).body.attributes.length).toBeGreaterThan(1);
    }
    expect((await nobody('GET', '/Schemas')).body.totalResults).toBe(3);
    expect((await nobody('GET', `/Schemas/${ENTERPRISE}`)).body.name).toBe('EnterpriseUser');
    expect((await nobody('GET', '/Schemas/urn:nothing')).status).toBe(404);
    expect((await nobody('GET', '/Schemas?filter=id%20pr')).status).toBe(403);
    expect((await callerWith('cairn_scim_wrong')('GET', '/ServiceProviderConfig')).status).toBe(401);
  });

  it.each([
    ['GET', '/Users'],
    ['GET', '/Users/mem_1'],
    ['POST', '/Users'],
    ['PUT', '/Users/mem_1'],
    ['PATCH', '/Users/mem_1'],
    ['DELETE', '/Users/mem_1'],
    ['POST', '/Users/.search'],
    ['GET', '/Groups'],
    ['GET', '/Groups/tm_1'],
    ['POST', '/Groups'],
    ['PUT', '/Groups/tm_1'],
    ['PATCH', '/Groups/tm_1'],
    ['DELETE', '/Groups/tm_1'],
    ['POST', '/Groups/.search'],
    ['POST', '/.search'],
    ['POST', '/Bulk'],
    ['GET', '/Me'],
  ])('is closed to whoever has no token of its own: %s %s', async (method, path) => {
    const { w } = await provisioned();
    const body = method === 'GET' || method === 'DELETE' ? undefined : {};
    for (const token of [null, 'cairn_scim_unknown', await w.token(w.ada)]) {
      const { status, headers } = await callerWith(token)(method, path, body);
      expect(status).toBe(401);
      expect(headers.get('WWW-Authenticate')).toContain('Bearer realm="Cairn"');
    }
  });

  it('notes when it was used, at most once an hour', async () => {
    const { w, call } = await provisioned();
    const used = async () => (await w.db.select().from(scimTokens))[0]!.lastUsedAt;
    await call('GET', '/Users?count=0');
    const first = await used();
    expect(first).not.toBeNull();
    await call('GET', '/Users?count=0');
    expect(await used()).toBe(first);
  });

  it('refuses what it does not read, in its own form', async () => {
    const { call } = await provisioned();
    const status = async (...asked: Parameters<typeof call>) => {
      const { status, body } = await call(...asked);
      expect(body.schemas).toEqual(['urn:ietf:params:scim:api:messages:2.0:Error']);
      expect(body.status).toBe(String(status));
      return status;
    };
    expect(await status('POST', '/Users', 'x', { 'Content-Type': 'text/plain' })).toBe(415);
    expect(await status('POST', '/Users', '{')).toBe(400);
    expect(await status('POST', '/Users', '[]')).toBe(400);
    expect(await status('POST', '/Users', { userName: 'x'.repeat(300_000) })).toBe(413);
    expect(await status('POST', '/Bulk', {})).toBe(501);
    expect(await status('GET', '/Me')).toBe(501);
    expect(await status('GET', '/Elsewhere')).toBe(404);
    expect(await status('GET', `/Users?${where('favourite eq "tea"')}`)).toBe(400);
    expect(await status('GET', '/Users?startIndex=first')).toBe(400);
    expect(await status('GET', '/Users?attributes=id&excludedAttributes=name')).toBe(400);
  });
});

describe('a list', () => {
  it('shows the attributes that are asked for', async () => {
    const { w, call } = await provisioned();
    const path = `/Users/${w.dana.id}`;
    const { body } = await call('GET', `${path}?attributes=USERNAME,name.formatted,emails.value,nothing`);
    expect(body).toEqual({
      schemas: [USER],
      id: w.dana.id,
      userName: w.dana.email,
      name: { formatted: w.dana.name },
      emails: [{ value: w.dana.email }],
    });
    const rest = (await call('GET', `${path}?excludedAttributes=emails,groups,meta,id,name`)).body;
    expect(Object.keys(rest).sort()).toEqual(['active', 'displayName', 'id', 'roles', 'schemas', 'userName']);
  });

  it('is searched by POST, each type and both at once', async () => {
    const { w, call } = await provisioned();
    const schemas = ['urn:ietf:params:scim:api:messages:2.0:SearchRequest'];
    const search = async (path: string, asked: object) => (await call('POST', path, { schemas, ...asked })).body;
    const ids = (list: { Resources: { id: string }[] }) => list.Resources.map(({ id }) => id);
    const named = await search('/Users/.search', {
      filter: 'displayName eq "dana whitlock"',
      attributes: ['userName'],
    });
    expect(ids(named)).toEqual([w.dana.id]);
    expect(await search('/Groups/.search', { filter: 'displayName eq "Product"' })).toMatchObject({ totalResults: 1 });
    expect(await search('/.search', { count: 3 })).toMatchObject({ totalResults: 5, itemsPerPage: 3 });
    expect(ids(await search('/.search', { startIndex: 4, count: 10 }))).toContain(w.team.id);
    expect(ids(await search('/.search', { filter: 'members pr' }))).toEqual([w.team.id]);
    expect(ids(await search('/.search', { filter: 'displayName co "d"' }))).toHaveLength(5);
    expect((await call('POST', '/.search', { filter: 'nothing pr' })).status).toBe(400);
  });

  it('counts from one, and answers no more than 200', async () => {
    const { call } = await provisioned();
    expect((await call('GET', '/Users?startIndex=-5&count=1000')).body).toMatchObject({
      startIndex: 1,
      itemsPerPage: 4,
    });
    expect((await call('GET', '/Users?count=0')).body).toMatchObject({ totalResults: 4, Resources: [] });
    expect((await call('GET', '/Users?startIndex=9')).body).toMatchObject({ totalResults: 4, Resources: [] });
    expect((await call('GET', `/Users?${where('userName pr')}&startIndex=4`)).body).toMatchObject({
      totalResults: 4,
      itemsPerPage: 1,
    });
  });
});

describe('the identity system of another organization', () => {
  it('finds and changes nothing of this one', async () => {
    const { w } = await provisioned();
    const { w: south, call } = await provisioned('southwind');
    const all = async () =>
      JSON.stringify([
        await w.db.select().from(members).where(eq(members.orgId, w.org.id)),
        await w.db.select().from(teams).where(eq(teams.orgId, w.org.id)),
        await env.DB.prepare('select * from team_members where org_id = ?')
          .bind(w.org.id)
          .all()
          .then(({ results }) => results),
      ]);
    const before = await all();
    const user = { schemas: [USER], userName: w.dana.email };
    for (const [path, body] of [
      [`/Users/${w.dana.id}`, user],
      [`/Groups/${w.team.id}`, { schemas: [GROUP], displayName: 'Taken over' }],
    ] as const) {
      const nothing = await call('GET', `${path.slice(0, -3)}XYZ`);
      const theirs = await call('GET', path);
      expect([theirs.status, theirs.body]).toEqual([404, nothing.body]);
      expect((await call('PUT', path, body)).status).toBe(404);
      expect((await call('PATCH', path, patchOf({ op: 'replace', path: 'displayName', value: 'x' }))).status).toBe(404);
      expect((await call('DELETE', path)).status).toBe(404);
    }
    for (const filter of [`id eq "${w.dana.id}"`, `userName eq "${w.dana.email}"`, `emails eq "${w.dana.email}"`])
      expect((await call('GET', `/Users?${where(filter)}`)).body.totalResults).toBe(0);
    const seat = { schemas: [GROUP], displayName: 'Ours', members: [{ value: w.dana.id }] };
    expect((await call('POST', '/Groups', seat)).status).toBe(400);
    const manager = patchOf({ op: 'add', path: `${ENTERPRISE}:manager`, value: w.dana.id });
    await call('PATCH', `/Users/${south.dana.id}`, manager);
    expect((await w.db.select().from(members).where(eq(members.id, south.dana.id)))[0]!.managerId).toBeNull();
    expect((await call('POST', '/Users', user)).status).toBe(201);
    expect(await all()).toBe(before);
  });
});

describe('whatever is sent', () => {
  it('is done or refused, and nothing breaks', async () => {
    const { w, call } = await provisioned();
    const word = fc.constantFrom(
      'userName',
      'name',
      'name.givenName',
      'emails',
      'active',
      'members',
      'displayName',
      'roles',
      'externalId',
      'timezone',
      'locale',
      'addresses',
      'manager',
      `${ENTERPRISE}:manager`,
      ENTERPRISE,
      'emails[type eq "work"].value',
      'emails[',
      'id',
      'meta',
      'schemas',
      '__proto__',
      'constructor',
      'groups',
      '',
    );
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.constantFrom('True', '', null, [], {}, [{ value: null }], [[[]]], 'x'.repeat(500), '\u0000', '\ud800'),
    );
    const operation = fc.record({
      op: fc.constantFrom('add', 'Replace', 'remove', 'move'),
      path: fc.option(word, { nil: undefined }),
      value: fc.oneof(value, fc.dictionary(word, value)),
    });
    const body = fc.oneof(
      fc.dictionary(word, value),
      fc.record({ Operations: fc.oneof(fc.array(operation, { maxLength: 3 }), value) }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          'POST /Users',
          `PUT /Users/${w.dana.id}`,
          `PATCH /Users/${w.dana.id}`,
          'POST /Groups',
          `PUT /Groups/${w.team.id}`,
          `PATCH /Groups/${w.team.id}`,
          'POST /.search',
          'POST /Users/.search',
        ),
        body,
        async (route, sent) => {
          const [method, path] = route.split(' ') as [string, string];
          const { status } = await call(method, path, sent);
          expect([200, 201, 204, 400, 404, 409]).toContain(status);
        },
      ),
      { numRuns: 400 },
    );
    for (const path of ['/Users', '/Groups']) expect((await call('GET', path)).status).toBe(200);
  });
});

describe('a large company', () => {
  it('provisions people one by one, and finds one among them by reading a few rows', async () => {
    const { w, call } = await provisioned();
    const began = performance.now();
    const ids: string[] = [];
    for (let i = 0; i < 300; i++) {
      const { status, body } = await call('POST', '/Users', {
        schemas: [USER],
        externalId: `e-${i}`,
        userName: `person.${i}@northwind.test`,
        displayName: `Worker${i}`,
      });
      expect(status).toBe(201);
      ids.push(body.id);
    }
    expect(performance.now() - began).toBeLessThan(30_000);
    for (const filter of [
      'userName eq "person.250@northwind.test"',
      'externalId eq "e-250"',
      `id eq "${ids[250]}"`,
      'emails.value eq "person.250@northwind.test"',
      'displayName eq "worker250"',
    ]) {
      const { body, rows } = await call('GET', `/Users?${where(filter)}`);
      expect(body.Resources.map(({ id }: { id: string }) => id)).toEqual([ids[250]]);
      expect(rows, filter).toBeLessThan(40);
    }
    const seats = ids.map((value) => ({ value }));
    const { body } = await call('POST', '/Groups', {
      schemas: [GROUP],
      displayName: 'Everybody',
      externalId: 'g',
      members: seats,
    });
    for (const filter of ['displayName eq "Everybody"', 'externalId eq "g"', `id eq "${body.id}"`])
      expect((await call('GET', `/Groups?excludedAttributes=members&${where(filter)}`)).rows, filter).toBeLessThan(20);
    const found = await call('GET', `/Groups?excludedAttributes=members&${where(`members[value eq "${ids[7]}"]`)}`);
    expect(found.body.Resources.map(({ id }: { id: string }) => id)).toEqual([body.id]);
    expect((await call('GET', '/Users?startIndex=201&count=200')).body).toMatchObject({
      totalResults: 304,
      itemsPerPage: 104,
    });
    expect(w.org.slug).toBe('northwind');
  });
});
