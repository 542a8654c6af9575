import { env } from 'cloudflare:workers';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { newId } from '../../src/db/ids.ts';
import { restoredShelves } from '../../src/domain/archives/restore-order.ts';
import { sealEvents } from '../../src/domain/audit/sealing.ts';
import { verifySeals } from '../../src/domain/audit/verifying.ts';
import { setLogo } from '../../src/domain/organizations/logo.ts';
import { giveUpRestoring } from '../../src/writers/restoring.ts';
import { callerIn, emptyPlace, exportOf } from '../support/archives.ts';
import { holdQueue } from '../support/queue.ts';
import { metric, tree, type World, world } from '../support/world.ts';

/** An organization with something of everything that OKRs are made of. */
async function lived() {
  const w = await world({ now: Date.now(), settings: { behindBound: 5, parentStatus: 'progress' } });
  const call = await callerIn(w, w.org.id, w.dana.email);
  const { objective, keyResults } = await tree(
    w,
    [
      { title: 'Raise weekly senders', measure: metric(0, 200), recurs: true },
      {
        title: 'Halve the waiting',
        measure: metric(40, 20),
        parents: [{ okrId: undefined as never, fixedWeight: 30 }],
      },
    ].map(({ parents: _, ...rest }) => rest),
  );
  const [first, second] = keyResults;
  await call('PUT', `/okrs/${objective.id}/contributions`, { contributions: [{ okr_id: first!.id, weight: 70 }] });
  for (const [value, note] of [
    [20, 'A slow start'],
    [90, `Better\n@Ada Marsh, see ${second!.id}`],
  ] as const)
    await call('POST', `/okrs/${first!.id}/check-ins`, { value, note });
  await call('POST', `/okrs/${second!.id}/check-ins`, { value: 38, status: 'at_risk', note: 'Ticket queue' });
  await call('POST', `/okrs/${first!.id}/comments`, { text: `Well done @Ada Marsh` });
  await call('PATCH', `/okrs/${first!.id}`, { tags: ['growth', 'q4'] });
  const project = await w.okr({
    kind: 'project',
    title: 'Move the queue',
    parents: [{ okrId: objective.id, fixedWeight: null }],
  });
  await call('POST', `/okrs/${project.id}/tasks`, { title: 'Write it down' });
  await w.okr({ title: 'Between us', visibility: 'private' });
  const linked = await w.okr({ title: 'Close the bugs', measure: metric(0, 10), level: 'team', team_id: w.team.id });
  await w.link(linked.id, await w.connection({ name: 'Jira' }), 'project = AE');
  return { w, objective, keyResults, linked };
}

/** All that the API says of an organization's OKRs, to Dana who owns them, with each id as its place of first mention. */
async function figures(w: World, org: { id: World['org']['id']; slug: string }) {
  const call = await callerIn(w, org.id, w.dana.email);
  const list = (await call('GET', '/okrs?limit=100')).body.data as { id: string }[];
  const said: unknown[] = [list];
  for (const { id } of list)
    for (const more of ['', '/explanation', '/check-ins', '/changes', '/contributions', '/comments', '/tasks']) {
      const { status, body } = await call('GET', `/okrs/${id}${more}`);
      // A connection without credentials brings nothing new, which is so and is said.
      if (body?.attention)
        body.attention = body.attention.filter(({ rule }: { rule: string }) => rule !== 'stale_source');
      said.push(status === 200 ? body : status);
    }
  for (const path of ['/teams', '/periods', '/tags', '/members']) said.push(await sorted(call('GET', path)));
  const names = new Map<string, string>();
  return JSON.stringify(said, null, 1)
    .replaceAll(`/o/${org.slug}/`, '/o/here/')
    .replace(/\b[a-z]+_[0-9A-HJKMNP-TV-Z]{26}\b/g, (id) => {
      names.set(id, names.get(id) ?? `${id.split('_')[0]} ${names.size}`);
      return names.get(id)!;
    });
}

/** The owner who restores has an id of later, and so another place in a list by ids; and is here now. */
async function sorted(heard: Promise<{ body: { data: { name: string; last_seen_at?: string }[] } }>) {
  const rows = (await heard).body.data.map(({ last_seen_at: _, ...row }) => row);
  return rows.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const count = async (table: string, orgId: string) =>
  env.DB.prepare(`select count(*) as n from ${table} where ${table === 'organizations' ? 'id' : 'org_id'} = ?`)
    .bind(orgId)
    .first<number>('n');

/** An archive with one of its files changed. */
function altered(archive: Uint8Array, table: string, change: (rows: Record<string, unknown>[]) => unknown): Uint8Array {
  const files = unzipSync(archive);
  const path = Object.keys(files).find((name) => name.startsWith(`tables/${table}/`))!;
  files[path] = strToU8(JSON.stringify(change(JSON.parse(strFromU8(files[path]!)))));
  return zipSync(files);
}

async function expectEmpty(place: Awaited<ReturnType<typeof emptyPlace>>) {
  for (const { name } of restoredShelves.filter(
    ({ name }) => !['organizations', 'members', 'periods', 'events'].includes(name),
  ))
    expect([name, await count(name, place.org.id)]).toEqual([name, 0]);
  expect(await count('members', place.org.id)).toBe(1);
  expect(await count('archive_parts', place.org.id)).toBe(0);
  expect(await place.now()).toMatchObject({ name: 'Harbour', slug: 'harbour', timeZone: 'UTC' });
}

describe('a restore', () => {
  test('into an empty organization gives every figure, history and explanation again', async () => {
    holdQueue();
    const { w } = await lived();
    const place = await emptyPlace(w);
    const archive = await exportOf(w);
    expect((await place.send(archive)).status).toBe(303);
    expect(await place.over()).toMatchObject({ state: 'done', failure: null });
    expect(await figures(w, place.org)).toBe(await figures(w, w.org));
    expect(await place.now()).toMatchObject({
      name: 'Northwind',
      slug: 'harbour',
      timeZone: 'Europe/London',
      behindBound: 5,
      parentStatus: 'progress',
      fiscalYearStart: 1,
    });
    expect(await (await place.ask('/restore')).text()).toContain('Restored: 6 OKRs');
  });

  test('leaves what it was made of alone, and shares no id with it', async () => {
    holdQueue();
    const { w } = await lived();
    const before = await figures(w, w.org);
    const place = await emptyPlace(w);
    await place.send(await exportOf(w));
    await place.over();
    expect(await figures(w, w.org)).toBe(before);
    const { results } = await env.DB.prepare(
      `select okr.id, okr.turns_at, okr.prepare_on, link.waiting from okrs as okr left join data_links as link on link.okr_id = okr.id
        where okr.org_id = ?`,
    )
      .bind(place.org.id)
      .all<{ id: string; turns_at: number | null; prepare_on: string | null }>();
    expect(results).toHaveLength(6);
    for (const { turns_at, prepare_on } of results) {
      expect(turns_at ?? 0).toBeLessThan(1e15);
      expect(prepare_on ?? '2026-12-17').toMatch(/^2/);
    }
    expect(results.filter(({ turns_at, prepare_on }) => turns_at !== null && prepare_on !== null)).not.toEqual([]);
    for (const { name, table } of restoredShelves) {
      if (!('id' in table) || name === 'organizations') continue;
      const shared = await env.DB.prepare(
        `select count(*) as n from ${name} as a join ${name} as b on a.id = b.id and a.org_id <> b.org_id`,
      ).first('n');
      expect([name, shared]).toEqual([name, 0]);
    }
  });

  test('knows the owner by their address, keeps the others as they were, and mails nobody', async () => {
    holdQueue();
    const { w } = await lived();
    const place = await emptyPlace(w);
    await place.send(await exportOf(w));
    await place.over();
    const { results } = await env.DB.prepare('select name, email, role from members where org_id = ? order by name')
      .bind(place.org.id)
      .all();
    expect(results).toEqual([
      { name: 'Ada Marsh', email: 'ada@northwind.test', role: 'owner' },
      { name: 'Amir Haddad', email: 'amir@northwind.test', role: 'admin' },
      { name: 'Dana Whitlock', email: 'dana@northwind.test', role: 'member' },
      { name: 'Omar Said', email: 'omar@northwind.test', role: 'observer' },
    ]);
    expect(await env.DB.prepare('select count(*) as n from letters').first('n')).toBe(0);
    const found = await (await callerIn(w, place.org.id, w.ada.email))('GET', '/members?q=whitlock');
    expect(found.body.data).toMatchObject([{ name: 'Dana Whitlock' }]);
  });

  test('brings connections back paused, with none of the credentials', async () => {
    holdQueue();
    const { w } = await lived();
    const place = await emptyPlace(w);
    await place.send(await exportOf(w));
    await place.over();
    const now = await env.DB.prepare('select * from connections where org_id = ?').bind(place.org.id).first();
    expect(now).toMatchObject({ name: 'Jira', failure_reason: 'unauthorized', trial_at: null });
    expect(now?.paused_at).toBeGreaterThan(0);
    const page = await (await place.ask('/../integrations')).text();
    expect(page).toContain('Jira stopped reading');
    expect(page).toContain('Enter new credentials');
  });

  test('carries the audit log over, to be sealed anew', async () => {
    holdQueue();
    const { w } = await lived();
    while (await sealEvents(w.db, w.org.id, w.now));
    const place = await emptyPlace(w);
    while (await sealEvents(w.db, place.org.id, w.now));
    const before = await count('events', w.org.id);
    const archive = await exportOf(w);
    await place.send(archive);
    await place.over();
    const org = await place.now();
    while (await sealEvents(w.db, org.id, w.now));
    const ctx = { ...w.as(w.ada), org };
    expect(await verifySeals(ctx, 0)).toMatchObject({ broken: null, unsealed: 0, done: true });
    // Founded, asked, restored, periods made; and of the export the asking, which the archive holds.
    expect(await count('events', org.id)).toBeGreaterThan(before!);
    const { data } = (await env.DB.prepare(
      `select data from events where org_id = ? and action = 'organization.restored'`,
    )
      .bind(org.id)
      .first<{ data: string }>())!;
    expect(JSON.parse(data)).toMatchObject({
      seal: 1,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
      okrs: 6,
    });
  });

  test('goes on where it was when a message comes twice or two at once', async () => {
    const queue = holdQueue();
    const { w } = await lived();
    const place = await emptyPlace(w);
    await place.send(await exportOf(w));
    const message = queue.waiting.find(({ type }) => type === 'restore')!;
    for (let i = 0; i < 30; i++) await Promise.all([queue.next(message), queue.next(message)]);
    expect(await place.over()).toMatchObject({ state: 'done' });
    expect(await count('okrs', place.org.id)).toBe(6);
    expect(await figures(w, place.org)).toBe(await figures(w, w.org));
  });
});

describe('an archive that is not right', () => {
  test('is refused where it is sent: no archive, none of ours, another form, half of it', async () => {
    const { w } = await lived();
    const place = await emptyPlace(w);
    const archive = await exportOf(w);
    const files = unzipSync(archive);
    const { 'manifest.json': manifest, ...rest } = files;
    const with_ = (changed: object) =>
      zipSync({
        ...rest,
        'manifest.json': strToU8(JSON.stringify({ ...JSON.parse(strFromU8(manifest!)), ...changed })),
      });
    const said = async (sent: Uint8Array | string) => {
      const response = await place.send(sent);
      return [response.status, await response.text()] as const;
    };
    for (const [sent, sentence] of [
      ['', 'Choose the archive of an export.'],
      ['not a zip at all', 'This is no ZIP archive, or it is not whole.'],
      [archive.slice(0, archive.length / 2), 'This is no ZIP archive, or it is not whole.'],
      [zipSync(rest), 'it has no manifest.json'],
      [with_({ product: 'Another' }), 'not one that Cairn has written'],
      [with_({ format: 2 }), 'This export has form 2'],
      [
        zipSync(Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith('tables/okrs/')))),
        'This archive is not whole: the files of okrs are missing.',
      ],
    ] as const)
      expect(await said(sent)).toEqual([422, expect.stringContaining(sentence)]);
    expect(await count('jobs', place.org.id)).toBe(0);
  });

  test('fails before anything is written, and the page says which row is wrong', async () => {
    holdQueue();
    const { w } = await lived();
    const archive = await exportOf(w);
    const place = await emptyPlace(w);
    for (const [table, change, sentence] of [
      ['okrs', (rows) => rows.map((row) => ({ ...row, colour: 'red' })), 'row 1: Cairn knows no column “colour” here.'],
      ['okrs', (rows) => rows.with(1, { ...rows[1], value: 'many' }), 'row 2: “value” is not what belongs there.'],
      [
        'okrs',
        (rows) => rows.with(0, { ...rows[0], status: 'splendid' }),
        'row 1: “status” is not what belongs there.',
      ],
      ['okrs', (rows) => rows.with(0, { ...rows[0], period_id: "x' or 1" }), 'row 1: “period_id” is not what'],
      [
        'okrs',
        (rows) => rows.with(0, { ...rows[0], org_id: 'org_01ARZ3NDEKTSV4RRFFQ69G5FAV' }),
        'another organization',
      ],
      ['okrs', (rows) => rows.slice(1), 'it says that it holds other okrs than it does'],
      ['okrs', () => ({ rows: [] }), 'holds no list of rows'],
      ['connections', (rows) => rows.map((row) => ({ ...row, secret: 'x' })), 'no column “secret”'],
      [
        'members',
        (rows) => rows.with(0, { ...rows[0], time_zone: 'Nowhere/At all' }),
        '“time_zone” is not what belongs',
      ],
      ['organizations', (rows) => [{ ...rows[0], fiscal_year_start: 99 }], 'Choose a month, from 1 to 12.'],
    ] as [string, (rows: Record<string, unknown>[]) => unknown, string][]) {
      expect((await place.send(altered(archive, table, change))).status).toBe(303);
      expect(await place.over()).toMatchObject({ state: 'failed', failure: expect.stringContaining(sentence) });
      const text = await (await place.ask('/restore')).text();
      expect(text).toContain('Nothing of the archive is here.');
      await expectEmpty(place);
      await env.DB.prepare(`delete from jobs where type = 'restore'`).run();
    }
  });

  test('is undone to the last row when the database refuses what was written late', async () => {
    holdQueue();
    const { w } = await lived();
    const place = await emptyPlace(w);
    const twice = altered(await exportOf(w), 'members', (rows) =>
      rows.map((row) => ({ ...row, email: row.email === w.omar.email ? w.amir.email : row.email })),
    );
    await place.send(twice);
    expect(await place.over()).toMatchObject({
      state: 'failed',
      failure: expect.stringContaining('contradict each other'),
    });
    await expectEmpty(place);
    expect(await count('periods', place.org.id)).toBeGreaterThan(0);
    const { results } = await env.DB.prepare('select action from events where org_id = ? order by rowid')
      .bind(place.org.id)
      .all();
    expect(results.map(({ action }) => action)).toContain('organization.restore_failed');
    expect(results.map(({ action }) => action)).not.toContain('okr.checked_in');
    await env.DB.prepare('delete from jobs').run();
    expect((await place.send(await exportOf(w))).status).toBe(303);
    expect(await place.over()).toMatchObject({ state: 'done' });
  });

  test('or one whose work fails again and again is undone, however far it was', async () => {
    const queue = holdQueue();
    const { w } = await lived();
    const place = await emptyPlace(w);
    await place.send(await exportOf(w));
    const message = queue.waiting.find(({ type }) => type === 'restore')!;
    const far = () => env.DB.prepare(`select result from jobs where type = 'restore'`).first<string>('result');
    while (!JSON.parse((await far())!).pass.includes('write')) await queue.next(message);
    await queue.next(message);
    expect(await count('teams', place.org.id)).toBe(1);
    const { id } = (await env.DB.prepare(`select id from jobs where type = 'restore'`).first<{ id: never }>())!;
    await giveUpRestoring(env, w.db, place.org.id, id);
    expect(await place.over()).toMatchObject({ state: 'failed', failure: expect.stringContaining('given up') });
    await expectEmpty(place);
    expect(await far()).not.toContain('Ada Marsh');
  });

  test('brings no logo that a browser could run', async () => {
    holdQueue();
    const { w } = await lived();
    await setLogo(w.as(w.ada), new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]));
    const archive = await exportOf(w);
    const place = await emptyPlace(w);
    const script = btoa('<script>alert(1)</script>').replaceAll('=', '');
    await place.send(altered(archive, 'logos', (rows) => [{ ...rows[0], type: 'text/html', bytes: script }]));
    expect(await place.over()).toMatchObject({ state: 'failed', failure: expect.stringContaining('no picture') });
    await place.send(altered(archive, 'logos', (rows) => [{ ...rows[0], type: 'text/html' }]));
    expect(await place.over()).toMatchObject({ state: 'done' });
    expect(await env.DB.prepare('select type from logos where org_id = ?').bind(place.org.id).first('type')).toBe(
      'image/png',
    );
  });

  test('of more than 25 MB is not read', async () => {
    const w = await world({ now: Date.now() });
    const place = await emptyPlace(w);
    expect((await place.send(new Uint8Array(400 * 1024))).status).toBe(422);
    const large = await place.send(new Uint8Array(25 * 1024 * 1024 + 64 * 1024));
    expect([large.status, await large.text()]).toEqual([413, expect.stringContaining('A file has at most 25 MB.')]);
  });

  test('cannot reach rows of another organization by naming their ids', async () => {
    holdQueue();
    const { w, objective } = await lived();
    const victim = await world({ now: Date.now(), slug: 'southwind' });
    const theirs = await victim.okr({ title: 'Of southwind' });
    const escaped = theirs.id.replace('okr', '\\u006fkr');
    const place = await emptyPlace(w);
    const archive = altered(await exportOf(w), 'alignments', (rows) => [
      ...rows.slice(1),
      { ...rows[0], child_id: theirs.id },
    ]);
    await place.send(
      altered(archive, 'comments', (rows) => rows.map((row) => ({ ...row, okr_id: JSON.parse(`"${escaped}"`) }))),
    );
    await place.over();
    for (const [table, column] of [
      ['alignments', 'child_id'],
      ['comments', 'okr_id'],
      ['alignments', 'parent_id'],
    ] as const) {
      const found = await env.DB.prepare(`select count(*) as n from ${table} where org_id = ? and ${column} in (?, ?)`)
        .bind(place.org.id, theirs.id, objective.id)
        .first('n');
      expect([table, column, found]).toEqual([table, column, 0]);
    }
  });
});

describe('who restores, and where', () => {
  test('an organization that has something takes no archive, and says where one goes', async () => {
    const { w } = await lived();
    const archive = await exportOf(w);
    const place = await emptyPlace(w);
    await env.DB.prepare(`insert into teams (id, org_id, name, created_at) values (?, ?, 'Own', 1)`)
      .bind(newId('tm', w.now), place.org.id)
      .run();
    const refused = await place.send(archive);
    expect(refused.status).toBe(409);
    const text = await refused.text();
    expect(text).toContain('This organization is not empty any more.');
    expect(text).toContain('/organizations/new');
    expect(await count('archive_parts', place.org.id)).toBe(0);
  });

  test('one archive is restored at a time', async () => {
    holdQueue();
    const { w } = await lived();
    const archive = await exportOf(w);
    const place = await emptyPlace(w);
    expect((await place.send(archive)).status).toBe(303);
    const again = await place.send(archive);
    expect([again.status, await again.text()]).toEqual([409, expect.stringContaining('being restored here already')]);
  });

  test('nobody but an owner of that organization does it', async () => {
    const { w } = await lived();
    const archive = await exportOf(w);
    const place = await emptyPlace(w);
    const row = `insert into members (id, org_id, email, name, role, created_at, seen_at) values (?, ?, ?, 'Amir', 'admin', 1, 1)`;
    await env.DB.prepare(row).bind(newId('mem', w.now), place.org.id, w.amir.email).run();
    expect((await place.send(archive, await w.cookie(w.amir))).status).toBe(403);
    const stranger = await place.send(archive, await w.cookie(w.dana));
    expect(stranger.headers.get('Location')).toContain('/signin');
    expect(await count('jobs', place.org.id)).toBe(0);
    expect(await (await place.ask('/restore', undefined, await w.cookie(w.amir))).text()).toContain('Ask an owner');
  });
});
