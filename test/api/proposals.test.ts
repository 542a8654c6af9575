import { describe, expect, it } from 'vitest';
import { metric, world } from '../support/world.ts';
import { callerWith, tripsOf } from './caller.ts';

async function script(settings = {}) {
  const w = await world({ now: Date.now(), settings });
  return { w, dana: callerWith(await w.token(w.dana)), amir: callerWith(await w.token(w.amir)) };
}

describe('drafts in the API', () => {
  it('are made with a flag, listed apart, and published', async () => {
    const { dana } = await script();
    const made = await dana('POST', '/okrs', { kind: 'key_result', title: 'Later', draft: true });
    expect(made.body).toMatchObject({ draft: true, draft_of_id: null, proposal_id: null, status: 'not_started' });
    expect((await dana('GET', '/okrs')).body.data).toEqual([]);
    const listed = await dana('GET', '/drafts?limit=1');
    expect(listed.body.data.map(({ id }: { id: string }) => id)).toEqual([made.body.id]);
    expect(tripsOf(listed)).toBeLessThanOrEqual(2);
    expect((await dana('POST', `/okrs/${made.body.id}/check-ins`, { value: 1 })).body).toMatchObject({
      status: 409,
      detail: 'This is a draft. Publish it to check in.',
    });
    const stale = await dana('PUT', `/okrs/${made.body.id}/publication`, undefined, { 'If-Match': '"9"' });
    expect(stale.status).toBe(412);
    const published = await dana('PUT', `/okrs/${made.body.id}/publication`);
    expect(published.body).toMatchObject({ id: made.body.id, draft: false, created_at: made.body.created_at });
    expect((await dana('PUT', `/okrs/${made.body.id}/publication`)).body.code).toBe('conflict');
  });

  it('of a change are published onto the OKR', async () => {
    const { w, dana } = await script();
    const okr = await w.okr({ measure: metric(0, 10) });
    const draft = (await dana('POST', `/okrs/${okr.id}/drafts`, {})).body;
    expect(draft).toMatchObject({ draft: true, draft_of_id: okr.id, title: okr.title });
    await dana('PATCH', `/okrs/${draft.id}`, { title: 'Further' });
    const published = await dana('PUT', `/okrs/${draft.id}/publication`);
    expect(published.body).toMatchObject({ id: okr.id, title: 'Further', version: 2 });
    expect((await dana('GET', `/okrs/${draft.id}`)).status).toBe(404);
  });
});

describe('proposals in the API', () => {
  it('are filled, compared, proposed, returned and approved', async () => {
    const { w, dana, amir } = await script({ approval: 'leads' });
    const direct = await dana('POST', '/okrs', { kind: 'objective', title: 'Grow', team_id: w.team.id });
    expect([direct.status, direct.body.code]).toEqual([409, 'conflict']);
    const made = await dana('POST', '/proposals', { title: 'Plan', team_id: w.team.id });
    expect(made.body).toMatchObject({ state: 'open', period_id: w.quarter.id, drafts: [] });
    const path = made.headers.get('Location')!.replace('/api/v1', '');

    const place = { team_id: w.team.id, proposal_id: made.body.id };
    const objective = (await dana('POST', '/okrs', { kind: 'objective', title: 'Grow', ...place })).body;
    expect(objective).toMatchObject({ draft: true, proposal_id: made.body.id });
    const okr = await w.okr({ title: 'Before', team_id: w.team.id }, w.amir);
    const change = (await dana('POST', `/okrs/${okr.id}/drafts`, {})).body;
    await dana('PATCH', `/okrs/${change.id}`, { title: 'After' });
    const filled = await dana('PUT', `${path}/drafts/${change.id}`);
    expect(filled.body.drafts.map(({ okr_id }: { okr_id: string }) => okr_id).sort()).toEqual(
      [objective.id, change.id].sort(),
    );
    const drafts = await dana('GET', `${path}/drafts`);
    expect(tripsOf(drafts)).toBeLessThanOrEqual(2);
    expect(
      Object.fromEntries(
        drafts.body.data.map((each: { okr: { id: string }; changes: unknown }) => [each.okr.id, each.changes]),
      ),
    ).toEqual({
      [objective.id]: null,
      [change.id]: [{ field: 'title', from: 'Before', to: 'After' }],
    });

    expect((await dana('PUT', `${path}/decision`, { decision: 'propose' })).body.state).toBe('proposed');
    expect((await dana('PUT', `${path}/decision`, { decision: 'approve' })).status).toBe(403);
    expect((await amir('PUT', `${path}/decision`, { decision: 'return' })).body.fields).toEqual({
      note: 'Say what should become different.',
    });
    const returned = await amir('PUT', `${path}/decision`, { decision: 'return', note: 'Bolder' });
    expect(returned.body).toMatchObject({ state: 'returned', decision_note: 'Bolder', decided_by_id: w.amir.id });
    await dana('PUT', `${path}/decision`, { decision: 'propose' });
    const seen = (await amir('GET', path)).headers.get('ETag')!;
    await dana('PATCH', `/okrs/${objective.id}`, { title: 'Grow more' });
    const late = await amir('PUT', `${path}/decision`, { decision: 'approve' }, { 'If-Match': seen });
    expect(late.body.code).toBe('stale');
    const approved = await amir('PUT', `${path}/decision`, { decision: 'approve', note: 'Go' });
    expect(approved.body).toMatchObject({ state: 'published', drafts: [], decision_note: 'Go' });
    expect((await dana('GET', `/okrs/${okr.id}`)).body).toMatchObject({ title: 'After', proposal_id: made.body.id });
    expect((await dana('GET', `/okrs/${objective.id}`)).body.draft).toBe(false);
  });

  it('are listed, renamed, emptied and deleted', async () => {
    const { w, dana } = await script();
    const made = (await dana('POST', '/proposals', { title: 'Plan', team_id: w.team.id })).body;
    const draft = (await dana('POST', '/okrs', { kind: 'objective', title: 'Grow', proposal_id: made.id })).body;
    expect((await dana('PATCH', `/proposals/${made.id}`, { title: 'Better plan' })).body.title).toBe('Better plan');
    const list = async (query: string) => (await dana('GET', `/proposals?${query}`)).body.data.length;
    expect([await list(''), await list(`team=${w.team.id}&state=open`), await list('state=published')]).toEqual([
      1, 1, 0,
    ]);
    expect((await dana('DELETE', `/proposals/${made.id}/drafts/${draft.id}`)).status).toBe(204);
    expect((await dana('DELETE', `/proposals/${made.id}/drafts/${draft.id}`)).status).toBe(404);
    expect((await dana('DELETE', `/proposals/${made.id}`)).status).toBe(204);
    expect((await dana('GET', `/proposals/${made.id}`)).status).toBe(404);
  });
});
