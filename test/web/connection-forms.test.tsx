import { env, exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { newId } from '../../src/db/ids.ts';
import { syncs } from '../../src/db/schema/connections.ts';
import { demoAccount as asanaAccount } from '../stand-ins/asana/demo.ts';
import { demoProject } from '../stand-ins/google/demo.ts';
import { demoAccount as trelloAccount } from '../stand-ins/trello/demo.ts';
import { connected, googleOutside } from '../support/connected.ts';
import { asanaOutside, trelloOutside } from '../support/outside.ts';
import { type World, world } from '../support/world.ts';

const site = 'http://localhost';
type Form = Record<string, string>;

async function ask(w: World, path = '', form?: Form, headers: Record<string, string> = {}) {
  const response = await exports.default.fetch(`${site}/o/${w.org.slug}/admin/integrations${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(w.amir), Origin: site, ...headers },
    body: form && new URLSearchParams(form),
  });
  return { html: await response.text(), status: response.status, location: response.headers.get('Location') };
}

const lately = () => world({ now: Date.now() });
const stored = async () => (await env.DB.prepare('select * from connections').all<Record<string, unknown>>()).results;
const named = (provider: string) => ({ provider, name: `Our ${provider}`, interval: 'hourly', shared: 'on' });

describe('a new connection', () => {
  test.each([
    ['jira', 'Jira address', ['API key', 'Project id']],
    ['asana', 'Personal access token', ['Jira address', 'API key']],
    ['trello', 'API key', ['Jira address', 'Project id']],
    ['bigquery', 'Project id', ['Jira address', 'API key']],
  ])('to %s asks for %s, and for nothing of other tools', async (provider, wanted, others) => {
    const { html } = await ask(await lately(), `/new?provider=${provider}`);
    expect(html).toContain(wanted);
    for (const other of others) expect(html).not.toContain(other);
    expect(html.includes('Sign in to')).toBe(provider !== 'bigquery');
  });

  test('to Asana is made from a token', async () => {
    const w = await lately();
    asanaOutside();
    const { status, html } = await ask(w, '', { ...named('asana'), token: asanaAccount.token });
    expect(status).toBe(201);
    expect(html).toContain('Cairn reads as Dana Whitlock.');
    expect(html).not.toContain('WebHooks');
    expect(html).not.toContain(asanaAccount.token);
  });

  test('to Trello says at its own fields what is missing or refused, and gives no credential back', async () => {
    const w = await lately();
    trelloOutside();
    const { key, secret } = trelloAccount;
    const empty = await ask(w, '', { ...named('trello'), key, token: '', secret });
    expect(empty.status).toBe(422);
    expect(empty.html).toMatch(/id="connection-token-error">Paste the token/);
    const wrong = await ask(w, '', { ...named('trello'), key, token: 'wrong', secret });
    expect(wrong.html).toMatch(/id="connection-token-error">Trello/);
    for (const { html } of [empty, wrong]) {
      expect(html).toContain('value="Our trello"');
      for (const text of [key, secret]) expect(html).not.toContain(text);
    }
    expect(await stored()).toEqual([]);
  });

  test('to BigQuery takes a pasted key, keeps it to itself, and says which roles its account needs', async () => {
    const w = await lately();
    const { key } = await googleOutside();
    const page = await ask(w, '/new?provider=bigquery');
    for (const words of ['BigQuery Job User', 'BigQuery Data Viewer']) expect(page.html).toContain(words);
    const service_account = JSON.stringify(key);
    const wrong = await ask(w, '', { ...named('bigquery'), project_id: 'X', service_account });
    expect(wrong.html).toMatch(/id="connection-project_id-error">A project id/);
    expect(wrong.html).not.toContain('PRIVATE KEY');
    const torn = await ask(w, '', { ...named('bigquery'), project_id: demoProject, service_account: '{"type":' });
    expect(torn.html).toMatch(/id="connection-service_account-error">Paste the whole JSON file/);
    expect(torn.html).toContain(`value="${demoProject}"`);
    const made = await ask(w, '', { ...named('bigquery'), project_id: demoProject, service_account });
    expect(made.status).toBe(201);
    expect(made.html).toContain(`Cairn reads as ${key.client_email}.`);
    expect(JSON.stringify(await stored())).not.toContain('PRIVATE KEY');
  });

  test('in the dialog changes its fields with the tool', async () => {
    const hx = { 'HX-Request': 'true', 'HX-Request-Type': 'partial' };
    const { html } = await ask(await lately(), '/new?provider=trello', undefined, hx);
    expect(html).toMatch(/^<form/);
    expect(html).toContain('name="provider" value="trello"');
  });
});

describe('the page of a connection', () => {
  test('takes new credentials of its own tool, and shows what is no secret of the old ones', async () => {
    const w = await lately();
    const { key, config } = await googleOutside();
    const id = await connected(w, 'bigquery', config);
    const { html } = await ask(w, `/${id}`);
    expect(html).toContain(`value="${demoProject}"`);
    expect(html).not.toContain('PRIVATE KEY');
    const form = { project_id: demoProject, location: 'EU', service_account: JSON.stringify(key) };
    expect((await ask(w, `/${id}/credentials`, form)).location).toMatch(/done=replaced$/);
    expect(JSON.parse(String((await stored())[0]!.config))).toMatchObject({ location: 'EU' });
  });

  test('draws what its last days brought', async () => {
    const w = await lately();
    const id = await w.connection();
    const okr = await w.okr({});
    await w.link(okr.id, id, 'project = AE');
    const run = { orgId: w.org.id, okrId: okr.id, connectionId: id, trigger: 'schedule' as const };
    const at = { startedAt: w.now, finishedAt: w.now, requests: 2 };
    await w.db.insert(syncs).values([
      { ...run, ...at, id: newId('syn', w.now), outcome: 'updated', matched: 10, completed: 3 },
      { ...run, ...at, id: newId('syn', w.now), outcome: 'failed', detail: 'Jira took too long.' },
    ]);
    const { html } = await ask(w, `/${id}`);
    expect(html).toMatch(/14 days to [^:]+: 2 readings, 1 brought a new value, 1 failed\./);
    expect(html).toContain('2 requests in 14 days');
  });

  test('and its removal count OKRs that are private to others, and do not name them', async () => {
    const w = await lately();
    const id = await w.connection();
    const hidden = await w.okr({ title: 'Secret plan', visibility: 'private' as never }, w.ada);
    await w.link(hidden.id, id, 'project = AE');
    for (const path of [`/${id}`, `/${id}/removal`]) {
      const { html } = await ask(w, path);
      expect(html).toContain('A private OKR');
      expect(html).not.toContain('Secret plan');
      expect(html).not.toContain(hidden.id);
    }
  });
});
