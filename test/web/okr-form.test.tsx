import { env, exports } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { jiraOutside } from '../support/outside.ts';
import { metric, type World, world } from '../support/world.ts';

const site = 'http://localhost';
type Form = [string, string][];

async function ask(w: World, path: string, form?: Form, person = w.dana, headers: Record<string, string> = {}) {
  const response = await exports.default.fetch(`${site}/o/${w.org.slug}${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(person), Origin: site, ...headers },
    body: form ? new URLSearchParams(form) : undefined,
  });
  const html = await response.text();
  return { response, html, status: response.status, location: response.headers.get('Location') ?? '' };
}

const trips = (response: Response) => Number(/trips=(\d+)/.exec(response.headers.get('Server-Timing') ?? '')?.[1]);
const lately = () => world({ now: Date.now() });
const rows = async (query: string, ...values: unknown[]) =>
  (
    await env.DB.prepare(query)
      .bind(...values)
      .all<Record<string, unknown>>()
  ).results;
const okrs = () => rows('select * from okrs order by rowid');
const EPIC = '"Epic Link" = AE-786';

/** What a browser sends of the form, with these fields typed differently. */
function typed(w: World, changes: Record<string, string | string[]> = {}): Form {
  const fields = {
    kind: 'key_result',
    title: 'Raise weekly senders',
    description: '',
    measure: 'percent',
    measure_name: '',
    unit: '',
    start: '',
    target: '',
    direction: '',
    source: 'manual',
    connection_id: '',
    jql: '',
    count: 'completed',
    owner_ids: [w.dana.id],
    add_owner: '',
    parents: [],
    add_parent: '',
    check_in_owner_id: '',
    period_id: w.quarter.id,
    level: 'individual',
    team_id: '',
    ambition: 'committed',
    starts_on: '',
    ends_on: '',
    ...changes,
  };
  return Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one]));
}

/** What one of the pickers offers. */
const within = (picker: string, html: string) => new RegExp(`id="${picker}-add".*?</select>`, 's').exec(html)![0];

describe('a new OKR', () => {
  test('is offered in two trips, with people, teams, periods and objectives to choose from', async () => {
    const w = await lately();
    await w.okr({ kind: 'objective', title: 'Delight customers', period_id: w.quarter.id });
    const { response, html } = await ask(w, `/okrs/new?kind=key_result&period=${w.quarter.id}`);
    for (const words of [
      'New key result',
      'Amir Haddad',
      'Product',
      'Q4 2026',
      'Delight customers',
      'Connect data source to auto-update progress',
    ])
      expect(html).toContain(words);
    expect(within('owners', html)).not.toContain('Omar Said');
    expect(within('viewers', html)).toContain('Omar Said');
    expect(trips(response)).toBeLessThanOrEqual(2);
  });

  test('is not for observers', async () => {
    const w = await lately();
    expect((await ask(w, '/okrs/new', undefined, w.omar)).status).toBe(403);
    expect((await ask(w, '/okrs/new', typed(w), w.omar)).status).toBe(403);
    expect(await okrs()).toEqual([]);
  });

  test('below a parent begins as a key result aligned to it', async () => {
    const w = await lately();
    const parent = await w.okr({ kind: 'objective', title: 'Delight customers' });
    const { html } = await ask(w, `/okrs/new?parent=${parent.id}`);
    expect(html).toContain('New key result');
    expect(html).toContain(`name="parents" value="${parent.id}" checked`);
  });

  test('keeps what the form said: several owners, team, parent, promise and the days of its period', async () => {
    const w = await lately();
    const parent = await w.okr({ kind: 'objective', title: 'Delight customers' });
    const { status, location } = await ask(
      w,
      '/okrs/new',
      typed(w, {
        add_owner: w.amir.id,
        team_id: w.team.id,
        level: 'team',
        ambition: 'aspirational',
        add_parent: parent.id,
      }),
    );
    expect(status).toBe(303);
    const [, okr] = await okrs();
    expect(location).toBe(`/o/northwind/okrs/${okr!.id}`);
    expect(okr).toMatchObject({
      level: 'team',
      team_id: w.team.id,
      ambition: 'aspirational',
      starts_on: '2026-10-01',
      mode: 'manual',
    });
    expect(await rows('select member_id from okr_owners where okr_id = ? order by position', okr!.id)).toEqual([
      { member_id: w.dana.id },
      { member_id: w.amir.id },
    ]);
    expect(await rows('select parent_id from alignments where child_id = ?', okr!.id)).toEqual([
      { parent_id: parent.id },
    ]);
  });

  test('reads numbers as its author writes them, and tells up from down by start and target', async () => {
    const w = await world({ now: Date.now(), settings: { locale: 'de-DE' } });
    const down = { measure: 'metric', measure_name: 'Tage', unit: 'd', start: '1.200,5', target: '80' };
    expect((await ask(w, '/okrs/new', typed(w, down))).status).toBe(303);
    expect((await okrs())[0]).toMatchObject({
      start_value: 1200.5,
      target_value: 80,
      direction: 'decrease',
      measure_name: 'Tage',
    });
  });

  test.each([
    ['a missing title', { title: ' ' }, 'title-error', 'Give it a title.'],
    [
      'a word for a number',
      { measure: 'metric', measure_name: 'Bugs', target: 'many' },
      'target-error',
      'Write a number',
    ],
    ['a nameless metric', { measure: 'metric', target: '20' }, 'measure-name-error', 'Say what is counted.'],
    [
      'no way to go',
      { measure: 'metric', measure_name: 'Bugs', start: '20', target: '20' },
      'target-error',
      'Start and target',
    ],
    ['no owner', { owner_ids: [] }, 'owners-error', 'Name at least one owner.'],
    [
      'a last day before the first',
      { starts_on: '2026-11-01', ends_on: '2026-10-01' },
      'ends-on-error',
      'The last day lies',
    ],
    ['the level of a team without one', { level: 'team' }, 'team-error', 'Name the team'],
    ['a source without a connection', { source: 'jira', jql: EPIC }, '', 'Choose a connection.'],
  ])('with %s comes back as typed, with the sentence at its field', async (_, changes, id, sentence) => {
    const w = await lately();
    const { status, html } = await ask(w, '/okrs/new', typed(w, { description: 'Because.', ...changes }));
    expect(status).toBe(422);
    expect(html).toContain('Because.');
    expect(html).toMatch(new RegExp(id ? `id="${id}">${sentence}` : sentence));
    expect(await okrs()).toEqual([]);
  });

  test('gives the form back with one more owner and nothing saved when “Add” is pressed', async () => {
    const w = await lately();
    const { status, html } = await ask(w, '/okrs/new', [...typed(w, { add_owner: w.amir.id }), ['find', 'owners']]);
    expect(status).toBe(200);
    expect(html).toContain(`name="owner_ids" value="${w.amir.id}" checked`);
    expect(html).toContain('Raise weekly senders');
    expect(await okrs()).toEqual([]);
  });

  test('finds people by the beginning of their name and objectives by that of a word in their title', async () => {
    const w = await lately();
    await w.okr({ kind: 'objective', title: 'Delight customers', period_id: w.quarter.id });
    await w.okr({ kind: 'objective', title: 'Grow revenue', period_id: w.quarter.id });
    const form: Form = [...typed(w), ['find', 'owners'], ['sought_owners', 'am'], ['sought_parents', 'reven']];
    const { html } = await ask(w, '/okrs/new', form);
    expect(within('owners', html)).toContain('Amir Haddad');
    expect(within('owners', html)).not.toContain('Ada Marsh');
    expect(within('parents', html)).toContain('Grow revenue');
    expect(within('parents', html)).not.toContain('Delight customers');
  });

  test('looks up delegates and viewers on their own, observers only among the viewers', async () => {
    const w = await lately();
    const form: Form = [...typed(w), ['find', 'viewers'], ['sought_delegates', 'omar'], ['sought_viewers', 'omar']];
    const { html } = await ask(w, '/okrs/new', form);
    expect(within('owners', html)).toContain('Amir Haddad');
    expect(within('delegates', html)).not.toContain('<option value="mem_');
    expect(within('viewers', html)).toContain('Omar Said');
    expect(within('viewers', html)).not.toContain('Amir Haddad');
    expect(html).toContain('<details open=""><summary class="sec-head">');
  });

  test('finds key results to stand under by their words, where the organization lets it', async () => {
    const w = await lately();
    await w.okr({ kind: 'key_result', title: 'Raise revenue', period_id: w.quarter.id });
    const form: Form = [...typed(w), ['find', 'parents'], ['sought_parents', 'reven']];
    expect(within('parents', (await ask(w, '/okrs/new', form)).html)).toContain('Raise revenue');
    await env.DB.prepare('update organizations set key_results_under_key_results = 0').run();
    const { html } = await ask(w, '/okrs/new', form);
    expect(within('parents', html)).not.toContain('Raise revenue');
    expect(html).toContain('Find objectives by title');
  });
});

describe('an OKR connected while it is made', () => {
  test('is read at once: 3 of 10 done is 30 %', async () => {
    const w = await lately();
    jiraOutside();
    const connection_id = await w.connection();
    expect((await ask(w, '/okrs/new', typed(w, { source: 'jira', connection_id, jql: EPIC }))).status).toBe(303);
    expect((await okrs())[0]).toMatchObject({ mode: 'data_source', provider: 'jira', value: 30, progress: 0.3 });
  });

  test('counts finished issues against its own target when it is a metric', async () => {
    const w = await lately();
    jiraOutside();
    const connection_id = await w.connection();
    const asked = {
      source: 'jira',
      connection_id,
      jql: EPIC,
      measure: 'metric',
      measure_name: 'Stories',
      target: '20',
    };
    await ask(w, '/okrs/new', typed(w, asked));
    await ask(w, '/okrs/new', typed(w, { ...asked, count: 'matched' }));
    expect(await okrs()).toMatchObject([{ value: 3 }, { value: 10 }]);
  });

  test('is refused before anything is saved when Jira does not understand the query, in its own words', async () => {
    const w = await lately();
    jiraOutside();
    const connection_id = await w.connection();
    const { status, html } = await ask(w, '/okrs/new', typed(w, { source: 'jira', connection_id, jql: 'project = ' }));
    expect(status).toBe(422);
    expect(html).toMatch(/id="jql-error">Error in the JQL Query/);
    expect(await okrs()).toEqual([]);
  });

  test('is saved with its link when Jira does not answer', async () => {
    const w = await lately();
    const jira = jiraOutside();
    jira.fail({ kind: 'status', status: 503 });
    const connection_id = await w.connection();
    expect((await ask(w, '/okrs/new', typed(w, { source: 'jira', connection_id, jql: EPIC }))).status).toBe(303);
    expect((await okrs())[0]).toMatchObject({ mode: 'data_source', value: null });
    expect(await rows('select outcome, failure_reason from data_links')).toEqual([
      { outcome: 'failed', failure_reason: 'unavailable' },
    ]);
  });

  test('leads to a connection: admins to a new one, others to their admins', async () => {
    const w = await lately();
    expect((await ask(w, '/okrs/new?source=jira', undefined, w.ada)).html).toContain(
      '/o/northwind/admin/integrations/new',
    );
    const { html } = await ask(w, '/okrs/new?source=jira');
    expect(html).toContain('Ask an admin to make one');
    expect(html).not.toContain('/admin/integrations/new');
  });

  test('preselects a connection of one’s own before a shared one', async () => {
    const w = await lately();
    await w.connection({ name: 'A shared' });
    const own = await w.connection({ name: 'Z of Dana', ownerId: w.dana.id, shared: false });
    const { html } = await ask(w, '/okrs/new?source=jira');
    expect(html).toContain(`<option value="${own}" selected`);
  });
});

describe('the preview of a query', () => {
  const preview = (w: World, form: Form, person = w.dana) =>
    ask(w, '/data-links/preview', form, person, { 'HX-Request': 'true', 'HX-Request-Type': 'partial' });

  test('says what matched, what is done, what that comes to, and names up to five issues', async () => {
    const w = await lately();
    jiraOutside();
    const connection_id = await w.connection();
    const { status, html } = await preview(w, typed(w, { source: 'jira', connection_id, jql: EPIC }));
    expect(status).toBe(200);
    expect(html).toMatch(/Issues matched<\/dt><dd>10</);
    expect(html).toMatch(/Done<\/dt><dd>3</);
    expect(html).toMatch(/Progress today<\/dt><dd>30%</);
    expect(html.match(/\/browse\/AE-/g)).toHaveLength(5);
    expect(html).toContain('and 5 more');
  });

  test('follows the measure and what is counted', async () => {
    const w = await lately();
    jiraOutside();
    const connection_id = await w.connection();
    const asked = {
      source: 'jira',
      connection_id,
      jql: EPIC,
      measure: 'metric',
      measure_name: 'Stories',
      target: '20',
    };
    expect((await preview(w, typed(w, asked))).html).toMatch(/Progress today<\/dt><dd>15%</);
    expect((await preview(w, typed(w, { ...asked, count: 'matched' }))).html).toMatch(/Progress today<\/dt><dd>50%</);
    expect((await preview(w, typed(w, { ...asked, target: '' }))).html).not.toContain('Progress today');
  });

  test('answers a query that Jira refuses with the words of Jira, and nothing matching with neither 0 nor 100', async () => {
    const w = await lately();
    jiraOutside();
    const connection_id = await w.connection();
    const refused = await preview(w, typed(w, { source: 'jira', connection_id, jql: 'project = ' }));
    expect(refused).toMatchObject({ status: 200, html: expect.stringContaining('Error in the JQL Query') });
    const nothing = await preview(w, typed(w, { source: 'jira', connection_id, jql: 'labels = nowhere' }));
    expect(nothing.html).toContain('Nothing matches this query.');
    expect(nothing.html).not.toMatch(/\d%/);
  });

  test('shows nothing of connections that are private to others, or of another organization', async () => {
    const [w, south] = [await lately(), await world({ slug: 'southwind', now: Date.now() })];
    const jira = jiraOutside();
    const hidden = await w.connection({ shared: false });
    const elsewhere = await south.connection();
    for (const connection_id of [hidden, elsewhere])
      expect((await preview(w, typed(w, { source: 'jira', connection_id, jql: EPIC }))).html).toContain(
        'There is no such connection.',
      );
    expect(jira.requests).toEqual([]);
  });

  test('comes with the whole form where there is no JavaScript', async () => {
    const w = await lately();
    jiraOutside();
    const connection_id = await w.connection();
    const { html } = await ask(w, '/okrs/new', [
      ...typed(w, { source: 'jira', connection_id, jql: EPIC }),
      ['find', 'preview'],
    ]);
    expect(html).toContain('Raise weekly senders');
    expect(html).toMatch(/Progress today<\/dt><dd>30%</);
  });
});

describe('editing an OKR', () => {
  const version = (html: string) => /name="version" value="(\d+)"/.exec(html)![1]!;

  test('begins with everything as it is, in two trips', async () => {
    const w = await lately();
    const parent = await w.okr({ kind: 'objective', title: 'Delight customers' });
    const okr = await w.okr({
      title: 'Fewer bugs',
      measure: metric(1234.5, 10),
      parents: [{ okrId: parent.id, fixedWeight: null }],
    });
    const { response, html } = await ask(w, `/okrs/${okr.id}/edit`);
    for (const words of ['Fewer bugs', 'value="1234.5"', 'value="10"', `value="${parent.id}" checked`])
      expect(html).toContain(words);
    expect(trips(response)).toBeLessThanOrEqual(2);
  });

  test('changes what was changed and leaves the rest, contributions and unusual directions included', async () => {
    const w = await lately();
    const parent = await w.okr({ kind: 'objective', title: 'Delight customers' });
    const measure = metric(0, 2, { direction: 'stay_below', riskThreshold: 3 });
    const okr = await w.okr({ title: 'Outages', measure, parents: [{ okrId: parent.id, fixedWeight: 40 }] });
    const same = {
      measure: 'metric',
      measure_name: 'Downloads',
      start: '0',
      target: '2',
      direction: 'stay_below',
      parents: [parent.id],
    };
    const form: Form = [...typed(w, { ...same, title: 'Fewer outages' }), ['version', '1']];
    expect(await ask(w, `/okrs/${okr.id}/edit`, form)).toMatchObject({
      status: 303,
      location: `/o/northwind/okrs/${okr.id}`,
    });
    expect((await okrs())[1]).toMatchObject({ title: 'Fewer outages', direction: 'stay_below', risk_threshold: 3 });
    expect(await rows('select fixed_weight from alignments')).toEqual([{ fixed_weight: 40 }]);
    const [edited] = await rows("select data from events where action = 'okr.edited'");
    expect(JSON.parse(String(edited!.data))).toEqual({ fields: ['title'] });
  });

  test('writes nothing when nothing was changed', async () => {
    const w = await lately();
    const okr = await w.okr({ title: 'Raise weekly senders' });
    expect((await ask(w, `/okrs/${okr.id}/edit`, [...typed(w), ['version', '1']])).status).toBe(303);
    expect(await okrs()).toMatchObject([{ version: 1 }]);
  });

  test('keeps what was typed when somebody else was faster, and saves it on the second try', async () => {
    const w = await lately();
    const okr = await w.okr({ title: 'First' });
    await w.writer(okr.id).editOkr({ title: 'Second' });
    const stale = await ask(w, `/okrs/${okr.id}/edit`, [...typed(w, { title: 'Third' }), ['version', '1']]);
    expect(stale.status).toBe(409);
    expect(stale.html).toContain('>Third</textarea>');
    expect(stale.html).toContain('What you typed is still here.');
    expect((await okrs())[0]).toMatchObject({ title: 'Second' });
    const again = await ask(w, `/okrs/${okr.id}/edit`, [
      ...typed(w, { title: 'Third' }),
      ['version', version(stale.html)],
    ]);
    expect(again.status).toBe(303);
    expect((await okrs())[0]).toMatchObject({ title: 'Third' });
  });

  test('moves it to the days of another period', async () => {
    const w = await lately();
    const okr = await w.okr({ title: 'Raise weekly senders', period_id: w.quarter.id });
    await ask(w, `/okrs/${okr.id}/edit`, [...typed(w, { period_id: w.year.id }), ['version', '1']]);
    expect((await okrs())[0]).toMatchObject({ period_id: w.year.id, starts_on: '2026-01-01', ends_on: '2026-12-31' });
  });

  test('connects it, recalculates when the query is edited, and takes the source off again', async () => {
    const w = await lately();
    jiraOutside();
    const connection_id = await w.connection();
    const okr = await w.okr({ title: 'Raise weekly senders' });
    const save = async (changes: Record<string, string>) => {
      const { html } = await ask(w, `/okrs/${okr.id}/edit`);
      const { status } = await ask(w, `/okrs/${okr.id}/edit`, [...typed(w, changes), ['version', version(html)]]);
      expect(status).toBe(303);
      return (await okrs())[0];
    };
    const linked = { source: 'jira', connection_id, jql: EPIC };
    expect(await save(linked)).toMatchObject({ mode: 'data_source', value: 30 });
    expect(await save({ ...linked, jql: `${EPIC} AND statusCategory = Done` })).toMatchObject({ value: 100 });
    expect(await save({ ...linked, measure: 'metric', measure_name: 'Stories', target: '6' })).toMatchObject({
      value: 3,
      progress: 0.5,
    });
    expect(await save({ source: 'manual' })).toMatchObject({ mode: 'manual', provider: null });
    expect(await rows('select okr_id from data_links')).toEqual([]);
  });

  test('is forbidden to others, unknown elsewhere and refused once closed', async () => {
    const [w, south] = [await lately(), await world({ slug: 'southwind', now: Date.now() })];
    const okr = await w.okr({ owner_ids: [w.ada.id] }, w.ada);
    const form: Form = [...typed(w), ['version', '1']];
    expect((await ask(w, `/okrs/${okr.id}/edit`, undefined, w.dana)).status).toBe(403);
    expect((await ask(w, `/okrs/${okr.id}/edit`, form, w.dana)).status).toBe(403);
    expect((await ask(south, `/okrs/${okr.id}/edit`, undefined, south.ada)).status).toBe(404);
    await env.DB.prepare('update okrs set closed_at = 1').run();
    expect((await ask(w, `/okrs/${okr.id}/edit`, undefined, w.ada)).status).toBe(409);
  });
});

describe('the data link of an OKR', () => {
  test('is made, shown in two trips and removed', async () => {
    const w = await lately();
    jiraOutside();
    const connection_id = await w.connection();
    const okr = await w.okr({ title: 'Fewer bugs' });
    const path = `/okrs/${okr.id}/data-link`;
    expect((await ask(w, path, typed(w, { source: 'jira', connection_id, jql: EPIC }))).location).toBe(
      `/o/northwind/okrs/${okr.id}`,
    );
    expect((await okrs())[0]).toMatchObject({ mode: 'data_source', value: 30 });
    const { response, html } = await ask(w, path);
    expect(html).toContain('&quot;Epic Link&quot; = AE-786');
    expect(trips(response)).toBeLessThanOrEqual(2);
    expect((await ask(w, `${path}/removal`, [])).status).toBe(303);
    expect((await okrs())[0]).toMatchObject({ mode: 'manual', value: 30 });
  });

  test('comes back as typed when Jira refuses the query, and stays what it was', async () => {
    const w = await lately();
    jiraOutside();
    const connection_id = await w.connection();
    const okr = await w.okr({});
    await w.link(okr.id, connection_id, EPIC);
    const { status, html } = await ask(
      w,
      `/okrs/${okr.id}/data-link`,
      typed(w, { source: 'jira', connection_id, jql: 'project = ' }),
    );
    expect(status).toBe(422);
    expect(html).toMatch(/id="jql-error">Error in the JQL Query/);
    expect((await rows('select query from data_links'))[0]!.query).toContain('AE-786');
  });

  test('is forbidden to those who may not change the OKR, before Jira is asked', async () => {
    const w = await lately();
    const jira = jiraOutside();
    const connection_id = await w.connection();
    const okr = await w.okr({ owner_ids: [w.ada.id] }, w.ada);
    expect(
      (await ask(w, `/okrs/${okr.id}/data-link`, typed(w, { source: 'jira', connection_id, jql: EPIC }))).status,
    ).toBe(403);
    expect(jira.requests).toEqual([]);
  });
});
