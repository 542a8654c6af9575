import { describe, expect, it } from 'vitest';
import { newId } from '../../src/db/ids.ts';
import { kept } from '../../src/domain/mentions/mention.ts';
import { world } from '../support/world.ts';
import { callerWith } from './caller.ts';

async function talking() {
  const w = await world();
  const okr = await w.okr({});
  const { checkIn } = await w.writer(okr.id).checkIn({ value: 10 }, newId('chk', w.now));
  const [asAda, asDana, asOmar] = await Promise.all(
    [w.ada, w.dana, w.omar].map(async (who) => callerWith(await w.token(who))),
  );
  return { w, okr, checkIn, asAda: asAda!, asDana: asDana!, asOmar: asOmar! };
}

describe('comments by API', () => {
  it('are made, read, changed and deleted, by an observer as well', async () => {
    const { w, okr, checkIn, asOmar, asDana } = await talking();
    const made = await asOmar('POST', `/okrs/${okr.id}/comments`, { text: ' Ask @amir ', check_in_id: checkIn.id });
    expect(made).toMatchObject({
      status: 201,
      body: { okr_id: okr.id, check_in_id: checkIn.id, author_id: w.omar.id, author: 'Omar Said', edited_at: null },
    });
    expect(made.body).toMatchObject({ text: `Ask ${kept(w.amir)}`, mention_ids: [w.amir.id] });
    const path = `/comments/${made.body.id}`;
    expect(made.headers.get('Location')).toBe(`/api/v1${path}`);
    expect((await asDana('GET', path)).body).toEqual(made.body);
    expect((await asDana('GET', `/okrs/${okr.id}/comments`)).body).toEqual({ data: [made.body], next_cursor: null });
    expect((await asDana('PATCH', path, { text: 'Not mine' })).status).toBe(403);
    const stale = { 'If-Match': '"0000000000000000"' };
    expect((await asOmar('PATCH', path, { text: 'Later' }, stale)).status).toBe(412);
    const changed = await asOmar('PATCH', path, { text: 'Never mind' });
    expect(changed.body).toMatchObject({ text: 'Never mind', mention_ids: [], edited_at: expect.any(String) });
    expect((await asDana('DELETE', path)).status).toBe(403);
    expect((await asOmar('DELETE', path)).status).toBe(204);
    expect((await asOmar('GET', path)).status).toBe(404);
  });

  it('are refused when they say nothing, too much, or something unknown', async () => {
    const { okr, asDana } = await talking();
    const path = `/okrs/${okr.id}/comments`;
    expect((await asDana('POST', path, { text: ' ' })).body.fields).toEqual({ text: 'Write something first.' });
    expect((await asDana('POST', path, { text: 'x'.repeat(4_001) })).status).toBe(422);
    expect((await asDana('POST', path, { text: 'x', mood: 'good' })).status).toBe(422);
    expect((await asDana('POST', path, { text: 'x', check_in_id: 'chk_none' })).status).toBe(404);
    expect((await asDana('POST', '/okrs/okr_none/comments', { text: 'x' })).status).toBe(404);
  });

  it('need the scope to write', async () => {
    const { w, okr } = await talking();
    const reader = callerWith(await w.token(w.dana, ['read']));
    expect((await reader('POST', `/okrs/${okr.id}/comments`, { text: 'x' })).status).toBe(403);
    expect((await reader('PUT', `/okrs/${okr.id}/reactions/agree`)).status).toBe(403);
  });
});

describe('signs by API', () => {
  it('are put and taken back, each once', async () => {
    const { w, okr, checkIn, asDana, asOmar } = await talking();
    const comment = (await asDana('POST', `/okrs/${okr.id}/comments`, { text: 'Hello' })).body;
    for (const subject of [`/okrs/${okr.id}`, `/check-ins/${checkIn.id}`, `/comments/${comment.id}`])
      for (const call of [asOmar, asOmar, asDana])
        expect((await call('PUT', `${subject}/reactions/agree`)).status).toBe(204);
    const { data } = (await asDana('GET', `/okrs/${okr.id}/reactions`)).body;
    expect(data).toHaveLength(6);
    expect(data).toContainEqual(
      expect.objectContaining({ subject_id: comment.id, sign: 'agree', member_id: w.omar.id, name: 'Omar Said' }),
    );
    expect((await asOmar('DELETE', `/comments/${comment.id}/reactions/agree`)).status).toBe(204);
    expect((await asOmar('DELETE', `/comments/${comment.id}/reactions/agree`)).status).toBe(204);
    expect((await asDana('GET', `/okrs/${okr.id}/reactions`)).body.data).toHaveLength(5);
  });

  it('are of a kind, and under something that is there', async () => {
    const { okr, asDana } = await talking();
    expect((await asDana('PUT', `/okrs/${okr.id}/reactions/shrug`)).status).toBe(404);
    expect((await asDana('PUT', '/okrs/okr_none/reactions/agree')).status).toBe(404);
    expect((await asDana('PUT', '/comments/cmt_none/reactions/agree')).status).toBe(404);
  });
});
