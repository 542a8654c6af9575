import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { events } from '../../src/db/schema/access.ts';
import { checkIns } from '../../src/db/schema/okrs.ts';
import { metric, world } from '../support/world.ts';
import { callerWith, tripsOf } from './caller.ts';

async function caller() {
  const w = await world({ now: Date.now() });
  return {
    w,
    call: callerWith(await w.token(w.ada)),
    asDana: callerWith(await w.token(w.dana)),
    asOmar: callerWith(await w.token(w.omar)),
  };
}

const nps = { type: 'metric', name: 'NPS', unit: 'points', start: 40, target: 50 };

describe('an OKR', () => {
  it('needs a kind and a title; the rest has sense without being said', async () => {
    const { w, asDana } = await caller();
    const heard = await asDana('POST', '/okrs', { kind: 'objective', title: '  Delight customers ' });
    expect(heard.status).toBe(201);
    expect(heard.headers.get('Location')).toBe(`/api/v1/okrs/${heard.body.id}`);
    expect(heard.body).toEqual({
      id: expect.stringMatching(/^okr_/),
      kind: 'objective',
      title: 'Delight customers',
      description: null,
      level: 'individual',
      team_id: null,
      owner_ids: [w.dana.id],
      check_in_owner_id: w.dana.id,
      period_id: w.quarter.id,
      starts_on: '2026-10-01',
      ends_on: '2026-12-31',
      ambition: 'committed',
      visibility: 'public',
      viewer_ids: [],
      delegate_ids: [],
      tags: [],
      parents: [],
      measure: { type: 'percent' },
      checkpoints: null,
      recurs: false,
      prepare_on: null,
      draft: false,
      draft_of_id: null,
      proposal_id: null,
      mode: 'rollup',
      value: null,
      progress: null,
      percent: null,
      expected: expect.any(Number),
      status: expect.any(String),
      status_source: 'computed',
      score: null,
      closed_at: null,
      closing_note: null,
      copied_from_id: null,
      data_link: null,
      value_at: null,
      stale: false,
      version: 1,
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      updated_at: heard.body.created_at,
    });
    expect((await asDana('POST', '/okrs', { kind: 'key_result', title: 'NPS up' })).body).toMatchObject({
      mode: 'manual',
    });
    expect((await asDana('GET', `/okrs/${heard.body.id}`)).body).toEqual(heard.body);
  });

  it('is made as it was described, owners in their order', async () => {
    const { w, call } = await caller();
    const parent = (await call('POST', '/okrs', { kind: 'objective', title: 'Delight' })).body;
    const said = {
      kind: 'key_result',
      title: 'NPS from 40 to 50',
      description: 'Measured monthly',
      level: 'team',
      team_id: w.team.id,
      owner_ids: [w.dana.id, w.ada.id, w.amir.id],
      check_in_owner_id: w.amir.id,
      period_id: w.year.id,
      starts_on: '2026-02-01',
      ends_on: '2026-11-30',
      ambition: 'aspirational',
      visibility: 'public',
      measure: nps,
    };
    const { body } = await call('POST', '/okrs', { ...said, parents: [{ okr_id: parent.id, contribution: 40 }] });
    expect(body).toMatchObject({
      ...said,
      measure: { ...nps, direction: 'increase', risk_threshold: null },
      parents: [{ okr_id: parent.id, contribution: 100, fixed: true }],
    });
  });

  it('shares a parent with its siblings, and keeps what was fixed', async () => {
    const { call } = await caller();
    const parent = (await call('POST', '/okrs', { kind: 'objective', title: 'Delight' })).body;
    const ids: string[] = [];
    for (let i = 0; i < 3; i++)
      ids.push((await call('POST', '/okrs', { kind: 'key_result', title: `R${i}`, parents: [parent.id] })).body.id);
    const shares = async () =>
      (await call('GET', `/okrs?parent=${parent.id}`)).body.data.map(
        (okr: { parents: { contribution: number }[] }) => okr.parents[0]!.contribution,
      );
    expect(await shares()).toEqual([33.3, 33.3, 33.3]);

    const fixed = await call('PUT', `/okrs/${ids[0]}/parents/${parent.id}`, { contribution: 50 });
    expect(fixed).toMatchObject({
      status: 200,
      body: { id: ids[0], parents: [{ okr_id: parent.id, contribution: 50, fixed: true }] },
    });
    expect((await shares()).sort()).toEqual([25, 25, 50]);
    expect((await call('PUT', `/okrs/${ids[0]}/parents/${parent.id}`)).body.parents[0].fixed).toBe(true);
    expect(
      (await call('PUT', `/okrs/${ids[0]}/parents/${parent.id}`, { contribution: null })).body.parents[0],
    ).toMatchObject({ contribution: 33.3, fixed: false });

    expect((await call('DELETE', `/okrs/${ids[0]}/parents/${parent.id}`)).status).toBe(204);
    expect(await shares()).toEqual([50, 50]);
    expect(await call('DELETE', `/okrs/${ids[0]}/parents/${parent.id}`)).toMatchObject({
      status: 404,
      body: { code: 'not_found' },
    });
    for (const contribution of [-1, 101, '5'])
      expect(await call('PUT', `/okrs/${ids[0]}/parents/${parent.id}`, { contribution })).toMatchObject({
        status: 422,
        body: { fields: { contribution: expect.any(String) } },
      });
  });

  it('does not stand below itself', async () => {
    const { call } = await caller();
    const top = (await call('POST', '/okrs', { kind: 'objective', title: 'Top' })).body;
    const low = (await call('POST', '/okrs', { kind: 'objective', title: 'Low', parents: [top.id] })).body;
    const heard = await call('PUT', `/okrs/${top.id}/parents/${low.id}`, {});
    expect(heard).toMatchObject({
      status: 422,
      body: { code: 'invalid', fields: { parents: expect.stringContaining('circle') } },
    });
  });

  it('is changed field by field, and its value stays', async () => {
    const { w, call } = await caller();
    const { id } = (await call('POST', '/okrs', { kind: 'key_result', title: 'NPS up', measure: nps })).body;
    await call('POST', `/okrs/${id}/check-ins`, { value: 45 });
    const heard = await call('PATCH', `/okrs/${id}`, {
      title: 'NPS far up',
      measure: { ...nps, target: 60 },
      owner_ids: [w.dana.id],
    });
    expect(heard).toMatchObject({
      status: 200,
      body: { title: 'NPS far up', value: 45, progress: 0.25, percent: 25, owner_ids: [w.dana.id], version: 3 },
    });
    expect(await call('PATCH', `/okrs/${id}`, { kind: 'objective' })).toMatchObject({
      status: 422,
      body: { fields: { kind: expect.any(String) } },
    });
  });

  it('names only things of its organization', async () => {
    const { w, call } = await caller();
    const other = await world({ slug: 'southwind' });
    const theirs = await other.okr({});
    const okr = await w.okr({});
    for (const [field, value] of Object.entries({
      team_id: other.team.id,
      owner_ids: [other.dana.id],
      check_in_owner_id: other.dana.id,
      parents: [theirs.id],
    })) {
      expect(await call('PATCH', `/okrs/${okr.id}`, { [field]: value }), field).toMatchObject({
        status: 422,
        body: { fields: { [field]: expect.any(String) } },
      });
      expect(await call('POST', '/okrs', { kind: 'objective', title: 'x', [field]: value }), field).toMatchObject({
        status: 422,
        body: { fields: { [field]: expect.any(String) } },
      });
    }
    for (const path of [
      `/okrs?owner=${other.dana.id}`,
      `/okrs?parent=${theirs.id}`,
      `/okrs?team=${other.team.id}`,
      `/okrs?period=${other.year.id}`,
    ])
      expect((await call('GET', path)).body, path).toEqual({ data: [], next_cursor: null });
  });

  it('stands under no parent of another organization, and is found by no search of one', async () => {
    const { w, call } = await caller();
    const other = await world({ slug: 'southwind', now: Date.now() });
    const theirs = await other.okr({ title: 'Secret of southwind' });
    const okr = await w.okr({});
    expect(await call('PUT', `/okrs/${okr.id}/parents/${theirs.id}`, {})).toMatchObject({
      status: 422,
      body: { fields: { parents: expect.any(String) } },
    });
    expect((await call('GET', '/okrs?q=secret')).body.data).toEqual([]);
    expect((await callerWith(await other.token(other.omar))('GET', '/okrs?q=secret')).body.data).toHaveLength(1);
  });

  it('is deleted with its check-ins, and its children stay', async () => {
    const { w, call } = await caller();
    const parent = await w.okr({ kind: 'objective' });
    const child = await w.okr({ parents: [{ okrId: parent.id, fixedWeight: null }] });
    expect((await call('DELETE', `/okrs/${parent.id}`)).status).toBe(204);
    expect(await call('GET', `/okrs/${parent.id}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await call('GET', `/okrs/${child.id}`)).body.parents).toEqual([]);
    expect((await call('DELETE', `/okrs/${parent.id}`)).status).toBe(404);
  });

  it('is changed by those it belongs to and by admins, and by no observer', async () => {
    const { w, asDana, asOmar } = await caller();
    const okr = await w.okr({}, w.ada);
    for (const [method, path, body] of [
      ['PATCH', `/okrs/${okr.id}`, { title: 'Mine' }],
      ['DELETE', `/okrs/${okr.id}`, undefined],
      ['POST', `/okrs/${okr.id}/check-ins`, { value: 1 }],
    ] as const) {
      expect(await asDana(method, path, body), `Dana ${method}`).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      });
      expect(await asOmar(method, path, body), `Omar ${method}`).toMatchObject({
        status: 403,
        body: { code: 'forbidden' },
      });
    }
    expect((await asOmar('GET', `/okrs/${okr.id}`)).status).toBe(200);
    expect((await asOmar('POST', '/okrs', { kind: 'objective', title: 'x' })).status).toBe(403);
  });

  it('is read in two round trips, alone, in a list and explained', async () => {
    const { w, call } = await caller();
    const parent = await w.okr({ kind: 'objective' });
    const child = await w.okr({ parents: [{ okrId: parent.id, fixedWeight: null }] });
    for (const path of [
      `/okrs/${child.id}`,
      '/okrs',
      `/okrs/${child.id}/explanation`,
      `/okrs/${child.id}/check-ins`,
      `/okrs/${child.id}/syncs`,
    ])
      expect(tripsOf(await call('GET', path)), path).toBe(2);
  });
});

describe('a check-in', () => {
  it('moves the key result and the objective above, and says who made it', async () => {
    const { w, call } = await caller();
    const objective = await w.okr({ kind: 'objective' });
    const kr = await w.okr({ measure: metric(40, 50), parents: [{ okrId: objective.id, fixedWeight: null }] });
    const heard = await call('POST', `/okrs/${kr.id}/check-ins`, { value: 44, note: 'Half of the way' });
    expect(heard.status).toBe(201);
    expect(heard.headers.get('Location')).toBe(`/api/v1/check-ins/${heard.body.id}`);
    expect(heard.body).toEqual({
      id: expect.stringMatching(/^chk_/),
      okr_id: kr.id,
      at: expect.any(String),
      on: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
      author: { type: 'token', member_id: w.ada.id, name: 'Ada Marsh' },
      source: 'token',
      value: 44,
      progress: 0.4,
      status: 'behind',
      chosen_status: null,
      note: 'Half of the way',
      edited_at: null,
    });
    expect((await call('GET', `/check-ins/${heard.body.id}`)).body).toEqual(heard.body);
    expect((await call('GET', `/okrs/${objective.id}`)).body).toMatchObject({ value: 40, percent: 40 });
    const [rolledUp] = (await call('GET', `/okrs/${objective.id}/check-ins`)).body.data;
    expect(rolledUp).toMatchObject({
      author: { type: 'roll_up', member_id: null, name: 'Cairn' },
      source: 'roll_up',
      value: 40,
    });
  });

  it('may give a percent, or only a status or a note', async () => {
    const { w, call } = await caller();
    const kr = await w.okr({ measure: metric(40, 50) });
    const post = (body: object) => call('POST', `/okrs/${kr.id}/check-ins`, body);
    expect((await post({ percent: 50 })).body).toMatchObject({ value: 45, progress: 0.5 });
    expect((await post({ status: 'at_risk' })).body).toMatchObject({
      value: 45,
      status: 'at_risk',
      chosen_status: 'at_risk',
    });
    expect((await call('GET', `/okrs/${kr.id}`)).body).toMatchObject({ status: 'at_risk', status_source: 'chosen' });
    expect((await post({ note: 'Still' })).body).toMatchObject({ value: 45, chosen_status: null });
    for (const body of [
      {},
      { value: 1, percent: 1 },
      { status: 'closed' },
      { value: 'many' },
      { value: 1, sticky: true },
    ])
      expect(await post(body), JSON.stringify(body)).toMatchObject({ status: 422, body: { code: 'invalid' } });
  });

  it('under one percent is shown as 0, and all but complete as 99', async () => {
    const { w, call } = await caller();
    const kr = await w.okr({});
    for (const [value, percent] of [
      [0.4, 0],
      [99.9, 99],
      [100, 100],
      [140, 140],
      [-3, -3],
    ] as const) {
      await call('POST', `/okrs/${kr.id}/check-ins`, { value });
      expect((await call('GET', `/okrs/${kr.id}`)).body).toMatchObject({ progress: value / 100, percent });
    }
  });

  it('is corrected by its author and by admins', async () => {
    const { w, call, asDana, asOmar } = await caller();
    const kr = await w.okr({});
    const { id } = (await asDana('POST', `/okrs/${kr.id}/check-ins`, { value: 30 })).body;
    const other = await world({ slug: 'southwind' });
    const asStranger = callerWith(await other.token(other.ada));
    expect((await asOmar('PATCH', `/check-ins/${id}`, { note: 'x' })).status).toBe(403);
    expect((await asStranger('PATCH', `/check-ins/${id}`, { note: 'x' })).status).toBe(404);
    const fixed = await call('PATCH', `/check-ins/${id}`, { value: 35, note: 'Recounted' });
    expect(fixed).toMatchObject({
      status: 200,
      body: {
        value: 35,
        note: 'Recounted',
        author: { member_id: w.dana.id, name: 'Dana Whitlock' },
        edited_at: expect.any(String),
      },
    });
    expect((await call('GET', `/okrs/${kr.id}`)).body.value).toBe(35);
  });

  it('that is the newest leaves the value before it when it goes', async () => {
    const { w, asDana } = await caller();
    const kr = await w.okr({});
    const first = (await asDana('POST', `/okrs/${kr.id}/check-ins`, { value: 30 })).body;
    const second = (await asDana('POST', `/okrs/${kr.id}/check-ins`, { value: 60 })).body;
    expect(await asDana('PATCH', `/check-ins/${first.id}`, { value: 1 })).toMatchObject({
      status: 409,
      body: { code: 'conflict' },
    });
    expect((await asDana('DELETE', `/check-ins/${second.id}`)).status).toBe(204);
    expect((await asDana('GET', `/okrs/${kr.id}`)).body).toMatchObject({ value: 30, percent: 30 });
    expect((await asDana('DELETE', `/check-ins/${second.id}`)).status).toBe(404);
  });

  it('is one of fifty at once, none is lost and the last one stands', async () => {
    const { w, call } = await caller();
    const objective = await w.okr({ kind: 'objective' });
    const kr = await w.okr({ parents: [{ okrId: objective.id, fixedWeight: null }] });
    const values = Array.from({ length: 50 }, (_, i) => i + 1);
    const heard = await Promise.all(values.map((value) => call('POST', `/okrs/${kr.id}/check-ins`, { value })));
    expect(heard.map(({ status }) => status)).toEqual(values.map(() => 201));

    const told = await w.db.select().from(checkIns).where(eq(checkIns.okrId, kr.id)).orderBy(checkIns.version);
    expect(told.map(({ value }) => value).sort((a, b) => a! - b!)).toEqual(values);
    expect(told.map(({ version }) => version)).toEqual(values.map((value) => value + 1));
    const last = told.at(-1)!.value;
    const { body } = await call('GET', `/okrs/${kr.id}`);
    expect(body).toMatchObject({ value: last, version: 51 });
    expect((await call('GET', `/okrs/${objective.id}`)).body.value).toBe(last);
    const said = await w.db.select().from(events).where(eq(events.subjectId, kr.id));
    expect(said.filter(({ action }) => action === 'okr.checked_in')).toHaveLength(50);
  });
});
