import { env, exports } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import { claimDueLinks } from '../../src/domain/data-links/listing-due.ts';
import { runDue } from '../../src/jobs/schedule.ts';
import { goOnDeleting } from '../../src/writers/deleting-organizations.ts';
import { syncSource } from '../../src/writers/syncing.ts';
import { demoAccount } from '../stand-ins/trello/demo.ts';
import { connected } from '../support/connected.ts';
import { jiraOutside, trelloOutside } from '../support/outside.ts';
import { holdQueue } from '../support/queue.ts';
import { DAY, type Person, tree, type World, world } from '../support/world.ts';

async function ask(w: World, path: string, person: Person, form?: Record<string, string>) {
  return exports.default.fetch(`http://localhost/o/${w.org.slug}${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(person), Origin: 'http://localhost' },
    body: form ? new URLSearchParams(form) : undefined,
  });
}

const PATH = '/admin/data/deletion';

const deleteAtOf = (w: World) =>
  env.DB.prepare('select delete_at from organizations where id = ?').bind(w.org.id).first<number | null>('delete_at');

const eventsOf = async (w: World) =>
  (
    await env.DB.prepare(`select action from events where org_id = ? and action like 'organization.del%' order by id`)
      .bind(w.org.id)
      .all<{ action: string }>()
  ).results.map(({ action }) => action);

const asked = (w: World) => ask(w, PATH, w.ada, { name: w.org.name });

/** Lets the time of an organization come. */
const due = (w: World) =>
  env.DB.prepare('update organizations set delete_at = ? where id = ?')
    .bind(Date.now() - 1, w.org.id)
    .run();

describe('the deletion of an organization', () => {
  test('is asked for by its name, waits seven days, and every owner gets a letter', async () => {
    const w = await world({ now: Date.now() });
    const queue = holdQueue();
    expect(await (await ask(w, PATH, w.ada)).text()).toContain('Name of the organization');
    const answer = await asked(w);
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, `/o/northwind${PATH}`]);
    expect(Math.abs((await deleteAtOf(w))! - Date.now() - 7 * DAY)).toBeLessThan(60_000);
    expect(await eventsOf(w)).toEqual(['organization.deletion_asked']);
    await queue.drain();
    const letter = await env.DB.prepare('select "to", subject, text from mails').first<Record<string, string>>();
    expect(letter?.to).toBe(w.ada.email);
    expect(letter?.text).toContain(`http://localhost/o/northwind${PATH}`);
  });

  test('is refused while the name is another one', async () => {
    const w = await world({ now: Date.now() });
    const answer = await ask(w, PATH, w.ada, { name: 'northwind' });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('Write the name as it is: Northwind');
    expect(await deleteAtOf(w)).toBeNull();
    expect(await eventsOf(w)).toEqual([]);
  });

  test('is asked for once', async () => {
    const w = await world({ now: Date.now() });
    holdQueue();
    await asked(w);
    const at = await deleteAtOf(w);
    expect((await asked(w)).status).toBe(409);
    expect(await deleteAtOf(w)).toBe(at);
  });

  test('is for owners alone, in person', async () => {
    const w = await world({ now: Date.now() });
    for (const person of [w.amir, w.dana, w.omar]) {
      expect((await ask(w, PATH, person)).status).toBe(403);
      expect((await ask(w, PATH, person, { name: w.org.name })).status).toBe(403);
      expect((await ask(w, `${PATH}/revocation`, person, {})).status).toBe(403);
    }
    expect(await deleteAtOf(w)).toBeNull();
    expect(await (await ask(w, '/admin/data', w.amir)).text()).not.toContain('Deletion');
    expect(await (await ask(w, '/admin/data', w.ada)).text()).toContain('Delete the organization');
  });

  test('is told of on every page of admins, and not to members', async () => {
    const w = await world({ now: Date.now() });
    holdQueue();
    await asked(w);
    for (const person of [w.ada, w.amir])
      expect(await (await ask(w, '', person)).text()).toContain('will be deleted on');
    for (const person of [w.dana, w.omar])
      expect(await (await ask(w, '', person)).text()).not.toContain('will be deleted');
  });

  test('can be called off until then, which owners are told', async () => {
    const w = await world({ now: Date.now() });
    const queue = holdQueue();
    await asked(w);
    expect((await ask(w, `${PATH}/revocation`, w.ada, {})).status).toBe(303);
    expect(await deleteAtOf(w)).toBeNull();
    expect(await eventsOf(w)).toEqual(['organization.deletion_asked', 'organization.deletion_called_off']);
    expect((await ask(w, `${PATH}/revocation`, w.ada, {})).status).toBe(409);
    await queue.drain();
    expect(await env.DB.prepare('select count(*) as n from mails').first('n')).toBe(2);
  });

  test('cannot be called off when its time has come', async () => {
    const w = await world({ now: Date.now() });
    await due(w);
    expect((await ask(w, `${PATH}/revocation`, w.ada, {})).status).toBe(409);
  });
});

describe('while an organization waits for its deletion', () => {
  test('its data sources are not read, on schedule or by a push, and are again when it stays', async () => {
    const w = await world();
    jiraOutside();
    const outside = vi.mocked(globalThis.fetch).mock;
    const okr = await w.okr({});
    const connection = await w.connection();
    await w.link(okr.id, connection, 'project = AE');
    const times = async () => {
      await env.DB.prepare('update data_links set due_at = 0').run();
      const claimed = await claimDueLinks(w.db, w.now, 10);
      const before = outside.calls.length;
      await syncSource(env, w.db, connection, 'project = AE', 'push');
      return [claimed.length, outside.calls.length > before];
    };
    await env.DB.prepare('update organizations set delete_at = ?')
      .bind(w.now + DAY)
      .run();
    expect(await times()).toEqual([0, false]);
    await env.DB.prepare('update organizations set delete_at = null').run();
    expect(await times()).toEqual([1, true]);
  });
});

describe('when its time has come', () => {
  test('nothing of it is left, nobody and no token gets in, and others stay as they were', async () => {
    const [w, other] = [await world({ now: Date.now() }), await world({ now: Date.now(), slug: 'southwind' })];
    jiraOutside();
    const { keyResults } = await tree(w, [{}, {}]);
    await other.okr({ title: 'Of southwind' });
    await w.link(keyResults[0]!.id, await w.connection(), 'project = AE');
    const token = await w.token(w.ada);
    const cookie = await w.cookie(w.ada);
    await due(w);
    const queue = holdQueue();
    await runDue(env, '*/5 * * * *', Date.now());
    expect(queue.waiting.filter(({ type }) => type === 'delete-organization')).toHaveLength(1);
    await queue.drain();
    const { results } = await env.DB.prepare(
      `select name from sqlite_master where type = 'table' and sql like '%org_id%'`,
    ).all<{ name: string }>();
    expect(results.length).toBeGreaterThan(35);
    for (const { name } of results)
      expect(
        await env.DB.prepare(`select count(*) as n from ${name} where org_id = ?`).bind(w.org.id).first('n'),
        name,
      ).toBe(0);
    expect(await deleteAtOf(w)).toBeNull();
    const page = await exports.default.fetch('http://localhost/o/northwind', {
      headers: { Cookie: cookie },
      redirect: 'manual',
    });
    expect(page.headers.get('Location')).toContain('/signin');
    const headers = { Authorization: `Bearer ${token}` };
    expect((await exports.default.fetch('http://localhost/api/v1/me', { headers })).status).toBe(401);
    expect(await (await ask(other, '/okrs?period=all', other.dana)).text()).toContain('Of southwind');
  });

  test('a message that comes too early, or after it was called off, deletes nothing', async () => {
    const w = await world({ now: Date.now() });
    holdQueue();
    await goOnDeleting(env, w.db, w.org.id);
    await asked(w);
    await goOnDeleting(env, w.db, w.org.id);
    expect((await ask(w, '', w.ada)).status).toBe(200);
  });

  test('pushes are ended at the provider before the credentials go', async () => {
    const w = await world({ now: Date.now() });
    const trello = trelloOutside();
    const connection = await connected(w, 'trello');
    const hook = { id: 'hook', token: demoAccount.token, idModel: 'board', callbackURL: 'https://cairn.test/hooks' };
    trello.state.webhooks.push({ ...hook, active: true, description: '' } as (typeof trello.state.webhooks)[number]);
    await env.DB.prepare(
      `insert into subscriptions (connection_id, topic, org_id, state, hook_id, callback, asked_at)
       values (?, 'board', ?, 'active', 'hook', 'https://cairn.test/hooks', 1)`,
    )
      .bind(connection, w.org.id)
      .run();
    await due(w);
    const queue = holdQueue();
    await goOnDeleting(env, w.db, w.org.id);
    expect(trello.state.webhooks).toEqual([]);
    expect(await env.DB.prepare('select count(*) as n from connections').first('n')).toBe(1);
    await queue.drain();
    expect(await env.DB.prepare('select count(*) as n from connections').first('n')).toBe(0);
  });

  test('what somebody was just writing goes with the message that looks once more', async () => {
    const w = await world({ now: Date.now() });
    await due(w);
    const queue = holdQueue();
    await goOnDeleting(env, w.db, w.org.id);
    while (queue.waiting[0]?.type === 'delete-organization' && queue.waiting[0].after === 0) await queue.next();
    expect(queue.waiting).toEqual([{ type: 'delete-organization', orgId: w.org.id, after: 60 }]);
    await env.DB.prepare(
      `insert into tags (id, org_id, name, folded, created_at) values ('tag_1', ?, 'late', 'late', 1)`,
    )
      .bind(w.org.id)
      .run();
    await queue.drain();
    expect(await env.DB.prepare('select count(*) as n from tags').first('n')).toBe(0);
  });
});
