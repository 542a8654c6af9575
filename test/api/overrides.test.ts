import { describe, expect, it } from 'vitest';
import { jiraOutside } from '../support/outside.ts';
import { tree, world } from '../support/world.ts';
import { callerWith } from './caller.ts';

async function parent() {
  const w = await world({ now: Date.now() });
  const call = callerWith(await w.token(w.ada));
  const { objective, keyResults } = await tree(w, [{}, {}]);
  await call('POST', `/okrs/${keyResults[0]!.id}/check-ins`, { value: 80 });
  return { w, call, path: `/okrs/${objective.id}`, child: `/okrs/${keyResults[1]!.id}` };
}

describe('an override', () => {
  it('holds a value until it is deleted; the automatic one stands beside it', async () => {
    const { w, call, path, child } = await parent();
    expect((await call('GET', `${path}/override`)).body).toEqual({
      held: false,
      since: null,
      by: null,
      value: 40,
      automatic_value: 40,
    });
    const said = await call('POST', `${path}/check-ins`, { value: 60, sticky: true });
    expect(said.status).toBe(201);
    await call('POST', `${child}/check-ins`, { value: 20 });
    expect((await call('GET', path)).body).toMatchObject({ value: 60, percent: 60 });
    const held = {
      since: said.body.at,
      by: { member_id: w.ada.id, name: w.ada.name },
      value: 60,
      automatic_value: 50,
    };
    expect((await call('GET', `${path}/override`)).body).toEqual({ held: true, ...held });
    expect((await call('GET', `${path}/explanation`)).body).toMatchObject({ override: held });

    expect((await call('DELETE', `${path}/override`)).status).toBe(204);
    expect((await call('GET', path)).body).toMatchObject({ value: 50 });
    expect((await call('GET', `${path}/explanation`)).body).toMatchObject({ override: null });
    expect((await call('DELETE', `${path}/override`)).status).toBe(204);
  });

  it('of a linked OKR ends with the last reading', async () => {
    jiraOutside();
    const { w, call } = await parent();
    const { id } = await w.okr({}, w.ada);
    await w.link(id, await w.connection(), '"Epic Link" = AE-786');
    await call('POST', `/okrs/${id}/syncs`);
    await call('POST', `/okrs/${id}/check-ins`, { value: 55, sticky: true });
    expect((await call('POST', `/okrs/${id}/syncs`)).body).toMatchObject({ outcome: 'unchanged', value: 30 });
    expect((await call('GET', `/okrs/${id}/override`)).body).toMatchObject({ value: 55, automatic_value: 30 });
    await call('DELETE', `/okrs/${id}/override`);
    expect((await call('GET', `/okrs/${id}`)).body).toMatchObject({ value: 30 });
  });

  it('needs something to hold against', async () => {
    const { call, child } = await parent();
    expect(await call('POST', `${child}/check-ins`, { value: 5, sticky: true })).toMatchObject({
      status: 422,
      body: { code: 'invalid', fields: { sticky: expect.stringMatching(/\.$/) } },
    });
    expect((await call('GET', `${child}/override`)).body).toMatchObject({ held: false, automatic_value: null });
  });

  it('is not begun by correcting a check-in', async () => {
    const { call, path } = await parent();
    const { body } = await call('POST', `${path}/check-ins`, { value: 60 });
    expect(await call('PATCH', `/check-ins/${body.id}`, { sticky: true })).toMatchObject({
      status: 422,
      body: { fields: { sticky: 'Say this with a new check-in.' } },
    });
  });
});
