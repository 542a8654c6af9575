import { and, eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { events } from '../../../src/db/schema/access.ts';
import { editOrganization } from '../../../src/domain/organizations/editing.ts';
import { findOrganization } from '../../../src/domain/organizations/finding.ts';
import { canonicalLocale, isTimeZone, timeZones } from '../../../src/domain/organizations/places.ts';
import { settingsOf, settingsPatch } from '../../../src/domain/organizations/settings.ts';
import { type World, world } from '../../support/world.ts';

const stored = async ({ db, org }: World) => settingsOf((await findOrganization(db, org.id))!);

const told = ({ db, org }: World) =>
  db
    .select({ action: events.action, actor: events.actorId, data: events.data })
    .from(events)
    .where(and(eq(events.orgId, org.id), eq(events.subjectId, org.id)))
    .orderBy(sql`rowid`);

describe('changing settings', () => {
  it('changes what is named, says from what to what, and leaves the rest', async () => {
    const w = await world();
    const before = await stored(w);
    const patch = { name: 'Northwind Traders', cadence_days: 14 };
    const after = await editOrganization(w.as(w.amir), patch);
    expect(settingsOf(after)).toEqual({ ...before, ...patch });
    expect(await stored(w)).toEqual({ ...before, ...patch });
    expect(await told(w)).toEqual([
      {
        action: 'organization.edited',
        actor: w.amir.id,
        data: { from: { name: 'Northwind', cadence_days: 7 }, to: patch },
      },
    ]);
  });

  it('that changes nothing writes nothing', async () => {
    const w = await world();
    const own = await stored(w);
    await editOrganization(w.as(w.ada), own);
    await editOrganization(w.as(w.ada), {});
    expect(await told(w)).toEqual([]);
  });

  it('to what they are a second time leaves one event', async () => {
    const w = await world();
    const score_bands = { committed: { green: 0.9, orange: 0.5 }, aspirational: { green: 0.6, orange: 0.3 } };
    const org = await editOrganization(w.as(w.ada), { score_bands });
    await editOrganization({ ...w.as(w.ada), org }, { score_bands });
    expect(await told(w)).toHaveLength(1);
  });

  it('is for owners and admins', async () => {
    const w = await world();
    for (const who of [w.dana, w.omar])
      await expect(editOrganization(w.as(who), { name: 'Mine' })).rejects.toMatchObject({ code: 'forbidden' });
    expect((await stored(w)).name).toBe('Northwind');
  });

  it('leaves other organizations alone', async () => {
    const [north, south] = [await world(), await world({ slug: 'southwind' })];
    const before = await stored(south);
    await editOrganization(north.as(north.ada), { cadence_days: 3, approval: 'leads' });
    expect(await stored(south)).toEqual(before);
  });

  it('at the same time as somebody who changes something else loses neither', async () => {
    const w = await world();
    await Promise.all([
      editOrganization(w.as(w.ada), { name: 'Northwind Traders' }),
      editOrganization(w.as(w.amir), { tag_policy: 'admins' }),
      editOrganization(w.as(w.amir), { behind_bound: 5, at_risk_bound: 30 }),
    ]);
    expect(await stored(w)).toMatchObject({
      name: 'Northwind Traders',
      tag_policy: 'admins',
      behind_bound: 5,
      at_risk_bound: 30,
    });
  });

  it('after somebody who changed the same thing wins, and says what it really replaced', async () => {
    const w = await world();
    const [first, second] = [w.as(w.ada), w.as(w.amir)];
    await editOrganization(first, { cadence_days: 10 });
    await editOrganization(second, { cadence_days: 21 });
    expect((await stored(w)).cadence_days).toBe(21);
    expect((await told(w)).map(({ data }) => data)).toEqual([
      { from: { cadence_days: 7 }, to: { cadence_days: 10 } },
      { from: { cadence_days: 10 }, to: { cadence_days: 21 } },
    ]);
  });

  it('is refused to somebody who insists on what they have read', async () => {
    const w = await world();
    await editOrganization(w.as(w.ada), { cadence_days: 10 });
    await expect(editOrganization(w.as(w.amir), { cadence_days: 21 }, true)).rejects.toMatchObject({ code: 'stale' });
  });

  it('never lets the bounds cross, whoever moves which of them', async () => {
    const w = await world();
    const stale = w.as(w.amir);
    await expect(editOrganization(w.as(w.ada), { behind_bound: 25 })).rejects.toMatchObject({
      code: 'invalid',
      fields: { at_risk_bound: expect.any(String) },
    });
    await editOrganization(w.as(w.ada), { at_risk_bound: 10 });
    await expect(editOrganization(stale, { behind_bound: 20 })).rejects.toMatchObject({ code: 'invalid' });
    expect(await stored(w)).toMatchObject({ behind_bound: 0, at_risk_bound: 10 });
  });
});

describe('a settings patch', () => {
  const wrong = (patch: unknown) => settingsPatch.safeParse(patch).error?.issues.map(({ path }) => path.join('.'));

  it.each([
    ['no name', { name: ' ' }, 'name'],
    ['a zone that is none', { time_zone: 'Europe/Atlantis' }, 'time_zone'],
    ['an offset in place of a zone', { time_zone: '+02:00' }, 'time_zone'],
    ['a language that is none', { locale: 'xx-klingon!' }, 'locale'],
    ['a language nobody can write in', { locale: 'xx' }, 'locale'],
    ['a thirteenth month', { fiscal_year_start: 13 }, 'fiscal_year_start'],
    ['half a day', { cadence_days: 0.5 }, 'cadence_days'],
    ['no days', { cadence_days: 0 }, 'cadence_days'],
    ['a negative bound', { behind_bound: -1 }, 'behind_bound'],
    ['a bound over 100', { at_risk_bound: 101 }, 'at_risk_bound'],
    ['a mode that objectives do not begin with', { objective_mode: 'data_source' }, 'objective_mode'],
    [
      'orange as high as green',
      { score_bands: { committed: { green: 0.7, orange: 0.7 }, aspirational: { green: 0.7, orange: 0.4 } } },
      'score_bands.committed.orange',
    ],
    [
      'a score over 1',
      { score_bands: { committed: { green: 1, orange: 0.7 }, aspirational: { green: 1.1, orange: 0.4 } } },
      'score_bands.aspirational.green',
    ],
    ['somebody else who creates', { create_team: 'nobody' }, 'create_team'],
    ['a setting that is none', { colour: 'blue' }, ''],
  ])('refuses %s', (_, patch, field) => {
    expect(wrong(patch)).toEqual([field]);
  });

  it('writes a language as it is written', () => {
    expect(settingsPatch.parse({ locale: ' en-gb ' })).toEqual({ locale: 'en-GB' });
  });
});

describe('places', () => {
  it('knows hundreds of zones, each of which it takes', () => {
    const zones = timeZones();
    expect(zones.length).toBeGreaterThan(300);
    expect(zones).toEqual(expect.arrayContaining(['UTC', 'Europe/London', 'Asia/Tokyo', 'Australia/Lord_Howe']));
    expect(zones.filter((zone) => !isTimeZone(zone))).toEqual([]);
  });

  it('knows languages', () => {
    expect(['de-ch', 'pt-BR', 'zh-Hant-TW'].map(canonicalLocale)).toEqual(['de-CH', 'pt-BR', 'zh-Hant-TW']);
    expect(canonicalLocale('')).toBeNull();
  });
});
