import { describe, expect, it } from 'vitest';
import { hasEvents, verifyPush } from '../../src/integrations/asana/webhook.ts';
import { type Asana, createAsana } from './asana/asana.ts';
import { demoAccount, demoGids } from './asana/demo.ts';
import { newGid } from './asana/state.ts';

const API = 'https://app.asana.com/api/1.0';
const { website, campaign, workspace, pages, launch, points, sections, dana, omar } = demoGids;

/** A body whose shape the expectations check. */
type Loose = { [name: string]: Loose };
type Answer = { status: number; headers: Headers; body: Loose };

const listed = (body: Loose) => body.data as unknown as Loose[];
const complaint = (body: Loose) => String(body.errors?.[0]?.message);

async function ask(asana: Asana, path: string, init: RequestInit = {}, token = demoAccount.token): Promise<Answer> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const response = await asana.fetch(new Request(API + path, { headers, ...init }));
  return { status: response.status, headers: response.headers, body: await response.json<Loose>() };
}
const post = (asana: Asana, path: string, data: unknown) =>
  ask(asana, path, { method: 'POST', body: JSON.stringify({ data }) });
const submit = (asana: Asana, path: string, fields: Record<string, string>) =>
  asana.fetch(new Request(`http://localhost:8802${path}`, { method: 'POST', body: new URLSearchParams(fields) }));
const pageText = async (asana: Asana) => (await asana.fetch(new Request('http://localhost:8802/'))).text();

describe('who asks', () => {
  it.each([[''], ['nobody'], ['demo-asana-token of']])('the token "%s" is refused', async (token) => {
    const { status, body } = await ask(createAsana(), '/users/me', {}, token);
    expect(status).toBe(401);
    expect(body).toEqual({
      errors: [{ message: 'Not Authorized', help: expect.stringContaining('developers.asana') }],
    });
  });

  it('is told who they are', async () => {
    const { body } = await ask(createAsana(), '/users/me?opt_fields=name,workspaces.name');
    expect(body).toEqual({
      data: {
        gid: dana,
        resource_type: 'user',
        name: 'Dana Whitlock',
        workspaces: [{ gid: workspace, resource_type: 'workspace', name: 'Northwind' }],
      },
    });
  });

  it('sees only projects of which they are a member', async () => {
    const asana = createAsana();
    const names = async (token: string) =>
      listed((await ask(asana, `/workspaces/${workspace}/projects?limit=100`, {}, token)).body).map(({ name }) => name);
    expect(await names(demoAccount.token)).toEqual(['Website relaunch', 'Autumn campaign']);
    expect(await names(demoAccount.otherToken)).toEqual(['Website relaunch']);
    expect((await ask(asana, `/projects/${campaign}/tasks`, {}, demoAccount.otherToken)).status).toBe(403);
  });

  it('is asked to slow down after too many requests in a minute, of which a batch has as many as actions', async () => {
    const asana = createAsana({ now: () => 1_000_000 });
    asana.perMinute = 4;
    const actions = [1, 2, 3].map(() => ({ method: 'get', relative_path: `/projects/${website}` }));
    expect((await post(asana, '/batch', { actions })).status).toBe(200);
    expect((await ask(asana, '/users/me')).status).toBe(200);
    const { status, headers } = await ask(asana, '/users/me');
    expect([status, headers.get('Retry-After')]).toEqual([429, '60']);
    expect((await ask(asana, '/users/me', {}, demoAccount.otherToken)).status).toBe(200);
  });
});

describe('fields', () => {
  it('come back compact when none are asked for', async () => {
    const { body } = await ask(createAsana(), `/projects/${website}/tasks?limit=1`);
    expect(body.data).toEqual([
      { gid: pages, resource_type: 'task', resource_subtype: 'default_task', name: 'Write the product pages' },
    ]);
  });

  it('come back only as asked for, besides gid and resource_type', async () => {
    const asked =
      'completed,assignee,memberships.project,memberships.section.name,custom_fields.number_value,num_subtasks';
    const { body } = await ask(createAsana(), `/projects/${website}/tasks?limit=1&opt_fields=${asked}`);
    expect(listed(body)[0]).toEqual({
      gid: pages,
      resource_type: 'task',
      completed: true,
      assignee: { gid: dana, resource_type: 'user' },
      memberships: [
        {
          project: { gid: website, resource_type: 'project' },
          section: { gid: sections.content, resource_type: 'section', name: 'Content' },
        },
      ],
      custom_fields: [{ gid: points, resource_type: 'custom_field', number_value: 1 }],
      num_subtasks: 8,
    });
  });
});

describe('lists', () => {
  it('go on page by page while there is more, and only when a limit is given', async () => {
    const asana = createAsana();
    const seen: string[] = [];
    let offset = '';
    for (let n = 0; n < 5; n++) {
      const { body } = await ask(asana, `/projects/${website}/tasks?limit=9${offset && `&offset=${offset}`}`);
      seen.push(...listed(body).map(({ gid }) => String(gid)));
      offset = String(body.next_page?.offset ?? '');
    }
    expect(offset).toBe('');
    expect(new Set(seen).size).toBe(41);
    expect((await ask(asana, `/projects/${website}/tasks`)).body).not.toHaveProperty('next_page');
  });

  it.each(['0', '101', 'many'])('with the limit %s are refused', async (limit) => {
    expect((await ask(createAsana(), `/projects/${website}/tasks?limit=${limit}`)).status).toBe(400);
  });

  it('take an offset for a while only, and only their own', async () => {
    let now = 1_000_000;
    const asana = createAsana({ now: () => now });
    const { body } = await ask(asana, `/projects/${website}/tasks?limit=9`);
    const again = `limit=9&offset=${body.next_page?.offset}`;
    expect((await ask(asana, `/projects/${campaign}/tasks?${again}`)).body.errors?.[0]?.message).toMatch('invalid');
    expect((await ask(asana, `/projects/${website}/tasks?${again}`)).status).toBe(200);
    now += asana.offsetLife + 1;
    expect((await ask(asana, `/projects/${website}/tasks?${again}`)).body.errors?.[0]?.message).toMatch('expired');
  });

  it('of more than a thousand need pages', async () => {
    const asana = createAsana();
    for (let i = 0; i < 1000; i++) asana.addTask({ name: `Task ${i}`, project: website });
    const { status, body } = await ask(asana, `/projects/${website}/tasks`);
    expect([status, complaint(body)]).toEqual([400, expect.stringContaining('use pagination')]);
  });

  it.each([
    ['/projects/1/tasks', 404, 'project: Unknown object: 1'],
    ['/projects/abc/tasks', 400, 'project: Not a recognized ID: abc'],
    ['/tasks/1/subtasks', 404, 'task: Unknown object: 1'],
    ['/nothing', 404, 'No matching route for request'],
  ])('%s is answered with %i', async (path, status, message) => {
    expect(await ask(createAsana(), path)).toMatchObject({ status, body: { errors: [{ message }] } });
  });

  it('of subtasks go one level deep', async () => {
    const { body } = await ask(createAsana(), `/tasks/${launch}/subtasks?opt_fields=name,num_subtasks`);
    expect(body.data).toMatchObject([
      { name: 'Rehearse the switch', num_subtasks: 2 },
      { name: 'On the day:', num_subtasks: 0 },
      { name: 'Tell support', num_subtasks: 0 },
    ]);
  });

  it('of sections, number fields and suggestions are there', async () => {
    const asana = createAsana();
    const names = async (path: string) =>
      listed((await ask(asana, path)).body).map((each) => each.name ?? each.custom_field?.name);
    expect(await names(`/projects/${website}/sections?limit=100`)).toEqual(['Content', 'Design', 'Build']);
    expect(await names(`/projects/${website}/custom_field_settings?opt_fields=custom_field.name`)).toEqual(['Points']);
    expect(await names(`/workspaces/${workspace}/typeahead?resource_type=project&query=WEB`)).toEqual([
      'Website relaunch',
    ]);
    expect(await names(`/workspaces/${workspace}/typeahead?resource_type=user&query=&count=1`)).toHaveLength(1);
    expect((await ask(asana, `/workspaces/${workspace}/typeahead?query=x`)).status).toBe(400);
  });
});

describe('a batch', () => {
  it('answers each action by itself, and is cut by options, not by data', async () => {
    const asana = createAsana();
    const actions = [
      { method: 'get', relative_path: `/projects/${website}/tasks`, options: { limit: 2, fields: ['name'] } },
      { method: 'get', relative_path: '/tasks/1/subtasks' },
      { method: 'get', relative_path: `/tasks/${pages}/subtasks`, data: { limit: 2 } },
    ];
    const { body } = await post(asana, '/batch', { actions });
    expect(listed(body).map(({ status_code }) => status_code)).toEqual([200, 404, 400]);
    expect(listed(body)[0]?.body).toMatchObject({ data: [{}, {}], next_page: { offset: expect.any(String) } });
  });

  it('has at most ten actions', async () => {
    const actions = Array.from({ length: 11 }, () => ({ method: 'get', relative_path: '/users/me' }));
    expect((await post(createAsana(), '/batch', { actions })).status).toBe(400);
  });
});

/** An Asana and somebody who shakes its hand and takes what comes. */
function listening({ echo = true, status = 200, retries = 0 } = {}) {
  const received: { headers: Headers; body: Uint8Array }[] = [];
  const asana = createAsana({
    retries,
    deliver: async (request) => {
      const secret = request.headers.get('X-Hook-Secret');
      if (secret) return new Response(null, { status: 200, headers: echo ? { 'X-Hook-Secret': secret } : {} });
      received.push({ headers: request.headers, body: new Uint8Array(await request.arrayBuffer()) });
      return new Response(null, { status });
    },
  });
  const events = () => received.flatMap(({ body }) => JSON.parse(new TextDecoder().decode(body)).events);
  return { asana, received, events };
}

const wish = { resource: website, target: 'https://cairn.test/hooks/asana/con_1?topic=1' };

describe('webhooks', () => {
  it('are there once the target has echoed the secret, and begin with a signed heartbeat', async () => {
    const { asana, received } = listening();
    const { status, body } = await post(asana, '/webhooks', wish);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      data: { gid: expect.any(String), active: true, target: wish.target },
      'X-Hook-Secret': asana.state.webhooks[0]?.secret,
    });
    await asana.delivered();
    const [beat] = received;
    expect(await verifyPush(asana.state.webhooks[0]!.secret, beat!.headers, beat!.body)).toBe(true);
    expect(hasEvents(JSON.parse(new TextDecoder().decode(beat!.body)))).toBe(false);
  });

  it('are not there when the target does not shake hands', async () => {
    const { asana } = listening({ echo: false });
    const { status, body } = await post(asana, '/webhooks', wish);
    expect([status, complaint(body)]).toEqual([400, expect.stringContaining('handshake')]);
    expect(asana.state.webhooks).toEqual([]);
  });

  it('are not made twice for one project and target', async () => {
    const { asana } = listening();
    await post(asana, '/webhooks', wish);
    expect((await post(asana, '/webhooks', wish)).status).toBe(403);
    expect((await post(asana, '/webhooks', { ...wish, target: `${wish.target}&other` })).status).toBe(201);
  });

  it('are listed, and go when they are deleted', async () => {
    const { asana } = listening();
    const gid = (await post(asana, '/webhooks', wish)).body.data?.gid;
    expect((await ask(asana, `/webhooks?workspace=${workspace}&resource=${website}`)).body.data).toHaveLength(1);
    expect((await ask(asana, `/webhooks/${gid}`, { method: 'DELETE' }, demoAccount.otherToken)).status).toBe(404);
    expect((await ask(asana, `/webhooks/${gid}`, { method: 'DELETE' })).body).toEqual({ data: {} });
    expect((await ask(asana, `/webhooks/${gid}`, { method: 'DELETE' })).status).toBe(404);
  });

  it('tell compactly what changed in their project, below its tasks too, and nothing of others', async () => {
    const { asana, events } = listening();
    await post(asana, '/webhooks', wish);
    const fresh = asana.addTask({ name: 'New', parent: launch });
    asana.tick(fresh.gid);
    asana.tick(fresh.gid);
    asana.assign(fresh.gid, omar);
    asana.addTask({ name: 'Elsewhere', project: campaign });
    asana.move(pages, sections.build);
    asana.deleteTask(pages);
    await asana.delivered();
    expect(events()).toMatchObject([
      { action: 'added', resource: { gid: fresh.gid, resource_type: 'task' }, parent: { gid: launch } },
      { action: 'changed', parent: null, change: { field: 'completed', action: 'changed' } },
      { action: 'changed', change: { field: 'assignee', new_value: { gid: omar } } },
      { action: 'removed', resource: { gid: pages }, parent: { gid: sections.content } },
      { action: 'added', resource: { gid: pages }, parent: { gid: sections.build } },
      { action: 'deleted', resource: { gid: pages } },
    ]);
    expect(JSON.stringify(events())).not.toContain('product pages');
  });

  it('tell only what their filters let through', async () => {
    const { asana, events } = listening();
    const filters = [{ resource_type: 'task', action: 'changed', fields: ['completed'] }];
    await post(asana, '/webhooks', { ...wish, filters });
    asana.addTask({ name: 'New', project: website });
    asana.assign(launch, null);
    asana.tick(launch);
    await asana.delivered();
    expect(events()).toMatchObject([{ action: 'changed', change: { field: 'completed' } }]);
  });

  it('come again, the same, when they were not taken, and end at a target that is gone', async () => {
    const again = listening({ status: 503, retries: 1 });
    await post(again.asana, '/webhooks', wish);
    await again.asana.delivered();
    expect(again.received).toHaveLength(2);
    expect(again.received[0]).toEqual(again.received[1]);
    const gone = listening({ status: 410 });
    await post(gone.asana, '/webhooks', wish);
    await gone.asana.delivered();
    expect(gone.asana.state.webhooks).toEqual([]);
  });
});

describe('signing in', () => {
  const verifier = 'a-verifier-that-is-long-enough-for-anybody-0123456789';
  const challenge = 'GnjK8hqUC4WwbjpXkCAXvazcO6UcvuLVo5oX15JnqJI';
  const app = { client_id: demoAccount.clientId, redirect_uri: 'https://cairn.test/back' };
  const asks = { ...app, response_type: 'code', state: 's', user: dana };
  const redeem = async (asana: Asana, fields: Record<string, string>) => {
    const secret = { client_id: demoAccount.clientId, client_secret: demoAccount.clientSecret };
    const response = await submit(asana, '/-/oauth_token', { ...secret, ...fields });
    return { status: response.status, body: await response.json<Loose>() };
  };
  const allowed = async (asana: Asana, more: Record<string, string> = {}) => {
    const response = await submit(asana, '/-/oauth_authorize', { ...asks, answer: 'allow', ...more });
    return new URL(response.headers.get('Location')!).searchParams;
  };

  it('asks the person, and sends them back with a code or a no', async () => {
    const asana = createAsana();
    const page = await asana.fetch(new Request(`http://localhost/-/oauth_authorize?${new URLSearchParams(asks)}`));
    expect(await page.text()).toMatch(/Allow.*Deny/s);
    expect((await allowed(asana)).get('code')).toBeTruthy();
    const denied = await allowed(asana, { answer: 'deny' });
    expect([denied.get('error'), denied.get('state')]).toEqual(['access_denied', 's']);
  });

  it('sends nobody back to an app that it does not know', async () => {
    const response = await submit(createAsana(), '/-/oauth_authorize', { ...asks, client_id: '1', answer: 'allow' });
    expect([response.status, response.headers.get('Location')]).toEqual([400, null]);
  });

  it('trades a code once for tokens that work for an hour, and are renewed', async () => {
    let now = 1_000_000;
    const asana = createAsana({ now: () => now });
    const code = (await allowed(asana)).get('code')!;
    const grant = { grant_type: 'authorization_code', code, redirect_uri: app.redirect_uri };
    const { body } = await redeem(asana, grant);
    expect(body).toMatchObject({ token_type: 'bearer', expires_in: 3600, data: { gid: dana } });
    expect((await redeem(asana, grant)).body.error).toBe('invalid_grant');
    expect((await ask(asana, '/users/me', {}, String(body.access_token))).status).toBe(200);
    now += 3600_000;
    expect((await ask(asana, '/users/me', {}, String(body.access_token))).status).toBe(401);
    const renewed = await redeem(asana, { grant_type: 'refresh_token', refresh_token: String(body.refresh_token) });
    expect(renewed.body).not.toHaveProperty('refresh_token');
    expect((await ask(asana, '/users/me', {}, String(renewed.body.access_token))).status).toBe(200);
  });

  it('wants the verifier behind the challenge', async () => {
    const asana = createAsana();
    const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
    for (const [given, status] of [
      ['', 400],
      ['another', 400],
      [verifier, 200],
    ] as const) {
      const code = (await allowed(asana, pkce)).get('code')!;
      const grant = { grant_type: 'authorization_code', code, redirect_uri: app.redirect_uri, code_verifier: given };
      expect((await redeem(asana, grant)).status).toBe(status);
    }
  });

  it.each([
    [{ client_secret: 'wrong', grant_type: 'refresh_token' }, 401, 'invalid_client'],
    [{ grant_type: 'refresh_token', refresh_token: 'wrong' }, 400, 'invalid_grant'],
    [{ grant_type: 'password' }, 400, 'unsupported_grant_type'],
  ])('%j is refused', async (fields, status, error) => {
    expect(await redeem(createAsana(), fields as Record<string, string>)).toMatchObject({ status, body: { error } });
  });
});

describe('the page', () => {
  it('shows the projects and ticks a task off without a script', async () => {
    const asana = createAsana();
    expect(await pageText(asana)).toMatch(/16 of 40 complete.*25 of 100 complete/s);
    expect(await pageText(asana)).not.toContain('<script');
    const response = await submit(asana, `/tasks/${launch}/completion`, { completed: 'true' });
    expect([response.status, response.headers.get('Location')]).toEqual([303, `/#${launch}`]);
    expect(await pageText(asana)).toContain('17 of 40 complete');
  });

  it('adds a task, escaped, moves and assigns it, and deletes it', async () => {
    const asana = createAsana();
    const gid = String(asana.state.nextGid);
    await submit(asana, '/tasks', { name: '<b>New</b>', place: `${website} ${sections.design}` });
    expect(await pageText(asana)).toContain('&#60;b&#62;New&#60;/b&#62;');
    await submit(asana, `/tasks/${gid}/place`, { section: sections.build, assignee: omar });
    expect(asana.state.tasks.at(-1)).toMatchObject({ gid, assignee: omar, memberships: [{ section: sections.build }] });
    await submit(asana, '/tasks', { name: 'Below', parent: gid });
    await submit(asana, `/tasks/${gid}/delete`, {});
    expect(asana.state.tasks.some((task) => task.gid === gid || task.parent === gid)).toBe(false);
  });

  it('switches a fault on and off', async () => {
    const asana = createAsana();
    await submit(asana, '/faults', { fault: 'limited' });
    const { status, body } = await ask(asana, '/users/me');
    expect([status, complaint(body)]).toEqual([429, 'Fault 429']);
    await submit(asana, '/faults', { fault: '' });
    expect((await ask(asana, '/users/me')).status).toBe(200);
  });
});

describe('state', () => {
  it('is told at every change and goes on where it was', async () => {
    let kept = '';
    const asana = createAsana({ onChange: (state) => (kept = JSON.stringify(state)) });
    asana.tick(launch);
    const again = createAsana({ state: JSON.parse(kept) });
    expect(again.state.tasks.find(({ gid }) => gid === launch)?.completed).toBe(true);
    expect(newGid(again.state)).toBe(newGid(asana.state));
  });
});
