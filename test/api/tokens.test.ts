import { expect, it } from 'vitest';
import { scopeOf } from '../../src/api/route.ts';
import { routes } from '../../src/api/routes.ts';
import { newId } from '../../src/db/ids.ts';
import { createToken } from '../../src/domain/tokens/creating.ts';
import { newTokenInput, upTo } from '../../src/domain/tokens/token.ts';
import type { TokenScope } from '../../src/domain/words.ts';
import { type World, world } from '../support/world.ts';
import { callerWith } from './caller.ts';

const lately = (settings = {}) => world({ now: Date.now(), settings });

async function ofOrganization(w: World, scope: TokenScope = 'write', name = 'HR sync') {
  const input = newTokenInput.parse({ name, kind: 'organization', scopes: [scope] });
  const { secret, token } = await createToken(w.as(w.amir), input);
  return { call: callerWith(secret), id: token.id };
}

it('reads with one scope, checks in with the next, and writes and administers with those after', async () => {
  const w = await lately();
  const okr = await w.okr({}, w.ada);
  const asks: [TokenScope, string, string, unknown][] = [
    ['read', 'GET', `/okrs/${okr.id}`, undefined],
    ['check_in', 'POST', `/okrs/${okr.id}/check-ins`, { value: 5 }],
    ['write', 'POST', '/okrs', { kind: 'objective', title: 'Grow' }],
    ['admin', 'POST', '/teams', { name: 'Design' }],
  ];
  for (const [i, [held]] of asks.entries()) {
    const call = callerWith(await w.token(w.ada, upTo(held)));
    for (const [j, [needed, method, path, body]] of asks.entries()) {
      const heard = await call(method, path, body && needed === 'admin' ? { name: `Design ${held}` } : body);
      expect([held, needed, heard.status < 300]).toEqual([held, needed, j <= i]);
      if (j > i) expect(heard.headers.get('WWW-Authenticate')).toContain(`scope="${needed}"`);
    }
  }
});

it('ticks a task with the scope to check in, and changes it with the one to write', async () => {
  const w = await lately();
  const project = await w.okr({ kind: 'project' }, w.dana);
  const { task } = await w.writer(project.id).addTask({ title: 'A step' }, newId('tsk', w.now));
  const call = callerWith(await w.token(w.dana, upTo('check_in')));
  expect((await call('PATCH', `/tasks/${task.id}`, { done: true })).status).toBe(200);
  expect((await call('PATCH', `/tasks/${task.id}`, { done: false, title: 'Another' })).status).toBe(403);
});

it('administers nothing without the scope, even by a route that asks for less', async () => {
  const w = await lately();
  const call = callerWith(await w.token(w.ada, upTo('write')));
  const config = { site_url: 'https://northwind.atlassian.net', user: 'a@b.test', token: 'demo-jira-token' };
  const shared = { provider: 'jira', name: 'Ours', config, shared: true };
  expect(await call('POST', '/connections', shared)).toMatchObject({ status: 403, body: { code: 'forbidden' } });
});

it('says in the document of every route which scope it needs', async () => {
  const { body } = await callerWith(null)('GET', '/openapi.json');
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}');
    expect(body.paths[path][route.method].security, `${route.method} ${path}`).toEqual([{ token: [scopeOf(route)] }]);
  }
  expect(body.paths['/teams'].post.security).toEqual([{ token: ['admin'] }]);
});

it('of a member makes, lists and revokes their tokens; the secret is said once and not kept by caches', async () => {
  const w = await lately();
  const call = callerWith(await w.token(w.dana, upTo('write')));
  const made = await call('POST', '/tokens', { name: 'Script', scopes: ['check_in'] });
  expect(made).toMatchObject({ status: 201, body: { kind: 'personal', scopes: ['read', 'check_in'] } });
  expect(made.headers.get('Cache-Control')).toBe('no-store');
  const { id, secret } = made.body;
  expect((await callerWith(secret)('GET', '/me')).body).toMatchObject({ id: w.dana.id, scopes: ['read', 'check_in'] });
  const listed = await call('GET', '/tokens');
  expect(listed.body.data.map((each: { id: string }) => each.id)).toContain(id);
  expect(listed.text).not.toContain(secret);
  expect((await call('GET', '/tokens?whose=all')).status).toBe(403);
  expect((await call('DELETE', `/tokens/${id}`)).status).toBe(204);
  expect((await callerWith(secret)('GET', '/me')).status).toBe(401);
});

it('of an admin lists everybody’s and revokes any; another organization’s is not there', async () => {
  const [w, south] = [await lately(), await world({ slug: 'southwind', now: Date.now() })];
  const { id } = await ofOrganization(w);
  const call = callerWith(await w.token(w.amir));
  expect((await call('GET', '/tokens?whose=all&limit=1')).body.data[0]).toMatchObject({ id, kind: 'organization' });
  expect((await callerWith(await south.token(south.ada))('GET', `/tokens/${id}`)).status).toBe(404);
  expect((await callerWith(await south.token(south.ada))('DELETE', `/tokens/${id}`)).status).toBe(404);
  expect((await call('DELETE', `/tokens/${id}`)).status).toBe(204);
});

it('is noted as used', async () => {
  const w = await lately();
  const { call, id } = await ofOrganization(w);
  await call('GET', '/okrs');
  const admin = callerWith(await w.token(w.amir));
  await expect.poll(async () => (await admin('GET', `/tokens/${id}`)).body.last_used_at).not.toBeNull();
});

it('of the organization says of itself that it is one', async () => {
  const w = await lately();
  const { call, id } = await ofOrganization(w);
  expect((await call('GET', '/me')).body).toMatchObject({
    id,
    name: 'HR sync',
    email: null,
    scopes: ['read', 'check_in', 'write'],
    organization: { id: w.org.id },
  });
});

it('of the organization checks in under its own name, and no private OKR is there for it', async () => {
  const w = await lately();
  const [open, closed] = [await w.okr({}), await w.okr({ visibility: 'private' })];
  const { call } = await ofOrganization(w);
  const said = await call('POST', `/okrs/${open.id}/check-ins`, { value: 12 });
  const author = { type: 'token', member_id: null, name: 'HR sync' };
  expect(said).toMatchObject({ status: 201, body: { author } });
  expect((await call('GET', `/okrs/${open.id}/check-ins`)).body.data[0].author).toEqual(author);
  expect((await call('GET', `/check-ins/${said.body.id}`)).body.author).toEqual(author);
  expect((await call('PATCH', `/check-ins/${said.body.id}`, { note: 'Counted again' })).body.author).toEqual(author);
  for (const path of ['', '/check-ins', '/explanation'])
    expect((await call('GET', `/okrs/${closed.id}${path}`)).status).toBe(404);
  expect((await call('GET', '/okrs')).text).not.toContain(closed.id);
});

it('of the organization owns nothing and talks about nothing', async () => {
  const w = await lately();
  const okr = await w.okr({});
  const { call } = await ofOrganization(w);
  const nobody = await call('POST', '/okrs', { kind: 'objective', title: 'Grow' });
  expect(nobody).toMatchObject({
    status: 422,
    body: { fields: { owner_ids: expect.stringContaining('Name at least') } },
  });
  const named = await call('POST', '/okrs', { kind: 'objective', title: 'Grow', owner_ids: [w.dana.id] });
  expect(named).toMatchObject({ status: 201, body: { owner_ids: [w.dana.id], check_in_owner_id: w.dana.id } });
  expect((await call('POST', `/okrs/${okr.id}/comments`, { text: 'Well done' })).status).toBe(403);
  expect((await call('PUT', `/okrs/${okr.id}/reactions/agree`)).status).toBe(403);
  expect((await call('POST', '/tokens', { name: 'More', scopes: ['read'] })).status).toBe(403);
});

it('of the organization is given the first answer again for the same key', async () => {
  const w = await lately();
  const { call } = await ofOrganization(w);
  const ask = () =>
    call('POST', '/okrs', { kind: 'objective', title: 'Grow', owner_ids: [w.dana.id] }, { 'Idempotency-Key': 'one' });
  const [first, again] = [await ask(), await ask()];
  expect(again.body).toEqual(first.body);
  expect(again.headers.get('Idempotency-Replayed')).toBe('true');
});

it.each(['write', 'admin'] as const)('of the organization with the scope %s fails at no question', async (scope) => {
  const w = await lately();
  const okr = await w.okr({});
  const { call } = await ofOrganization(w, scope);
  const failed: string[] = [];
  for (const { method, path } of routes.filter((each) => each.method === 'get')) {
    const filled = path.replace('/okrs/:id', `/okrs/${okr.id}`).replace(/:\w+/g, 'unknown');
    const { status } = await call(method.toUpperCase(), filled);
    if (status >= 500) failed.push(`${filled}: ${status}`);
  }
  expect(failed).toEqual([]);
});
