import { env, exports } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { OkrId } from '../../src/db/ids.ts';
import { okrs } from '../../src/db/schema/okrs.ts';
import { organizations } from '../../src/db/schema/organizations.ts';
import { acting } from '../../src/domain/context.ts';
import { createPeriod } from '../../src/domain/periods/creating.ts';
import { listPeriods } from '../../src/domain/periods/finding.ts';
import { quarterOf, yearOf } from '../../src/domain/periods/fiscal.ts';
import { switchPlanning } from '../../src/domain/periods/switching.ts';
import { nextIdOf } from '../../src/domain/recurring/recurring.ts';
import { addDays } from '../../src/lib/days.ts';
import { okrWriter } from '../../src/writers/okr-writer-client.ts';
import { metric, type Person, type World, world } from '../support/world.ts';

const lately = async () => {
  const w = await world({ now: Date.now() });
  const made = await switchPlanning(w.as(w.ada), true);
  return { w, made };
};

async function ask(w: World, path: string, form?: [string, string][], person: Person = w.ada, headers = {}) {
  const response = await exports.default.fetch(`http://localhost/o/${w.org.slug}${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(person), Origin: 'http://localhost', ...headers },
    body: form ? new URLSearchParams(form) : undefined,
  });
  return {
    status: response.status,
    html: await response.text(),
    location: response.headers.get('Location') ?? '',
    cookie: response.headers.get('Set-Cookie') ?? '',
    trips: Number(/trips=(\d+)/.exec(response.headers.get('Server-Timing') ?? '')?.[1]),
  };
}

const quarter = quarterOf(new Date().toISOString().slice(0, 10), 1);
const middle = addDays(quarter.startsOn, 45);

const typed = (w: World, period: string, changes: Record<string, string> = {}): [string, string][] =>
  Object.entries({
    kind: 'key_result',
    title: 'Raise weekly senders',
    measure: 'percent',
    source: 'manual',
    owner_ids: w.ada.id,
    period_id: period,
    level: 'individual',
    ambition: 'committed',
    ...changes,
  });

const idIn = (location: string) => /okr_\w+/.exec(location)![0] as OkrId;
const okrOf = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!;
const currentOf = async (w: World) => (await listPeriods(w.as())).find(({ name }) => name === quarter.name)!.id;

describe('the page of time periods', () => {
  it('shows what is past, current and to come with what lives in it, in two trips', async () => {
    const { w } = await lately();
    await w.okr({ period_id: await currentOf(w) });
    const { html, status, trips } = await ask(w, '/admin/periods');
    expect(status).toBe(200);
    expect(trips).toBeLessThanOrEqual(2);
    expect(html).toContain('Current');
    expect(html).toContain('To come');
    expect(html).toContain('1 OKR<');
    expect(html).toContain(`Add ${yearOf(`${Number(quarter.endsOn.slice(0, 4)) + 2}-01-01`, 1).name}`);
    expect(html).toContain('Stop making quarters and years');
  });

  it('adds one, keeps what was typed when it is refused, changes it and deletes it', async () => {
    const { w } = await lately();
    const sprint: [string, string][] = [
      ['name', 'Sprint'],
      ['kind', 'custom'],
      ['starts_on', '2031-01-01'],
      ['ends_on', '2031-01-14'],
    ];
    expect((await ask(w, '/admin/periods', sprint)).status).toBe(303);
    const twice = await ask(w, '/admin/periods', sprint);
    expect(twice.status).toBe(409);
    expect(twice.html).toContain('There is a time period named “Sprint” already.');
    expect(twice.html).toContain('value="2031-01-14"');
    const backwards = await ask(w, '/admin/periods', [...sprint.slice(0, 3), ['ends_on', '2030-01-01']]);
    expect(backwards.status).toBe(422);
    expect(backwards.html).toContain('The last day lies before the first.');

    const { id } = (await listPeriods(w.as())).find(({ name }) => name === 'Sprint')!;
    expect((await ask(w, `/admin/periods/${id}`)).html).toContain('value="Sprint"');
    await ask(w, `/admin/periods/${id}`, [['name', 'Sprint 1'], ...sprint.slice(1)]);
    expect((await ask(w, `/admin/periods/${id}/deletion`)).html).toContain('Delete “Sprint 1”?');
    expect((await ask(w, `/admin/periods/${id}/deletion`, [])).status).toBe(303);
    expect((await listPeriods(w.as())).some((period) => period.id === id)).toBe(false);
  });

  it('deletes none that holds OKRs, and says how many', async () => {
    const { w } = await lately();
    const id = await currentOf(w);
    await w.okr({ period_id: id });
    const refused = await ask(w, `/admin/periods/${id}/deletion`, []);
    expect(refused.status).toBe(409);
    expect(refused.html).toContain('One OKR lives in this time period. Move or delete it first.');
  });

  it('switches the making ahead off and on', async () => {
    const { w } = await lately();
    await ask(w, '/admin/periods/ahead', [['ahead', 'off']]);
    const [org] = await w.db.select().from(organizations).where(eq(organizations.id, w.org.id));
    expect(org!.periodsAhead).toBe(false);
    expect((await ask(w, '/admin/periods')).html).toContain('Make quarters and years ahead');
    await ask(w, '/admin/periods/ahead', [['ahead', 'on']]);
    expect((await ask(w, '/admin/periods')).html).toContain('Stop making');
  });

  it('is for admins', async () => {
    const { w } = await lately();
    expect((await ask(w, '/admin/periods', undefined, w.dana)).status).toBe(403);
  });
});

describe('the form of an OKR', () => {
  it('takes checkpoints without JavaScript and shows them again', async () => {
    const { w } = await lately();
    const period = await currentOf(w);
    const { html } = await ask(w, `/okrs/new?kind=key_result&period=${period}`);
    expect(html.match(/name="checkpoint_day"/g)).toHaveLength(5);
    const rows: [string, string][] = [
      ['expected', 'checkpoints'],
      ['checkpoint_day', ''],
      ['checkpoint_value', ''],
      ['checkpoint_day', middle],
      ['checkpoint_value', '12.5'],
    ];
    const saved = await ask(w, '/okrs/new', [...typed(w, period, { recurs: 'on' }), ...rows]);
    expect(saved.status).toBe(303);
    const id = idIn(saved.location);
    expect(await okrOf(w, id)).toMatchObject({ checkpoints: [{ day: middle, value: 12.5 }], recurs: true });
    const edit = await ask(w, `/okrs/${id}/edit`);
    expect(edit.html).toContain(`value="${middle}"`);
    expect(edit.html.match(/name="checkpoint_day"/g)).toHaveLength(5);
    const line = await ask(w, `/okrs/${id}/edit`, [
      ...typed(w, period, { version: '1', check_in_owner_id: w.ada.id }),
      ['expected', 'line'],
      ...rows.slice(1),
    ]);
    expect(line.status).toBe(303);
    expect(await okrOf(w, id)).toMatchObject({ checkpoints: null, recurs: false, prepareOn: null });
  });

  it('says at the checkpoints what is wrong with them and keeps them', async () => {
    const { w } = await lately();
    const refused = await ask(w, '/okrs/new', [
      ...typed(w, await currentOf(w)),
      ['expected', 'checkpoints'],
      ['checkpoint_day', middle],
      ['checkpoint_value', 'half'],
    ]);
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('A checkpoint is a day and a number.');
    expect(refused.html).toContain('value="half"');
  });

  it('allows days outside the period and warns while they are typed, after they are saved, and on the page', async () => {
    const { w } = await lately();
    const period = await currentOf(w);
    const late = addDays(quarter.endsOn, 3);
    const query = new URLSearchParams({ period_id: period, ends_on: late });
    const live = await ask(w, `/okrs/days?${query}`, undefined, w.ada, { 'HX-Request-Type': 'partial' });
    expect(live.html).toContain('It ends 3 days after its period.');
    expect((await ask(w, `/okrs/days?${new URLSearchParams({ period_id: period })}`)).html).toBe('');
    const saved = await ask(w, '/okrs/new', typed(w, period, { ends_on: late }));
    expect(decodeURIComponent(saved.cookie)).toContain('Saved. It ends 3 days after its period.');
    const path = `/okrs/${idIn(saved.location)}`;
    expect((await ask(w, path)).html).toContain('It ends 3 days after its period.');
    expect((await ask(w, `${path}/edit`)).html).toContain('It ends 3 days after its period.');
  });
});

describe('the next of a recurring OKR', () => {
  it('is told on the page of the OKR and at home, where its owner finds the draft', async () => {
    const { w } = await lately();
    const today = new Date().toISOString().slice(0, 10);
    const okr = await w.okr({ title: 'Close twenty deals', recurs: true, ends_on: addDays(today, 3) }, w.ada);
    expect((await ask(w, `/okrs/${okr.id}`)).html).toContain('Every period, prepared on');
    await okrWriter(env, { ...acting(w.org, 'cron', Date.now()), db: w.db }, okr.id).prepareNext();
    const { html, trips } = await ask(w, `/okrs/${okr.id}`);
    expect(trips).toBeLessThanOrEqual(2);
    expect(html).toContain(`/okrs/${nextIdOf(okr.id)}`);
    expect(html).toContain(', a draft');
    expect(html).toContain('Prepared the next one, for ');
    const home = await ask(w, '');
    expect(home.html).toContain('Prepared for what comes');
    expect(home.html).toContain(`/okrs/${nextIdOf(okr.id)}`);
    const draft = await ask(w, `/okrs/${nextIdOf(okr.id)}`);
    expect(draft.location).toContain(`/drafts/${nextIdOf(okr.id)}`);
    expect((await ask(w, '/okrs?period=all')).html).not.toContain(nextIdOf(okr.id));
  });
});

describe('dividing an OKR into quarters', () => {
  it('shows what it would make, makes it, and shows what there is', async () => {
    const { w, made } = await lately();
    const last = made.filter(({ kind }) => kind === 'quarter').at(-1)!;
    const okr = await w.okr(
      {
        title: 'Sign shops',
        period_id: await currentOf(w),
        ends_on: last.endsOn,
        measure: metric(0, 400),
      },
      w.ada,
    );
    const path = `/okrs/${okr.id}/instalments`;
    const preview = await ask(w, path);
    expect(preview.trips).toBeLessThanOrEqual(2);
    expect(preview.html).toContain(`Sign shops, ${quarter.name}`);
    expect(preview.html).toContain(`Sign shops, ${last.name}`);
    expect(preview.html).toContain('Make 3 instalments');
    expect((await ask(w, path, [['division', 'parts']])).location).toContain(okr.id);
    const done = await ask(w, path);
    expect(done.html).toContain('Is there');
    expect(done.html).not.toContain('Make ');
  });

  it('names the quarter that is missing', async () => {
    const { w } = await lately();
    const okr = await w.okr({ ends_on: addDays(quarter.endsOn, 700) }, w.ada);
    const { html } = await ask(w, `/okrs/${okr.id}/instalments`);
    expect(html).toMatch(/There is no quarter Q\d \d{4} yet\./);
    expect(html).toContain('/admin/periods');
    expect((await ask(w, `/okrs/${okr.id}/instalments`, [])).status).toBe(409);
  });

  it('is for those who may change it', async () => {
    const { w } = await lately();
    const okr = await w.okr({}, w.ada);
    expect((await ask(w, `/okrs/${okr.id}/instalments`, undefined, w.dana)).status).toBe(403);
  });
});

describe('the list', () => {
  it('can switch to every period', async () => {
    const { w } = await lately();
    await createPeriod(w.as(w.ada), {
      name: 'Sprint',
      kind: 'custom',
      starts_on: '2031-01-01',
      ends_on: '2031-01-14',
    });
    const { html } = await ask(w, '/okrs');
    for (const { id } of await listPeriods(w.as())) expect(html).toContain(`period=${id}`);
  });
});
