import { describe, expect, it, vi } from 'vitest';
import { api } from '../../src/api/app.ts';
import { newId } from '../../src/db/ids.ts';
import { periods } from '../../src/db/schema/organizations.ts';
import { spansFrom } from '../../src/domain/periods/fiscal.ts';
import { dayOf } from '../../src/lib/days.ts';
import { complaints, type Schema } from '../support/json-schema.ts';
import { jiraOutside } from '../support/outside.ts';
import { DAY, world } from '../support/world.ts';
import { callerWith, type Heard } from './caller.ts';
import { impatient } from './impatient.ts';

type Operation = {
  operationId: string;
  parameters: { name?: string; in?: string; $ref?: string }[];
  requestBody?: { required: boolean; content: Record<string, { schema: Schema }> };
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
};
type Document = Schema & {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

const read = async (): Promise<Document> => (await callerWith(null)('GET', '/openapi.json')).body;

const operations = ({ paths }: Document) =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

const [guide] = Object.values(
  import.meta.glob('../../docs/api.md', { query: '?raw', import: 'default', eager: true }),
) as string[];

describe('the OpenAPI document', () => {
  it('has every route, and nothing that is none', async () => {
    const served = api.routes
      .filter(({ method, path }) => method !== 'ALL' && path !== '/openapi.json')
      .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
    const written = operations(await read()).map(({ path, method }) => `${method.toUpperCase()} ${path}`);
    expect(written.sort()).toEqual(served.sort());
  });

  it('names each operation once and each path parameter', async () => {
    const document = await read();
    expect(document.openapi).toBe('3.1.0');
    const ids = operations(document).map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations(document)) {
      const named = operation.parameters.filter((each) => each.in === 'path').map(({ name }) => `{${name}}`);
      expect(named, path).toEqual(path.match(/\{\w+\}/g) ?? []);
    }
  });

  it('refers to nothing that is not there', async () => {
    const document = await read();
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(50);
    for (const [, group, name] of references)
      expect((document.components as Record<string, Schema>)[group!]).toHaveProperty(name!);
  });

  it('says what a list may be narrowed by', async () => {
    const { paths } = await read();
    const names = paths['/okrs']!.get!.parameters.filter((each) => each.in === 'query').map(({ name }) => name);
    expect(names.sort()).toEqual([
      'cursor',
      'kind',
      'level',
      'limit',
      'on',
      'owner',
      'parent',
      'period',
      'q',
      'status',
      'tag',
      'team',
      'updated_since',
    ]);
  });

  it('is what every route really takes and answers', async () => {
    const jira = jiraOutside();
    const w = await world({ now: Date.now() });
    const send = callerWith(await w.token(w.ada));
    const document = await read();
    const seen = new Set<string>();

    /** Calls, and holds what was sent and what came against the document. */
    async function call(method: string, asked: string, ids: string[] = [], body?: object): Promise<Heard['body']> {
      const template = asked.split('?')[0]!;
      const operation = document.paths[template]![method.toLowerCase()]!;
      const given = operation.requestBody?.content['application/json']?.schema;
      if (body) expect(complaints(document, given!, body), `${method} ${template} takes`).toEqual([]);
      const rest = [...ids];
      const heard = await send(
        method,
        asked.replace(/\{\w+\}/g, () => rest.shift()!),
        body,
      );
      const response = operation.responses[heard.status];
      expect(response, `${method} ${template} ${heard.status} ${heard.text}`).toBeDefined();
      const type = heard.headers.get('Content-Type');
      expect(type).toBe(response!.content ? Object.keys(response!.content)[0] : null);
      if (response!.content)
        expect(
          complaints(document, response!.content[type!]!.schema, heard.body),
          `${method} ${template} answers`,
        ).toEqual([]);
      seen.add(`${method} ${template} ${heard.status}`);
      return heard.body;
    }

    await call('GET', '/me');
    const period = await call('POST', '/periods', [], {
      name: 'Q1 2027',
      kind: 'quarter',
      starts_on: '2027-01-01',
      ends_on: '2027-03-31',
    });
    await call('GET', '/periods');
    await call('GET', '/periods/{id}', [period.id]);
    await call('PATCH', '/periods/{id}', [period.id], { name: 'First of 2027' });
    await call('DELETE', '/periods/{id}', [period.id]);
    const team = await call('POST', '/teams', [], {
      name: 'Growth',
      parent_id: w.team.id,
      lead_id: w.dana.id,
      member_ids: [w.dana.id],
    });
    await call('GET', '/teams');
    await call('GET', '/teams/{id}', [team.id]);
    await call('PATCH', '/teams/{id}', [team.id], { archived: true });
    await call('DELETE', '/teams/{id}', [team.id]);
    const member = await call('POST', '/members', [], { name: 'Zoe', email: 'zoe@northwind.test', role: 'member' });
    await call('GET', '/members');
    await call('PATCH', '/members/{id}', [member.id], { role: 'observer' });
    await call('POST', '/members/{id}/hand-over', [member.id], { to: w.ada.id });
    await call('DELETE', '/members/{id}', [member.id]);
    await call('GET', '/members/{id}', [member.id]);
    const invited = await call('POST', '/invitations', [], { name: 'Ines', email: 'ines@northwind.test' });
    await call('POST', '/invitations/batch', [], { people: [{ name: 'Kim', email: 'kim@northwind.test' }] });
    await call('GET', '/invitations');
    await call('POST', '/invitations/{id}/resend', [invited.id]);
    await call('DELETE', '/invitations/{id}', [invited.id]);

    const token = await call('POST', '/tokens', [], { name: 'Report', scopes: ['read'], kind: 'organization' });
    await call('GET', '/tokens?whose=all');
    await call('GET', '/tokens/{id}', [token.id]);
    await call('DELETE', '/tokens/{id}', [token.id]);
    await call('POST', '/scim-token');
    await call('DELETE', '/scim-token');

    const tag = await call('POST', '/tags', [], { name: 'growth' });
    await call('GET', '/tags');
    await call('GET', '/tags/{id}', [tag.id]);
    await call('PATCH', '/tags/{id}', [tag.id], { name: 'Growth' });
    await call('DELETE', '/tags/{id}', [tag.id]);
    await call('GET', '/organization');
    await call('POST', '/organization/recolouring', [], { at_risk_bound: 10 });
    await call('PATCH', '/organization', [], { cadence_days: 14 });

    const objective = await call('POST', '/okrs', [], {
      kind: 'objective',
      title: 'Delight customers',
      tags: ['growth'],
    });
    const measure = { type: 'metric', name: 'NPS', unit: 'points', start: 40, target: 50 };
    const byHand = await call('POST', '/okrs', [], {
      kind: 'key_result',
      title: 'NPS',
      measure,
      parents: [{ okr_id: objective.id, contribution: 20 }],
    });
    const linked = await call('POST', '/okrs', [], { kind: 'key_result', title: 'Campaigns', parents: [objective.id] });
    await call('PATCH', '/okrs/{id}', [byHand.id], { description: 'Of all customers' });
    const checkIn = await call('POST', '/okrs/{id}/check-ins', [byHand.id], {
      value: 44,
      status: 'at_risk',
      note: 'Slow',
    });
    await call('PATCH', '/check-ins/{id}', [checkIn.id], { note: 'Slower' });
    await call('GET', '/check-ins/{id}', [checkIn.id]);
    const on = '2999-01-01';
    await call('POST', '/check-ins', [], { check_ins: [{ okr_id: byHand.id, value: 45, on }] });
    await call('POST', '/check-ins', [], { check_ins: [{ okr_id: byHand.id, value: 44 }] });
    const text = `Why, @[Dana](${w.dana.id})?`;
    const comment = await call('POST', '/okrs/{id}/comments', [byHand.id], { text, check_in_id: checkIn.id });
    await call('GET', '/okrs/{id}/comments', [byHand.id]);
    await call('GET', '/comments/{id}', [comment.id]);
    await call('PATCH', '/comments/{id}', [comment.id], { text: 'Why?' });
    const signed = { okrs: byHand.id, 'check-ins': checkIn.id, comments: comment.id };
    for (const [noun, id] of Object.entries(signed)) await call('PUT', `/${noun}/{id}/reactions/{sign}`, [id, 'agree']);
    await call('GET', '/okrs/{id}/reactions', [byHand.id]);
    for (const [noun, id] of Object.entries(signed))
      await call('DELETE', `/${noun}/{id}/reactions/{sign}`, [id, 'agree']);
    await call('DELETE', '/comments/{id}', [comment.id]);
    await call('PUT', '/okrs/{id}/parents/{parent_id}', [linked.id, objective.id], { contribution: null });
    const project = await call('POST', '/okrs', [], { kind: 'project', title: 'Ask them', parents: [objective.id] });
    const task = await call('POST', '/okrs/{id}/tasks', [project.id], { title: 'Write it', assignee_id: w.dana.id });
    await call('GET', '/okrs/{id}/tasks', [project.id]);
    await call('GET', '/tasks/{id}', [task.id]);
    await call('PATCH', '/tasks/{id}', [task.id], { done: true, due_on: '2027-01-01' });
    await call('GET', '/okrs/{id}/explanation', [project.id]);
    await call('PUT', '/okrs/{id}/parents/{parent_id}', [project.id, objective.id], { counts: true });
    await call('DELETE', '/tasks/{id}', [task.id]);
    await call('GET', '/okrs/{id}/contributions', [objective.id]);
    await call('PUT', '/okrs/{id}/contributions', [objective.id], { method: 'equal' });
    await call('POST', '/okrs/{id}/check-ins', [objective.id], { value: 60, sticky: true });
    await call('GET', '/okrs/{id}/override', [objective.id]);
    await call('GET', '/okrs/{id}/explanation', [objective.id]);
    await call('GET', '/okrs/{id}/changes', [objective.id]);
    await call('GET', '/changes');
    await call('POST', '/okrs/{id}/supposition', [objective.id], { values: { [objective.id]: 50 } });
    await call('DELETE', '/okrs/{id}/override', [objective.id]);
    await call('GET', '/okrs/{id}/override', [objective.id]);

    const config = {
      site_url: 'https://northwind.atlassian.net',
      user: 'dana@northwind.test',
      token: 'demo-jira-token',
    };
    const connection = await call('POST', '/connections', [], { provider: 'jira', name: 'Jira', config });
    await call('GET', '/connections');
    await call('GET', '/connections/{id}', [connection.id]);
    await call('PATCH', '/connections/{id}', [connection.id], { interval: 'daily' });
    await call('POST', '/connections/{id}/test', [connection.id]);
    await call('POST', '/connections/{id}/webhook-secret', [connection.id]);
    await call('GET', '/connections/{id}/choices?list=sum_field', [connection.id]);
    await call('POST', '/connections/{id}/preview', [connection.id], { query: { jql: '"Epic Link" = AE-786' } });
    const query = { jql: '"Epic Link" = AE-786' };
    await call('PUT', '/okrs/{id}/data-link', [linked.id], { connection_id: connection.id, query });
    await call('GET', '/okrs/{id}/data-link', [linked.id]);
    await call('POST', '/okrs/{id}/syncs', [linked.id]);
    jira.fail({ kind: 'slow', ms: 50 });
    const hurried = impatient(20);
    await call('POST', '/okrs/{id}/syncs', [linked.id]);
    hurried.mockRestore();
    await vi.waitUntil(async () => (await send('GET', `/okrs/${linked.id}/syncs`)).body.data.length === 3);
    jira.recover();
    jira.fail({ kind: 'status', status: 429, headers: { 'Retry-After': '60' } });
    await call('POST', '/okrs/{id}/syncs', [linked.id]);
    await call('GET', '/okrs/{id}/syncs', [linked.id]);

    await call('PUT', '/okrs/{id}/closure', [byHand.id], { score: 0.4, note: 'Half of it' });
    await call('DELETE', '/okrs/{id}/closure', [byHand.id]);
    const copies = { period_id: w.year.id, depth: 'children', postpone: false };
    const job = await call('POST', '/okrs/{id}/copies', [objective.id], copies);
    await call('GET', '/jobs/{id}', [job.id]);

    for (const { id } of [objective, byHand, linked]) {
      await call('GET', '/okrs/{id}', [id]);
      await call('GET', '/okrs/{id}/explanation', [id]);
      await call('GET', '/okrs/{id}/check-ins', [id]);
    }
    await call('GET', '/okrs');
    for (let i = 0; i < 9; i++) await w.link((await w.okr({})).id, connection.id, query.jql);
    await call('DELETE', '/okrs/{id}/data-link', [linked.id]);
    await call('DELETE', '/connections/{id}', [connection.id]);
    await call('DELETE', '/connections/{id}', [connection.id]);
    await call('DELETE', '/check-ins/{id}', [checkIn.id]);
    await call('DELETE', '/okrs/{id}/parents/{parent_id}', [byHand.id, objective.id]);
    await w.db.insert(periods).values(
      spansFrom('quarter', dayOf(w.now, 'UTC'), 1, 1)
        .slice(1)
        .map((next) => ({ ...next, id: newId('per', w.now), orgId: w.org.id, createdAt: w.now })),
    );
    const annual = await call('POST', '/okrs', [], {
      kind: 'key_result',
      title: 'Sign shops',
      starts_on: dayOf(w.now, 'UTC'),
      ends_on: spansFrom('quarter', dayOf(w.now, 'UTC'), 1, 1)[1]!.endsOn,
      checkpoints: [{ day: dayOf(w.now + 10 * DAY, 'UTC'), value: 5 }],
      recurs: true,
    });
    await call('GET', '/okrs/{id}/instalments', [annual.id]);
    await call('POST', '/okrs/{id}/instalments', [annual.id], { division: 'steps' });
    const plan = await call('POST', '/proposals', [], { title: 'Plan', team_id: w.team.id });
    const draft = await call('POST', '/okrs', [], { kind: 'objective', title: 'Grow', draft: true });
    await call('GET', '/drafts');
    await call('PUT', '/proposals/{id}/drafts/{okr_id}', [plan.id, draft.id]);
    await call('DELETE', '/proposals/{id}/drafts/{okr_id}', [plan.id, draft.id]);
    await call('PUT', '/okrs/{id}/publication', [draft.id]);
    const change = await call('POST', '/okrs/{id}/drafts', [draft.id], { proposal_id: plan.id });
    await call('PATCH', '/okrs/{id}', [change.id], { title: 'Grow more' });
    await call('GET', '/proposals/{id}/drafts', [plan.id]);
    await call('PATCH', '/proposals/{id}', [plan.id], { title: 'Better plan' });
    await call('PUT', '/proposals/{id}/decision', [plan.id], { decision: 'propose' });
    await call('GET', '/proposals/{id}', [plan.id]);
    await call('GET', '/proposals');
    await call('DELETE', '/proposals/{id}', [plan.id]);
    await call('DELETE', '/okrs/{id}', [objective.id]);

    const promised = operations(document).flatMap(({ path, method, operation }) =>
      Object.keys(operation.responses)
        .filter((status) => status.startsWith('2'))
        .map((status) => `${method.toUpperCase()} ${path} ${status}`),
    );
    expect([...seen].sort()).toEqual(promised.sort());
  });

  it('has the same paths as the guide', async () => {
    const tabled = [...guide!.matchAll(/^\| (`\/.+?) \|/gm)].flatMap(([, cell]) => cell!.match(/\/[\w/:-]+/g) ?? []);
    const written = Object.keys((await read()).paths).map((path) => path.replace(/\{(\w+)\}/g, ':$1'));
    expect([...tabled, '/me'].sort()).toEqual(written.sort());
  });

  it('describes the problems too', async () => {
    const w = await world();
    const send = callerWith(await w.token(w.omar));
    const document = await read();
    const heard = [
      await callerWith(null)('GET', '/me'),
      await send('POST', '/okrs', {}),
      await send('GET', '/okrs/x'),
      await send('GET', '/okrs?x=1'),
      await send('PUT', '/me'),
    ];
    for (const { headers, body } of heard) {
      expect(headers.get('Content-Type')).toBe('application/problem+json');
      expect(complaints(document, document.components.schemas.Problem!, body)).toEqual([]);
    }
  });
});
