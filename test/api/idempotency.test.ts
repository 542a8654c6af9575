import { describe, expect, it, vi } from 'vitest';
import { idempotencyKeys } from '../../src/db/schema/access.ts';
import { okrs } from '../../src/db/schema/okrs.ts';
import { world } from '../support/world.ts';
import { callerWith } from './caller.ts';

const draft = { kind: 'objective', title: 'Grow' };
const key = (text: string) => ({ 'Idempotency-Key': text });

async function caller() {
  const w = await world();
  return { w, call: callerWith(await w.token(w.ada)) };
}

describe('a repeat with the same Idempotency-Key', () => {
  it('is given the first answer and changes nothing', async () => {
    const { w, call } = await caller();
    const first = await call('POST', '/okrs', draft, key('a'));
    const again = await call('POST', '/okrs', draft, key('a'));
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
    expect(first.headers.get('Idempotency-Replayed')).toBeNull();
    for (const name of ['Location', 'ETag', 'Content-Type'])
      expect(again.headers.get(name)).toBe(first.headers.get(name));
    expect(await w.db.$count(okrs)).toBe(1);
  });

  it('is given a refusal again, and an answer without a body', async () => {
    const { w, call } = await caller();
    const refused = await call('POST', '/okrs', { kind: 'objective' }, key('a'));
    expect((await call('POST', '/okrs', { kind: 'objective' }, key('a'))).body).toEqual(refused.body);
    const { id } = await w.okr({});
    expect((await call('DELETE', `/okrs/${id}`, undefined, key('b'))).status).toBe(204);
    const again = await call('DELETE', `/okrs/${id}`, undefined, key('b'));
    expect(again).toMatchObject({ status: 204, text: '' });
    expect(again.headers.get('Idempotency-Replayed')).toBe('true');
  });

  it('holds for PATCH, PUT and DELETE as for POST', async () => {
    const { w, call } = await caller();
    const parent = await w.okr({ kind: 'objective' });
    const { id } = await w.okr({});
    const writes: [method: string, path: string, body?: object][] = [
      ['PATCH', `/okrs/${id}`, { title: 'Another' }],
      ['PUT', `/okrs/${id}/parents/${parent.id}`, {}],
      ['POST', `/okrs/${id}/check-ins`, { value: 3 }],
      ['DELETE', `/okrs/${id}/parents/${parent.id}`],
    ];
    for (const [method, path, body] of writes) {
      const first = await call(method, path, body, key(method));
      const { version } = (await call('GET', `/okrs/${id}`)).body;
      expect(await call(method, path, body, key(method)), method).toMatchObject({
        status: first.status,
        body: first.body,
      });
      expect((await call('GET', `/okrs/${id}`)).body.version, method).toBe(version);
    }
  });

  it('that insists on another version is another request', async () => {
    const { w, call } = await caller();
    const { id } = await w.okr({});
    const write = (version: string) =>
      call('PATCH', `/okrs/${id}`, { title: 'Mine' }, { ...key('a'), 'If-Match': `"${version}"` });
    expect((await write('1')).status).toBe(200);
    expect(await write('1')).toMatchObject({ status: 200 });
    expect(await write('2')).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });

  it('of another request is a conflict', async () => {
    const { call } = await caller();
    await call('POST', '/okrs', draft, key('a'));
    for (const [method, path, body] of [
      ['POST', '/okrs', { ...draft, title: 'Shrink' }],
      ['POST', '/teams', draft],
      ['DELETE', '/okrs/okr_1', undefined],
    ] as const)
      expect(await call(method, path, body, key('a'))).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });

  it('is another key in the hands of another token', async () => {
    const { w, call } = await caller();
    await call('POST', '/okrs', draft, key('a'));
    const other = await callerWith(await w.token(w.ada))('POST', '/okrs', draft, key('a'));
    expect(other.headers.get('Idempotency-Replayed')).toBeNull();
    expect(await w.db.$count(okrs)).toBe(2);
  });

  it('while the first is at work is asked to come back', async () => {
    const { w, call } = await caller();
    await call('POST', '/okrs', draft, key('a'));
    await w.db.update(idempotencyKeys).set({ status: null, createdAt: Date.now() });
    const heard = await call('POST', '/okrs', draft, key('a'));
    expect(heard).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(Number(heard.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(await w.db.$count(okrs)).toBe(1);
  });

  it('takes over from a first that was cut off a minute ago, for the same request only', async () => {
    const { w, call } = await caller();
    await call('POST', '/okrs', draft, key('a'));
    await w.db.update(idempotencyKeys).set({ status: null, createdAt: Date.now() - 61_000 });
    expect((await call('POST', '/okrs', { ...draft, title: 'Shrink' }, key('a'))).status).toBe(409);
    expect((await call('POST', '/okrs', draft, key('a'))).status).toBe(201);
    expect((await call('POST', '/okrs', draft, key('a'))).headers.get('Idempotency-Replayed')).toBe('true');
  });

  it('after a day is a new request', async () => {
    const { w, call } = await caller();
    await call('POST', '/okrs', draft, key('a'));
    await w.db.update(idempotencyKeys).set({ createdAt: Date.now() - 25 * 60 * 60_000 });
    const heard = await call('POST', '/okrs', { ...draft, title: 'Shrink' }, key('a'));
    expect(heard).toMatchObject({ status: 201, body: { title: 'Shrink' } });
  });

  it('after a failure of ours is tried anew', async () => {
    const { w, call } = await caller();
    vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await w.db.run('alter table teams rename to lost');
    expect((await call('POST', '/teams', { name: 'Ops' }, key('a'))).status).toBe(500);
    await w.db.run('alter table lost rename to teams');
    expect((await call('POST', '/teams', { name: 'Ops' }, key('a'))).status).toBe(201);
  });

  it('sent twenty times at once makes one OKR', async () => {
    const { w, call } = await caller();
    const heard = await Promise.all(Array.from({ length: 20 }, () => call('POST', '/okrs', draft, key('a'))));
    expect(heard.filter(({ status, headers }) => status === 201 && !headers.has('Idempotency-Replayed'))).toHaveLength(
      1,
    );
    expect(heard.every(({ status }) => status === 201 || status === 409)).toBe(true);
    expect(await w.db.$count(okrs)).toBe(1);
  });
});

describe('an Idempotency-Key', () => {
  it('is checked, and means nothing to a read', async () => {
    const { w, call } = await caller();
    for (const bad of ['with space', 'x'.repeat(256)])
      expect(await call('POST', '/okrs', draft, key(bad))).toMatchObject({ status: 422, body: { code: 'invalid' } });
    expect((await call('GET', '/okrs', undefined, key('a'))).status).toBe(200);
    expect(await w.db.$count(idempotencyKeys)).toBe(0);
  });

  it('is not spent by a caller who may not write', async () => {
    const { w } = await caller();
    const call = callerWith(await w.token(w.omar));
    expect((await call('POST', '/okrs', draft, key('a'))).status).toBe(403);
    expect(await w.db.$count(idempotencyKeys)).toBe(0);
  });

  it('keeps its answer encrypted', async () => {
    const { w, call } = await caller();
    await call('POST', '/okrs', { ...draft, title: 'Confidential' }, key('a'));
    const [row] = await w.db.select().from(idempotencyKeys);
    expect(row).toMatchObject({ status: 201 });
    expect(JSON.stringify(row)).not.toContain('Confidential');
  });
});
