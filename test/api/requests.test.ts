import { createExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import { apiTokens } from '../../src/db/schema/access.ts';
import { members } from '../../src/db/schema/organizations.ts';
import worker from '../../src/index.ts';
import { hashOf } from '../../src/lib/tokens.ts';
import { world } from '../support/world.ts';
import { callerWith } from './caller.ts';

const problem = (status: number, code: string) => ({
  status,
  body: {
    type: 'about:blank',
    title: expect.any(String),
    status,
    code,
    detail: expect.any(String),
    request_id: expect.any(String),
  },
});

describe('a caller', () => {
  it('without a token is told how to bring one', async () => {
    const heard = await callerWith(null)('GET', '/okrs');
    expect(heard).toMatchObject(problem(401, 'unauthorized'));
    expect(heard.headers.get('WWW-Authenticate')).toBe('Bearer realm="Cairn"');
    expect(heard.headers.get('Content-Type')).toBe('application/problem+json');
    expect(heard.body.request_id).toBe(heard.headers.get('X-Request-Id'));
  });

  it('with a token that is unknown, revoked, expired or of a member who left is not let in', async () => {
    const w = await world();
    const token = await w.token(w.dana);
    const call = callerWith(token);
    expect((await call('GET', '/me')).status).toBe(200);
    const unknown = await callerWith('cairn_pat_nobody')('GET', '/me');
    expect(unknown).toMatchObject(problem(401, 'unauthorized'));
    expect(unknown.headers.get('WWW-Authenticate')).toContain('invalid_token');

    await w.db.update(apiTokens).set({ expiresAt: Date.now() - 1 });
    expect((await call('GET', '/me')).status).toBe(401);
    await w.db.update(apiTokens).set({ expiresAt: null, revokedAt: 1 });
    expect((await call('GET', '/me')).status).toBe(401);
    await w.db.update(apiTokens).set({ revokedAt: null });
    expect((await call('GET', '/me')).status).toBe(200);
    await w.db.update(members).set({ deactivatedAt: 1 }).where(eq(members.id, w.dana.id));
    expect((await call('GET', '/me')).status).toBe(401);
  });

  it('with a demo token is let in in development only', async () => {
    const w = await world();
    await w.token(w.ada);
    await w.db.update(apiTokens).set({ tokenHash: await hashOf('cairn_pat_demo_owner') });
    const headers = { Authorization: 'Bearer cairn_pat_demo_owner' };
    for (const [ENVIRONMENT, status] of [
      ['development', 200],
      ['production', 401],
    ] as const) {
      const request = new Request('https://cairn.test/api/v1/me', { headers });
      expect((await worker.fetch(request, { ...env, ENVIRONMENT }, createExecutionContext())).status).toBe(status);
    }
  });

  it('may not act as another with a session cookie', async () => {
    const w = await world();
    const response = await exports.default.fetch('https://cairn.test/api/v1/me', {
      headers: { Cookie: await w.cookie(w.ada) },
    });
    expect(response.status).toBe(401);
  });

  it('with a token to read only reads', async () => {
    const w = await world();
    const call = callerWith(await w.token(w.ada, ['read']));
    expect((await call('GET', '/okrs')).status).toBe(200);
    const heard = await call('POST', '/okrs', { kind: 'objective', title: 'Grow' });
    expect(heard).toMatchObject(problem(403, 'forbidden'));
    expect(heard.headers.get('WWW-Authenticate')).toContain('insufficient_scope');
  });

  it('with a token that may do nothing learns nothing', async () => {
    const w = await world();
    const call = callerWith(await w.token(w.ada, []));
    expect(await call('GET', '/okrs')).toMatchObject(problem(403, 'forbidden'));
  });

  it('is told who they are', async () => {
    const w = await world();
    const { body } = await callerWith(await w.token(w.omar, ['read']))('GET', '/me');
    expect(body).toEqual({
      id: w.omar.id,
      name: 'Omar Said',
      email: 'omar@northwind.test',
      role: 'observer',
      scopes: ['read'],
      organization: { id: w.org.id, slug: 'northwind', name: 'Northwind', time_zone: 'Europe/London', locale: 'en-GB' },
    });
  });
});

describe('a request', () => {
  it('to an address that is none is answered with a problem, whoever asks', async () => {
    for (const path of ['/nothing', '/okrs/a/b/c', '', '/okrs/'])
      expect(await callerWith(null)('GET', path), path).toMatchObject(problem(404, 'not_found'));
  });

  it('with a method that the address lacks is told which it has', async () => {
    for (const [method, path, allow] of [
      ['PUT', '/okrs', 'GET, HEAD, POST'],
      ['POST', '/okrs/x', 'GET, HEAD, PATCH, DELETE'],
      ['GET', '/okrs/x/parents/y', 'PUT, DELETE'],
      ['OPTIONS', '/me', 'GET, HEAD'],
      ['DELETE', '/openapi.json', 'GET, HEAD'],
    ] as const) {
      const heard = await callerWith(null)(method, path);
      expect(heard, path).toMatchObject(problem(405, 'invalid'));
      expect(heard.headers.get('Allow'), path).toBe(allow);
    }
  });

  it('by HEAD is answered as by GET, without the body', async () => {
    const w = await world();
    const heard = await callerWith(await w.token(w.ada))('HEAD', '/me');
    expect(heard).toMatchObject({ status: 200, text: '' });
    expect(heard.headers.get('ETag')).toMatch(/^"/);
  });

  it('whose body is not JSON, not an object or not said to be JSON is refused', async () => {
    const w = await world();
    const call = callerWith(await w.token(w.ada));
    expect(await call('POST', '/okrs', '{"kind":')).toMatchObject(problem(400, 'invalid'));
    expect(await call('POST', '/okrs', '')).toMatchObject(problem(422, 'invalid'));
    for (const body of ['[]', '"text"', 'null', '7'])
      expect(await call('POST', '/okrs', body), body).toMatchObject(problem(422, 'invalid'));
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expect(await call('POST', '/okrs', 'kind=objective', form)).toMatchObject(problem(415, 'invalid'));
    expect(
      await call('POST', '/okrs', '{"kind":"objective","title":"Grow"}', {
        'Content-Type': 'application/json; charset=utf-8',
      }),
    ).toMatchObject({ status: 201 });
  });

  it('of more than 256 KiB is refused, with or without a length', async () => {
    const w = await world();
    const token = await w.token(w.ada);
    const call = callerWith(token);
    const large = JSON.stringify({ kind: 'objective', title: 'x'.repeat(256 * 1024) });
    expect(await call('POST', '/okrs', large)).toMatchObject(problem(413, 'limit'));
    const stream = new Blob([large]).stream();
    const streamed = await exports.default.fetch('https://cairn.test/api/v1/okrs', {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: stream,
    });
    expect(streamed.status).toBe(413);
    const fits = JSON.stringify({ kind: 'objective', title: 'x' }).padEnd(256 * 1024, ' ');
    expect((await call('POST', '/okrs', fits)).status).toBe(201);
  });

  it('with a field or a parameter that is unknown is told its name', async () => {
    const w = await world();
    const call = callerWith(await w.token(w.ada));
    const known = { kind: 'key_result', title: 'Grow' };
    const refusals: [body: object, field: string][] = [
      [{ ...known, colour: 'red' }, 'colour'],
      [{ ...known, measure: { type: 'metric', name: 'NPS', target: 5, goal: 1 } }, 'measure.goal'],
      [{ ...known, measure: { type: 'metric', name: 'NPS', start: 5, target: 5 } }, 'measure.target'],
      [{ ...known, measure: { type: 'metric', target: 5 } }, 'measure.name'],
      [{ ...known, parents: [{ okr_id: 7 }] }, 'parents.0.okr_id'],
      [{ ...known, tags: ['a, b'] }, 'tags.0'],
      [{ kind: 'key_result' }, 'title'],
      [{ ...known, kind: 'wish' }, 'kind'],
      [{ ...known, starts_on: '2026-02-30' }, 'starts_on'],
      [{ ...known, period_id: 7 }, 'period_id'],
    ];
    for (const [body, field] of refusals) {
      const heard = await call('POST', '/okrs', body);
      expect(heard, field).toMatchObject(problem(422, 'invalid'));
      expect(Object.keys(heard.body.fields), field).toEqual([field]);
    }
    expect((await call('GET', '/okrs?colour=red')).body.fields).toEqual({ colour: 'There is no field of this name.' });
    expect((await call('GET', '/me?limit=1')).body.fields).toHaveProperty('limit');
    expect((await call('GET', '/okrs?kind=objective&kind=project')).body.fields).toEqual({ kind: 'Give this once.' });
    expect((await call('GET', '/okrs?tag=')).body.fields).toEqual({ tag: 'Give the tag a name.' });
    expect((await call('GET', '/okrs?updated_since=yesterday')).body.fields).toHaveProperty('updated_since');
    expect((await call('DELETE', '/okrs/okr_1?force=1')).body.fields).toHaveProperty('force');
  });

  it('that breaks something is answered without a word of why, and the log has the reason', async () => {
    const w = await world();
    const call = callerWith(await w.token(w.ada));
    const lines: string[] = [];
    vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)));
    await w.db.run('alter table teams rename to lost');
    const heard = await call('GET', '/teams');
    expect(heard).toMatchObject(problem(500, 'unavailable'));
    expect(heard.text).not.toMatch(/teams|select|sql/i);
    expect(heard.body.request_id).toBe(heard.headers.get('X-Request-Id'));
    expect(lines.join()).toContain(heard.body.request_id);
    expect(lines.join()).toMatch(/teams/);
  });

  it('shows what it cost and how it may be kept', async () => {
    const w = await world();
    const { headers } = await callerWith(await w.token(w.ada))('GET', '/okrs');
    expect(headers.get('Server-Timing')).toMatch(/^d1;desc="trips=2 rows=\d+ written=0", app;dur=/);
    expect(headers.get('Cache-Control')).toBe('private, no-cache');
    expect(headers.get('Vary')).toBe('Authorization');
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
  });
});
