import { describe, expect, it, vi } from 'vitest';
import { world } from '../support/world.ts';
import { callerWith } from './caller.ts';

async function caller() {
  const w = await world();
  return { w, call: callerWith(await w.token(w.ada)) };
}

describe('an ETag', () => {
  it('carries the version of an OKR, and is the same from every door that shows it', async () => {
    const { call } = await caller();
    const made = await call('POST', '/okrs', { kind: 'objective', title: 'Grow' });
    const tag = made.headers.get('ETag');
    expect(tag).toMatch(/^"1-[0-9a-f]{16}"$/);
    expect((await call('GET', `/okrs/${made.body.id}`)).headers.get('ETag')).toBe(tag);
    const edited = await call('PATCH', `/okrs/${made.body.id}`, { title: 'Grow more' });
    expect(edited.headers.get('ETag')).toMatch(/^"2-/);
    expect((await call('GET', `/okrs/${made.body.id}`)).headers.get('ETag')).toBe(edited.headers.get('ETag'));
  });

  it('spares a reader what they hold already', async () => {
    const { w, call } = await caller();
    const okr = await w.okr({});
    for (const path of [
      `/okrs/${okr.id}`,
      '/okrs',
      '/me',
      '/teams',
      `/members/${w.ada.id}`,
      '/openapi.json',
      `/okrs/${okr.id}/explanation`,
    ]) {
      const tag = (await call('GET', path)).headers.get('ETag')!;
      const again = await call('GET', path, undefined, { 'If-None-Match': tag });
      expect(again, path).toMatchObject({ status: 304, text: '' });
      expect(again.headers.get('ETag'), path).toBe(tag);
      expect(
        (await call('GET', path, undefined, { 'If-None-Match': `"other", W/${tag.replace('W/', '')}` })).status,
        path,
      ).toBe(304);
      expect((await call('GET', path, undefined, { 'If-None-Match': '"other"' })).status, path).toBe(200);
    }
  });

  it('changes with what moves by itself: a share by its siblings, the expected progress by the day', async () => {
    const { w, call } = await caller();
    const parent = await w.okr({ kind: 'objective' });
    const child = await w.okr({ parents: [{ okrId: parent.id, fixedWeight: null }] });
    const read = async () => (await call('GET', `/okrs/${child.id}`)).headers.get('ETag')!;
    const alone = await read();
    await w.okr({ parents: [{ okrId: parent.id, fixedWeight: null }] });
    const withSibling = await read();
    expect(withSibling).not.toBe(alone);
    expect(withSibling.split('-')[0]).toBe(alone.split('-')[0]);

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 24 * 60 * 60_000 });
    expect(await read()).not.toBe(withSibling);
  });
});

describe('If-Match', () => {
  it('lets a change of an OKR through only while nobody else changed it', async () => {
    const { w, call } = await caller();
    const parent = await w.okr({ kind: 'objective' });
    const { id } = await w.okr({});
    const path = `/okrs/${id}`;
    const seen = (await call('GET', path)).headers.get('ETag')!;
    await call('POST', `${path}/check-ins`, { value: 5 });
    for (const [method, at, body] of [
      ['PATCH', path, { title: 'Mine' }],
      ['PUT', `${path}/parents/${parent.id}`, {}],
      ['DELETE', `${path}/parents/${parent.id}`, undefined],
      ['DELETE', `${path}/data-link`, undefined],
      ['DELETE', path, undefined],
    ] as const) {
      const heard = await call(method, at, body, { 'If-Match': seen });
      expect(heard, `${method} ${at}`).toMatchObject({ status: 412, body: { code: 'stale' } });
    }
    const now = (await call('GET', path)).headers.get('ETag')!;
    expect((await call('PUT', `${path}/parents/${parent.id}`, {}, { 'If-Match': now })).status).toBe(200);
    expect((await call('PATCH', path, { title: 'Mine' }, { 'If-Match': '*' })).body).toMatchObject({
      title: 'Mine',
      version: 4,
    });
    expect((await call('PATCH', path, { title: 'Ours' }, { 'If-Match': '"4"' })).status).toBe(200);
    expect((await call('DELETE', path, undefined, { 'If-Match': '"5"' })).status).toBe(204);
  });

  it('counts what was changed, not what moved by itself', async () => {
    const { w, call } = await caller();
    const parent = await w.okr({ kind: 'objective' });
    const child = await w.okr({ parents: [{ okrId: parent.id, fixedWeight: null }] });
    const seen = (await call('GET', `/okrs/${child.id}`)).headers.get('ETag')!;
    await w.okr({ parents: [{ okrId: parent.id, fixedWeight: null }] });
    expect((await call('PATCH', `/okrs/${child.id}`, { title: 'Mine' }, { 'If-Match': seen })).status).toBe(200);
  });

  it('refuses what is no tag of ours', async () => {
    const { w, call } = await caller();
    const { id } = await w.okr({});
    for (const tag of ['"x"', 'W/"1"', '1', '"1-xyz"'])
      expect(await call('PATCH', `/okrs/${id}`, { title: 'Mine' }, { 'If-Match': tag }), tag).toMatchObject({
        status: 412,
      });
    expect(await call('PATCH', `/okrs/${id}`, { title: 'Mine' }, { 'If-Match': '"1", "2"' })).toMatchObject({
      status: 422,
    });
  });

  it('guards everything that can be changed', async () => {
    const { w, call } = await caller();
    const okr = await w.okr({});
    const told = await call('POST', `/okrs/${okr.id}/check-ins`, { value: 5 });
    const connection = await w.connection();
    const spare = await call('POST', '/teams', { name: 'Spare' });
    const tag = await call('POST', '/tags', { name: 'growth' });
    const things: [path: string, change: object][] = [
      [`/periods/${w.year.id}`, { name: 'The year' }],
      [`/teams/${spare.body.id}`, { name: 'Not spare' }],
      [`/tags/${tag.body.id}`, { name: 'Growth' }],
      [`/members/${w.dana.id}`, { name: 'Dana W.' }],
      [`/check-ins/${told.body.id}`, { note: 'Better' }],
      [`/connections/${connection}`, { name: 'Our Jira' }],
    ];
    for (const [path, change] of things) {
      const seen = { 'If-Match': (await call('GET', path)).headers.get('ETag')! };
      const changed = await call('PATCH', path, change, seen);
      expect(changed, path).toMatchObject({ status: 200 });
      for (const method of ['PATCH', 'DELETE'])
        expect(
          await call(method, path, method === 'PATCH' ? change : undefined, seen),
          `${method} ${path}`,
        ).toMatchObject({ status: 412, body: { code: 'stale' } });
      const now = { 'If-Match': changed.headers.get('ETag')! };
      expect((await call('DELETE', path, undefined, now)).status, path).toBe(204);
    }
  });
});
