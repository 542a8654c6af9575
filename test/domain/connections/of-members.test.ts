import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { editConnection } from '../../../src/domain/connections/editing.ts';
import { enableProvider } from '../../../src/domain/connections/enabling.ts';
import { findConnection, listPickable } from '../../../src/domain/connections/finding.ts';
import { editOrganization } from '../../../src/domain/organizations/editing.ts';
import { connect, disconnect, replaceCredentials, testConnection } from '../../../src/writers/connecting.ts';
import { jiraOutside } from '../../support/outside.ts';
import { world } from '../../support/world.ts';

const config = { site_url: 'https://northwind.atlassian.net', user: 'dana@northwind.test', token: 'demo-jira-token' };
const own = { provider: 'jira' as const, name: 'Mine', config, shared: false, interval: 'hourly' as const };
const ORIGIN = 'https://cairn.test';

async function open() {
  const w = await world({ settings: { memberConnections: true } });
  return { w, jira: jiraOutside() };
}

const count = async (table: 'connections' | 'events') =>
  (await env.DB.prepare(`select count(*) as n from ${table}`).first<{ n: number }>())!.n;

describe('a connection that a member makes', () => {
  test('is refused before the provider is asked, until an admin lets members connect', async () => {
    const w = await world();
    const jira = jiraOutside();
    const before = jira.requests.length;
    const refusal = { code: 'forbidden', message: expect.stringContaining('Only owners and admins connect accounts') };
    await expect(connect(env, w.as(w.dana), own)).rejects.toMatchObject(refusal);
    expect(jira.requests).toHaveLength(before);
    const org = await editOrganization(w.as(w.amir), { member_connections: true });
    const { connection } = await connect(env, { ...w.as(w.dana), org }, own);
    expect(connection).toMatchObject({ ownerId: w.dana.id, shared: false });
  });

  test('is private: a shared one is refused, and so is sharing it later, by an edit or with new credentials', async () => {
    const { w } = await open();
    const dana = w.as(w.dana);
    const refusal = { code: 'forbidden', message: expect.stringContaining('Only owners and admins share') };
    await expect(connect(env, dana, { ...own, shared: true })).rejects.toMatchObject(refusal);
    const { connection } = await connect(env, dana, own);
    await expect(editConnection(dana, connection.id, { shared: true })).rejects.toMatchObject(refusal);
    const renewed = replaceCredentials(env, dana, connection.id, config, ORIGIN, { shared: true });
    await expect(renewed).rejects.toMatchObject(refusal);
    expect(await findConnection(dana, connection.id)).toMatchObject({ shared: false, version: 1 });
    expect(await editConnection(w.as(w.amir), connection.id, { shared: true })).toMatchObject({ shared: true });
  });

  test('is theirs to link, test, renew and delete, and does not exist for other members', async () => {
    const { w } = await open();
    const dana = w.as(w.dana);
    const { id } = (await connect(env, dana, own)).connection;
    expect((await listPickable(dana)).connections).toMatchObject([{ id, own: true }]);
    expect(await testConnection(env, dana, id)).toMatchObject({ failures: 0 });
    expect(await replaceCredentials(env, dana, id, config, ORIGIN)).toMatchObject({ version: 2 });
    const eve = {
      ...w.as(w.dana),
      actor: { ...dana.actor, memberId: w.omar.id, role: 'member' as const, name: 'Eve' },
    };
    expect((await listPickable(eve as typeof dana)).connections).toEqual([]);
    await expect(disconnect(env, eve as typeof dana, id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await disconnect(env, dana, id)).toBe(true);
  });

  test('stays theirs when members may not connect any more', async () => {
    const { w } = await open();
    const { id } = (await connect(env, w.as(w.dana), own)).connection;
    const org = await editOrganization(w.as(w.amir), { member_connections: false });
    const dana = { ...w.as(w.dana), org };
    expect(await testConnection(env, dana, id)).toMatchObject({ failures: 0 });
    await expect(connect(env, dana, { ...own, name: 'Another' })).rejects.toMatchObject({ code: 'forbidden' });
  });

  test('is refused for a tool that is switched off, and to observers always', async () => {
    const { w } = await open();
    await enableProvider(w.as(w.amir), 'jira', false);
    await expect(connect(env, w.as(w.dana), own)).rejects.toMatchObject({ code: 'conflict' });
    await enableProvider(w.as(w.amir), 'jira', true);
    const events = await count('events');
    await expect(connect(env, w.as(w.omar), own)).rejects.toMatchObject({ code: 'forbidden' });
    expect([await count('connections'), await count('events')]).toEqual([0, events]);
  });
});
