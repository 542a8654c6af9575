import { describe, expect, it } from 'vitest';
import { world } from '../support/world.ts';
import { callerWith } from './caller.ts';

async function caller(settings: Parameters<typeof world>[0] = {}) {
  const w = await world(settings);
  const [asAda, asDana, asOmar] = await Promise.all(
    [w.ada, w.dana, w.omar].map(async (who) => callerWith(await w.token(who))),
  );
  return { w, asAda: asAda!, asDana: asDana!, asOmar: asOmar! };
}

const title = { kind: 'objective', title: 'Delight customers' };

describe('tags of an OKR', () => {
  it('are given as names, shown in order, replaced as a whole and left alone otherwise', async () => {
    const { asDana } = await caller();
    const made = await asDana('POST', '/okrs', { ...title, tags: ['growth', ' Beta ', 'GROWTH'] });
    expect(made).toMatchObject({ status: 201, body: { tags: ['Beta', 'GROWTH'] } });
    const path = `/okrs/${made.body.id}`;
    expect((await asDana('PATCH', path, { title: 'Delight them' })).body.tags).toEqual(['Beta', 'GROWTH']);
    expect((await asDana('PATCH', path, { tags: ['zeta'] })).body).toMatchObject({ tags: ['zeta'], version: 3 });
    expect((await asDana('GET', '/okrs')).body.data).toMatchObject([{ tags: ['zeta'] }]);
    expect((await asDana('PATCH', path, { tags: [] })).body.tags).toEqual([]);
  });

  it('come back as they were read without a change', async () => {
    const { asDana } = await caller();
    const { body } = await asDana('POST', '/okrs', { ...title, tags: ['growth', 'beta'] });
    const again = await asDana('PATCH', `/okrs/${body.id}`, { tags: body.tags });
    expect(again.body.tags).toEqual(body.tags);
  });

  it('are at most ten, of at most forty characters', async () => {
    const { asDana } = await caller();
    const many = Array.from({ length: 11 }, (_, i) => `t${i}`);
    expect((await asDana('POST', '/okrs', { ...title, tags: many })).body.fields).toHaveProperty('tags');
    expect((await asDana('POST', '/okrs', { ...title, tags: many.slice(1) })).body.tags).toHaveLength(10);
    expect((await asDana('POST', '/okrs', { ...title, tags: ['x'.repeat(41)] })).body.fields).toHaveProperty('tags.0');
  });

  it('are refused at their field where only admins make new ones', async () => {
    const { asAda, asDana } = await caller({ settings: { tagPolicy: 'admins' } });
    expect(await asDana('POST', '/okrs', { ...title, tags: ['growth'] })).toMatchObject({
      status: 422,
      body: { code: 'invalid', fields: { tags: expect.stringContaining('“growth”') } },
    });
    expect(await asDana('POST', '/tags', { name: 'growth' })).toMatchObject({ status: 403 });
    expect((await asAda('POST', '/tags', { name: 'growth' })).status).toBe(201);
    expect((await asDana('POST', '/okrs', { ...title, tags: ['growth'] })).body.tags).toEqual(['growth']);
  });

  it('narrow the list, however they are written and with other filters', async () => {
    const { w, asAda, asDana } = await caller();
    const both = await asDana('POST', '/okrs', { ...title, tags: ['Growth', 'beta'] });
    const result = await asAda('POST', '/okrs', { kind: 'key_result', title: 'More', tags: ['growth'] });
    await asDana('POST', '/okrs', { ...title, tags: ['beta'] });
    const ids = async (query: string) =>
      (await asDana('GET', `/okrs?${query}`)).body.data.map((okr: { id: string }) => okr.id).sort();
    expect(await ids('tag=GROWTH')).toEqual([both.body.id, result.body.id].sort());
    expect(await ids('tag=growth&kind=objective')).toEqual([both.body.id]);
    expect(await ids(`tag=growth&owner=${w.ada.id}`)).toEqual([result.body.id]);
    expect(await ids('tag=nothing')).toEqual([]);
  });
});

describe('a tag', () => {
  it('is added, read, renamed and deleted', async () => {
    const { asAda, asDana } = await caller();
    const made = await asDana('POST', '/tags', { name: ' Growth ' });
    expect(made).toMatchObject({
      status: 201,
      body: { id: expect.stringMatching(/^tag_/), name: 'Growth', created_at: expect.any(String) },
    });
    const path = `/tags/${made.body.id}`;
    expect(made.headers.get('Location')).toBe(`/api/v1${path}`);
    expect((await asDana('GET', path)).body).toEqual(made.body);
    expect(await asDana('POST', '/tags', { name: 'growth' })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
    expect(await asDana('PATCH', path, { name: 'Mine' })).toMatchObject({ status: 403 });
    expect(await asDana('DELETE', path)).toMatchObject({ status: 403 });
    expect((await asAda('PATCH', path, { name: 'Expansion' })).body).toEqual({ ...made.body, name: 'Expansion' });
    expect((await asAda('PATCH', path, {})).body.name).toBe('Expansion');
    expect((await asAda('DELETE', path)).status).toBe(204);
    expect(await asAda('GET', path)).toMatchObject({ status: 404 });
  });

  it('is merged by name or by id, once, and what stays is the answer', async () => {
    const { asAda, asDana } = await caller();
    const okr = (await asDana('POST', '/okrs', { ...title, tags: ['growht', 'groth'] })).body;
    const into = (await asDana('POST', '/tags', { name: 'growth' })).body;
    const [groth, growht] = (await asDana('GET', '/tags')).body.data;
    const merge = { merge_into: into.id };
    expect((await asAda('PATCH', `/tags/${groth.id}`, merge, { 'Idempotency-Key': 'once' })).body).toEqual(into);
    expect((await asAda('PATCH', `/tags/${groth.id}`, merge, { 'Idempotency-Key': 'once' })).body).toEqual(into);
    expect((await asAda('PATCH', `/tags/${growht.id}`, { name: 'Growth' })).body).toEqual(into);
    expect((await asAda('GET', `/okrs/${okr.id}`)).body).toMatchObject({ tags: ['growth'], version: okr.version });
    expect((await asAda('GET', '/tags')).body.data).toEqual([into]);
    expect(await asAda('PATCH', `/tags/${groth.id}`, merge)).toMatchObject({ status: 404 });
  });

  it('is not merged and renamed at once, nor into itself or into what is not there', async () => {
    const { asAda } = await caller();
    const { id } = (await asAda('POST', '/tags', { name: 'growth' })).body;
    for (const patch of [{ name: 'a', merge_into: id }, { merge_into: id }])
      expect(await asAda('PATCH', `/tags/${id}`, patch)).toMatchObject({
        status: 422,
        body: { fields: { merge_into: expect.any(String) } },
      });
    expect(await asAda('PATCH', `/tags/${id}`, { merge_into: 'tag_x' })).toMatchObject({
      status: 422,
      body: { fields: { merge_into: expect.any(String) } },
    });
  });

  it('is read by observers and made by nobody who looks on', async () => {
    const { asAda, asOmar } = await caller();
    await asAda('POST', '/tags', { name: 'growth' });
    expect((await asOmar('GET', '/tags')).body.data).toMatchObject([{ name: 'growth' }]);
    expect(await asOmar('POST', '/tags', { name: 'mine' })).toMatchObject({ status: 403 });
  });
});
