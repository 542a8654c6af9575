import { describe, expect, it } from 'vitest';
import { asana as adapter } from '../../../src/integrations/asana/index.ts';
import { type Asana, createAsana } from '../../stand-ins/asana/asana.ts';
import { demoGids } from '../../stand-ins/asana/demo.ts';
import type { Fault } from '../../stand-ins/common/faults.ts';
import { NOW, reachOf } from '../jira/reach.ts';
import { counts, queryOf, reachTo, readAll, readOne, token } from './reach.ts';

const { website, dana, launch, pages } = demoGids;

const status = (code: number, headers?: Record<string, string>): Fault => ({ kind: 'status', status: code, headers });
const metadata = 'https://169.254.169.254/latest/meta-data/';

const matrix: [name: string, fault: Fault, reason: string, detail: string][] = [
  ['401', status(401), 'unauthorized', 'Asana refused this token. It may have been revoked.'],
  ['402', status(402), 'forbidden', 'This Asana workspace has no plan that allows this.'],
  ['403', status(403), 'forbidden', 'This Asana account may not see that. Add it to the project.'],
  ['404', status(404), 'not_found', 'This project or task is gone, or the Asana account may not see it.'],
  ['410', status(410), 'not_found', 'This project or task is gone, or the Asana account may not see it.'],
  ['429', status(429), 'rate_limited', 'Asana asked Cairn to slow down.'],
  ['500', status(500), 'unavailable', 'Asana has a problem of its own (500).'],
  ['503', status(503), 'unavailable', 'Asana has a problem of its own (503).'],
  ['418', status(418), 'bad_response', 'Asana answered with 418.'],
  ['a reset mid-body', { kind: 'truncated' }, 'unavailable', 'app.asana.com could not be reached.'],
  ['malformed JSON', { kind: 'malformed' }, 'bad_response', 'Asana answered in a form that Cairn does not know.'],
  ['a sign-in page', { kind: 'wrong_type' }, 'bad_response', 'Asana answered in a form that Cairn does not know.'],
  ['50 MB', { kind: 'huge', bytes: 50 * 1024 * 1024 }, 'too_large', 'app.asana.com sent more than Cairn reads.'],
  [
    'a redirect into the network',
    { kind: 'redirect', to: metadata },
    'redirected',
    'app.asana.com sends requests on to 169.254.169.254, where Cairn does not follow. Check the address.',
  ],
];

/** An Asana whose lists take several requests: pages of tasks, then subtasks in batches and alone. */
function long(now?: () => number): Asana {
  const asana = createAsana({ now });
  asana.pageSize = 10;
  return asana;
}

/** The readings that one scan gives when the request after the first `after` goes wrong. */
async function readAfter(asana: Asana, fault: Fault, after: number) {
  asana.fail(fault, { after });
  return readAll(asana, [queryOf(), queryOf({ scope: 'subtasks' }), queryOf({ completion: 'complete' })]);
}

describe.each(matrix)('%s', (_name, fault, reason, detail) => {
  it('is told as what it is', async () => {
    const asana = createAsana({ now: () => NOW });
    asana.fail(fault);
    expect(await readOne(asana)).toMatchObject({ ok: false, error: { reason, detail } });
  });

  it.each([1, 4, 5, 6])('after %i good requests of a scan leaves no reading at all', async (after) => {
    const asked = await readAfter(long(), fault, after);
    expect(asked).toHaveLength(3);
    for (const each of asked) expect(each).toMatchObject({ ok: false, error: { reason, detail } });
  });

  it('passes, and the next scan is whole', async () => {
    const asana = long();
    await readAfter(asana, fault, 2);
    asana.recover();
    expect(await counts(asana)).toEqual([40, 16]);
  });
});

describe('a scan that goes wrong', () => {
  it('takes seven requests when it does not', async () => {
    const asana = long();
    await readAll(asana, [queryOf(), queryOf({ scope: 'subtasks' })]);
    expect(asana.requests).toHaveLength(7);
  });

  it('comes back when Asana says so, or in a minute when it does not', async () => {
    const asana = createAsana();
    asana.fail(status(429, { 'Retry-After': '30' }));
    expect(await readOne(asana)).toMatchObject({ error: { reason: 'rate_limited', retryAt: NOW + 30_000 } });
    asana.fail(status(429));
    expect(await readOne(asana)).toMatchObject({ error: { reason: 'rate_limited', retryAt: NOW + 60_000 } });
    asana.fail(status(503, { 'Retry-After': '90' }));
    expect(await readOne(asana)).toMatchObject({ error: { reason: 'rate_limited', retryAt: NOW + 90_000 } });
  });

  it('because Asana’s own limit is reached leaves no reading', async () => {
    const asana = long();
    asana.perMinute = 6;
    for (const each of await readAll(asana, [queryOf(), queryOf({ scope: 'subtasks' })]))
      expect(each).toMatchObject({ error: { reason: 'rate_limited', retryAt: expect.any(Number) } });
  });

  it('gives up on a page that repeats', async () => {
    const asana = createAsana();
    asana.fail({ kind: 'repeated_token' });
    expect(await readOne(asana)).toMatchObject({
      error: { reason: 'bad_response', detail: 'Asana gave the same page twice.' },
    });
    expect(asana.requests).toHaveLength(2);
  });

  it('gives up on pages without end', async () => {
    let n = 0;
    const endless = async () =>
      Response.json({ data: [{ gid: `${++n}`, completed: true }], next_page: { offset: `page ${n}` } });
    const [asked] = await adapter.read(reachOf(endless), {}, token, [queryOf()]);
    expect(asked).toMatchObject({ error: { reason: 'too_large', detail: expect.stringContaining('Asana') } });
    expect(n).toBe(40);
  });

  it('gives up on pages that take more than a minute together', async () => {
    let now = NOW;
    const asana = long();
    const slow = {
      fetch: (request: Request) => {
        now += 20_000;
        return asana.fetch(request);
      },
    };
    const [asked] = await adapter.read(
      reachTo(slow, () => now),
      {},
      token,
      [queryOf()],
    );
    expect(asked).toMatchObject({ error: { reason: 'timeout' } });
  });

  it.each([0, 1, 5])('gives up on an answer that does not come, after %i that did', async (good) => {
    const asana = long();
    const hanging = (request: Request) => (asana.requests.length < good ? asana.fetch(request) : hang());
    const { http, ...reach } = reachTo({ fetch: hanging });
    const hurried = {
      ...reach,
      http: { ...http, json: (url: string, asking = {}) => http.json(url, { ...asking, deadlineMs: 50 }) },
    };
    for (const each of await adapter.read(hurried, {}, token, [queryOf(), queryOf({ scope: 'subtasks' })]))
      expect(each).toEqual({
        ok: false,
        error: { reason: 'timeout', detail: 'app.asana.com took too long to answer.' },
      });
  });

  it('because its place in a list has been forgotten fails as a whole, and begins afresh the next time', async () => {
    let now = NOW;
    const asana = long(() => now);
    const dawdling = {
      fetch: (request: Request) => {
        now += asana.offsetLife + 1;
        return asana.fetch(request);
      },
    };
    expect(await readOne(dawdling)).toEqual({
      ok: false,
      error: { reason: 'timeout', detail: 'Asana forgot the place in a long list.' },
    });
    expect(await counts(asana)).toEqual([40, 16]);
  });

  it.each([
    ['a task without a completion', { data: [{ gid: '1' }] }],
    ['a task without a gid', { data: [{ completed: true }] }],
    [
      'one odd task among good ones',
      {
        data: [
          { gid: '1', completed: true },
          { gid: 2, completed: true },
        ],
      },
    ],
    ['no list', { data: null }],
    ['a list in place of the answer', []],
    ['an empty offset', { data: [], next_page: { offset: '' } }],
    ['nothing', null],
  ])('because of %s leaves no reading', async (_name, body) => {
    const [asked] = await adapter.read(
      reachOf(async () => Response.json(body)),
      {},
      token,
      [queryOf()],
    );
    expect(asked).toMatchObject({ ok: false, error: { reason: 'bad_response' } });
  });

  it('tells no token', async () => {
    const secret = { token: 'very-secret-token' };
    const faults: Fault[] = [status(401), status(400), { kind: 'malformed' }, { kind: 'truncated' }, { kind: 'huge' }];
    for (const fault of faults) {
      const asana = createAsana();
      asana.fail(fault);
      expect(JSON.stringify(await readOne(asana, {}, secret))).not.toContain(secret.token);
    }
  });
});

describe('what is gone', () => {
  it('a project that was deleted, or that the account may not see any more, says which', async () => {
    const asana = createAsana();
    asana.dismiss(website, dana);
    expect(await readOne(asana)).toMatchObject({ error: { reason: 'forbidden' } });
    asana.deleteProject(website);
    expect(await readOne(asana)).toMatchObject({ error: { reason: 'not_found' } });
  });

  it('a parent task that was deleted says so', async () => {
    const asana = createAsana();
    asana.deleteTask(launch);
    const named = { scope: 'subtasks', parent_task_gid: launch } as const;
    expect(await readOne(asana, named)).toMatchObject({ error: { reason: 'not_found' } });
  });

  it('a task that goes between the list and the batch fails the whole scan', async () => {
    const asana = createAsana();
    const racing = {
      fetch: async (request: Request) => {
        if (request.url.endsWith('/batch')) asana.deleteTask(pages);
        return asana.fetch(request);
      },
    };
    for (const each of await readAll(racing, [queryOf(), queryOf({ scope: 'subtasks' })]))
      expect(each).toMatchObject({ ok: false, error: { reason: 'not_found' } });
  });

  it.each([
    [403, 'forbidden'],
    [429, 'rate_limited'],
    [500, 'unavailable'],
  ])('a single row of a batch that answers %i fails the whole scan', async (code, reason) => {
    const asana = createAsana();
    const server = {
      async fetch(request: Request) {
        const answer = await asana.fetch(request);
        if (!request.url.endsWith('/batch')) return answer;
        const { data } = await answer.json<{ data: unknown[] }>();
        return Response.json({ data: [...data.slice(1), { status_code: code, headers: {}, body: { errors: [] } }] });
      },
    };
    expect(await readOne(server, { scope: 'subtasks' })).toMatchObject({ error: { reason } });
  });

  it('a batch with a row too few fails the whole scan', async () => {
    const asana = createAsana();
    const server = {
      async fetch(request: Request) {
        const answer = await asana.fetch(request);
        if (!request.url.endsWith('/batch')) return answer;
        const { data } = await answer.json<{ data: unknown[] }>();
        return Response.json({ data: data.slice(1) });
      },
    };
    expect(await readOne(server, { scope: 'subtasks' })).toMatchObject({ error: { reason: 'bad_response' } });
  });
});

const hang = () => new Promise<Response>(() => undefined);
