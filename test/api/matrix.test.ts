import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { routes } from '../../src/api/routes.ts';
import { newId } from '../../src/db/ids.ts';
import { jiraOutside } from '../support/outside.ts';
import { type World, world } from '../support/world.ts';
import { callerWith } from './caller.ts';

const tables = [
  'okrs',
  'okr_owners',
  'alignments',
  'check_ins',
  'data_links',
  'syncs',
  'connections',
  'members',
  'teams',
  'team_members',
  'periods',
  'events',
  'roll_ups_due',
];

/** All that an organization has. */
const everythingOf = async ({ db, org }: World) =>
  Promise.all(tables.map((table) => db.all(sql`select * from ${sql.identifier(table)} where org_id = ${org.id}`)));

/** One of each, with ids that nobody else knows. */
async function furnished(slug: string) {
  const w = await world({ slug });
  const objective = await w.okr({ kind: 'objective', title: `Secret of ${slug}` });
  const kr = await w.okr({ title: `Secret of ${slug}`, parents: [{ okrId: objective.id, fixedWeight: null }] });
  const connection = await w.connection({ name: `Secret of ${slug}` });
  await w.link(kr.id, connection, '"Epic Link" = AE-786');
  const { checkIn } = await w.writer(kr.id).checkIn({ value: 5 }, newId('chk', w.now));
  const ids: Record<string, string> = {
    periods: w.quarter.id,
    teams: w.team.id,
    members: w.omar.id,
    okrs: kr.id,
    'check-ins': checkIn.id,
    connections: connection,
    parent_id: objective.id,
  };
  const bodies: Record<string, object> = {
    'POST /periods': { name: 'Q9', kind: 'custom', starts_on: '2027-01-01', ends_on: '2027-02-01' },
    'PATCH /periods/:id': { name: 'Ours' },
    'POST /teams': { name: 'Ours' },
    'PATCH /teams/:id': { name: 'Ours' },
    'POST /members': { name: 'Eve', email: 'eve@evil.test', role: 'member' },
    'PATCH /members/:id': { name: 'Eve' },
    'POST /okrs': { kind: 'objective', title: 'Ours' },
    'PATCH /okrs/:id': { title: 'Ours' },
    'POST /okrs/:id/check-ins': { value: 99 },
    'PATCH /check-ins/:id': { note: 'Ours' },
    'PUT /okrs/:id/parents/:parent_id': { contribution: 1 },
    'PUT /okrs/:id/data-link': { connection_id: connection, query: { jql: 'project = AE' } },
    'POST /connections': { provider: 'jira', name: 'Ours', config: {} },
    'PATCH /connections/:id': { name: 'Ours' },
  };
  const calls = routes.map(({ method, path, body }) => {
    const name = `${method.toUpperCase()} ${path}`;
    if (body && !bodies[name]) throw new Error(`${name} needs a body here`);
    const at = path
      .replace(/^\/([\w-]+)\/:id/, (_, noun: string) => `/${noun}/${ids[noun]}`)
      .replace(':parent_id', ids.parent_id!);
    return {
      name,
      method: method.toUpperCase(),
      path: at,
      body: bodies[name],
      isWrite: method !== 'get',
      isOne: path.includes(':id'),
    };
  });
  return { w, ids, calls };
}

describe('every route', () => {
  it('shows and gives nothing of one organization to another, whatever the role', async () => {
    jiraOutside();
    const { w: north, ids, calls } = await furnished('northwind');
    const south = await world({ slug: 'southwind' });
    const before = await everythingOf(north);
    for (const who of [south.ada, south.amir, south.dana, south.omar]) {
      const call = callerWith(await south.token(who));
      for (const { name, method, path, body, isWrite, isOne } of calls) {
        const heard = await call(method, path, body);
        const place = `${who.role}: ${name} -> ${heard.status}`;
        if (who.role === 'observer' && isWrite) expect(heard.status, place).toBe(403);
        else if (isOne) expect(heard, place).toMatchObject({ status: 404, body: { code: 'not_found' } });
        expect(heard.text, place).not.toContain('Secret of northwind');
        if (heard.status < 300) for (const id of Object.values(ids)) expect(heard.text, place).not.toContain(id);
      }
    }
    expect(await everythingOf(north)).toEqual(before);
  });

  it('turns away who brings no token, changes nothing for an observer and for a token to read', async () => {
    jiraOutside();
    const { w, calls } = await furnished('northwind');
    const before = await everythingOf(w);
    const asObserver = callerWith(await w.token(w.omar));
    const asReader = callerWith(await w.token(w.ada, ['read']));
    for (const { name, method, path, body, isWrite } of calls) {
      expect((await callerWith(null)(method, path, body)).status, name).toBe(401);
      for (const call of [asObserver, asReader]) {
        const { status, text } = await call(method, path, body);
        expect(status, `${name} ${text}`).toBe(isWrite ? 403 : 200);
      }
    }
    expect(await everythingOf(w)).toEqual(before);
  });

  it('that administers is closed to members', async () => {
    jiraOutside();
    const { w, calls } = await furnished('northwind');
    const before = await everythingOf(w);
    const call = callerWith(await w.token(w.dana));
    for (const { name, method, path, body } of calls.filter(
      ({ name, isWrite }) => isWrite && /^\w+ \/(periods|teams|members|connections)/.test(name),
    ))
      expect(await call(method, path, body), name).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    expect(await everythingOf(w)).toEqual(before);
  });

  it('lets nobody join what belongs to two organizations', async () => {
    const { w: north, ids } = await furnished('northwind');
    const south = await world({ slug: 'southwind' });
    const own = await south.okr({});
    const call = callerWith(await south.token(south.ada));
    expect((await call('PUT', `/okrs/${own.id}/parents/${ids.okrs}`, {})).body).toMatchObject({
      code: 'invalid',
      fields: { parents: expect.any(String) },
    });
    expect(
      (await call('PUT', `/okrs/${own.id}/data-link`, { connection_id: ids.connections, query: { jql: 'x' } })).body,
    ).toMatchObject({ code: 'invalid' });
    expect((await call('GET', `/okrs?q=secret`)).body.data).toEqual([]);
    expect((await callerWith(await north.token(north.ada))('GET', '/okrs?q=secret')).body.data).toHaveLength(2);
  });
});
