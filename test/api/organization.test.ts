import { describe, expect, it } from 'vitest';
import { newId } from '../../src/db/ids.ts';
import { world } from '../support/world.ts';
import { callerWith } from './caller.ts';

async function callers() {
  const w = await world({ now: Date.now() });
  const [asAda, asDana, asOmar] = await Promise.all(
    [w.ada, w.dana, w.omar].map(async (who) => callerWith(await w.token(who))),
  );
  return { w, asAda: asAda!, asDana: asDana!, asOmar: asOmar! };
}

const PATH = '/organization';

describe('the organization', () => {
  it('is read with all its settings by everybody in it', async () => {
    const { w, asDana, asOmar } = await callers();
    const read = await asDana('GET', PATH);
    expect(read).toMatchObject({
      status: 200,
      body: {
        id: w.org.id,
        slug: 'northwind',
        time_zone: 'Europe/London',
        behind_bound: 0,
        at_risk_bound: 25,
        objective_mode: 'rollup',
        score_bands: { committed: { green: 1, orange: 0.7 }, aspirational: { green: 0.7, orange: 0.4 } },
      },
    });
    expect((await asOmar('GET', PATH)).body).toEqual(read.body);
  });

  it('is changed by admins, setting by setting', async () => {
    const { asAda, asDana } = await callers();
    const before = (await asAda('GET', PATH)).body;
    const patch = { time_zone: 'Asia/Tokyo', create_organization: 'admins', cadence_days: 14 };
    expect(await asAda('PATCH', PATH, patch)).toMatchObject({ status: 200, body: { ...before, ...patch } });
    expect((await asDana('GET', PATH)).body).toEqual({ ...before, ...patch });
    expect(await asDana('PATCH', PATH, { name: 'Mine' })).toMatchObject({ status: 403, body: { code: 'forbidden' } });
  });

  it('answers a repeated change with the first answer', async () => {
    const { asAda } = await callers();
    const once = { 'Idempotency-Key': 'once' };
    const first = await asAda('PATCH', PATH, { name: 'Traders' }, once);
    await asAda('PATCH', PATH, { name: 'Northwind Traders' });
    expect((await asAda('PATCH', PATH, { name: 'Traders' }, once)).body).toEqual(first.body);
    expect((await asAda('GET', PATH)).body.name).toBe('Northwind Traders');
  });

  it('says at which field a change is wrong', async () => {
    const { asAda } = await callers();
    for (const [patch, field] of [
      [{ locale: 'nonsense?' }, 'locale'],
      [{ behind_bound: 40 }, 'at_risk_bound'],
      [{ score_bands: { committed: { green: 0.5, orange: 0.7 } } }, 'score_bands.aspirational'],
      [{ colour: 'blue' }, 'colour'],
      [{ slug: 'mine' }, 'slug'],
    ] as const)
      expect(await asAda('PATCH', PATH, patch), field).toMatchObject({
        status: 422,
        body: { fields: { [field]: expect.any(String) } },
      });
  });

  it('is not changed over somebody else’s change with If-Match', async () => {
    const { asAda } = await callers();
    const tag = (await asAda('GET', PATH)).headers.get('ETag')!;
    expect(await asAda('PATCH', PATH, { cadence_days: 10 }, { 'If-Match': tag })).toMatchObject({ status: 200 });
    expect(await asAda('PATCH', PATH, { cadence_days: 12 }, { 'If-Match': tag })).toMatchObject({ status: 412 });
  });
});

describe('a change of colours', () => {
  it('is foreseen, and then is what happens', async () => {
    const { w, asAda, asDana } = await callers();
    const { id } = await w.okr({ starts_on: '2020-01-01', ends_on: '2020-12-31' });
    await w.writer(id).checkIn({ value: 90 }, newId('chk', w.now));
    expect((await asDana('GET', `/okrs/${id}`)).body.status).toBe('behind');
    expect(await asAda('POST', `${PATH}/recolouring`, { at_risk_bound: 5 })).toMatchObject({
      status: 200,
      body: { open: 1, changed: 1, moves: [{ from: 'behind', to: 'at_risk', count: 1 }] },
    });
    expect((await asDana('GET', `/okrs/${id}`)).body.status).toBe('behind');
    await asAda('PATCH', PATH, { at_risk_bound: 5 });
    expect((await asDana('GET', `/okrs/${id}`)).body.status).toBe('at_risk');
    expect(await asDana('POST', `${PATH}/recolouring`, { at_risk_bound: 5 })).toMatchObject({ status: 403 });
  });
});
