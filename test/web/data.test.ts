import { env, exports } from 'cloudflare:workers';
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { openDatabase } from '../../src/db/database.ts';
import type { JobId } from '../../src/db/ids.ts';
import { pruneArchives } from '../../src/domain/archives/fetching.ts';
import { createTag } from '../../src/domain/tags/creating.ts';
import { goOnExporting } from '../../src/writers/exporting.ts';
import { DAY, type Person, type World, world } from '../support/world.ts';

async function ask(w: World, path: string, person: Person, form?: Record<string, string>) {
  return exports.default.fetch(`http://localhost/o/${w.org.slug}/admin/data${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(person), Origin: 'http://localhost' },
    body: form ? new URLSearchParams(form) : undefined,
  });
}

const jobOf = async (w: World) =>
  (await env.DB.prepare(`select id, state, result from jobs where org_id = ? and type = 'export' order by id desc`)
    .bind(w.org.id)
    .first<{
      id: JobId;
      state: string;
      result: string;
    }>())!;

/** Works the queue's messages off until the export is through. */
async function finished(w: World): Promise<JobId> {
  const { id } = await jobOf(w);
  for (let i = 0; i < 60 && (await jobOf(w)).state !== 'done'; i++)
    await goOnExporting(env, openDatabase(env.DB), w.org.id, id);
  expect((await jobOf(w)).state).toBe('done');
  return id;
}

async function exported(w: World) {
  expect((await ask(w, '/exports', w.ada, {})).status).toBe(303);
  const id = await finished(w);
  const response = await ask(w, `/exports/${id}`, w.ada);
  expect(response.headers.get('Content-Type')).toBe('application/zip');
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  return {
    id,
    names: Object.keys(files),
    text: (name: string) => strFromU8(files[name]!),
    all: Object.values(files)
      .map((each) => strFromU8(each))
      .join('\n'),
  };
}

describe('an export', () => {
  test('holds every row of the organization and none of another, in an archive that any program opens', async () => {
    const [w, other] = [await world({ now: Date.now() }), await world({ now: Date.now(), slug: 'southwind' })];
    const okr = await w.okr({ title: 'Raise weekly senders', visibility: 'private' });
    await other.okr({ title: 'Of southwind alone' });
    const { names, text, all } = await exported(w);
    expect(names).toContain('manifest.json');
    expect(text('okrs.csv')).toContain('Raise weekly senders');
    expect(all).not.toContain('Of southwind alone');
    const table = names.find((name) => name.startsWith('tables/okrs/'))!;
    expect(JSON.parse(text(table))).toMatchObject([
      { id: okr.id, title: 'Raise weekly senders', visibility: 'private' },
    ]);
    expect(JSON.parse(text('manifest.json'))).toMatchObject({ format: 1, rows: { okrs: 1, members: 4, teams: 1 } });
  });

  test('holds no credential, and no cell that a spreadsheet runs', async () => {
    const w = await world({ now: Date.now() });
    await w.connection();
    await w.token(w.ada);
    await w.okr({ title: '=HYPERLINK("http://evil.test")' });
    const { text, all } = await exported(w);
    expect(all).not.toMatch(/cairn_pat_|ciphertext|demo-jira-token|push secret/);
    expect(text('okrs.csv')).toContain(`"'=HYPERLINK`);
  });

  test('of more rows than fit one page is whole, and a message that comes twice doubles nothing', async () => {
    const w = await world({ now: Date.now() });
    for (let i = 0; i < 450; i++) await createTag({ ...w.as(w.ada), now: w.now + i }, { name: `tag ${i}` });
    await ask(w, '/exports', w.ada, {});
    const { id } = await jobOf(w);
    for (let i = 0; i < 60 && (await jobOf(w)).state !== 'done'; i++)
      await Promise.all([1, 2].map(() => goOnExporting(env, openDatabase(env.DB), w.org.id, id)));
    const files = unzipSync(new Uint8Array(await (await ask(w, `/exports/${id}`, w.ada)).arrayBuffer()));
    const tags = Object.entries(files)
      .filter(([name]) => name.startsWith('tables/tags/'))
      .flatMap(([, bytes]) => JSON.parse(strFromU8(bytes)) as { name: string }[]);
    expect(new Set(tags.map(({ name }) => name)).size).toBe(450);
    expect(tags).toHaveLength(450);
  });

  test('is asked for once at a time', async () => {
    const w = await world({ now: Date.now() });
    await ask(w, '/exports', w.ada, {});
    const again = await ask(w, '/exports', w.ada, {});
    expect(again.status).toBe(409);
    expect(await again.text()).toContain('An export is being made already');
  });

  test('is for owners alone, and for those of the organization', async () => {
    const [w, other] = [await world({ now: Date.now() }), await world({ now: Date.now(), slug: 'southwind' })];
    const { id } = await exported(w);
    for (const person of [w.amir, w.dana, w.omar]) {
      expect((await ask(w, '/exports', person, {})).status).toBe(403);
      expect((await ask(w, `/exports/${id}`, person)).status).toBe(403);
    }
    expect((await ask(other, `/exports/${id}`, other.ada)).status).toBe(404);
    expect(await (await ask(w, '', w.amir)).text()).toContain('Ask an owner');
  });

  test('is gone after seven days', async () => {
    const w = await world({ now: Date.now() });
    const { id } = await exported(w);
    await env.DB.prepare('update jobs set created_at = created_at - ?')
      .bind(8 * DAY)
      .run();
    expect((await ask(w, `/exports/${id}`, w.ada)).status).toBe(404);
    await pruneArchives(openDatabase(env.DB), Date.now() + 8 * DAY);
    expect(await env.DB.prepare('select count(*) as n from archive_parts').first('n')).toBe(0);
  });

  test('is told of in the audit log, when it is asked for and when it is made', async () => {
    const w = await world({ now: Date.now() });
    await exported(w);
    const { results } = await env.DB.prepare(
      `select action from events where action like 'organization.export%' order by id`,
    ).all();
    expect(results.map(({ action }) => action)).toEqual(['organization.export_asked', 'organization.exported']);
  });
});
