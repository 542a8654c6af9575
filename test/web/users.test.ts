import { env, exports } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import Papa from 'papaparse';
import { describe, expect, test, vi } from 'vitest';
import { newId } from '../../src/db/ids.ts';
import { jobs } from '../../src/db/schema/jobs.ts';
import { members, teamMembers, teams } from '../../src/db/schema/organizations.ts';
import { addMember } from '../../src/domain/members/creating.ts';
import { findMember } from '../../src/domain/members/listing.ts';
import { memberRow } from '../../src/domain/members/member.ts';
import { type World, world } from '../support/world.ts';

const lately = () => world({ now: Date.now() });

type Fields = Record<string, string> | [string, string][];

async function ask(w: World, path: string, form?: Fields, person = w.ada, headers: Record<string, string> = {}) {
  const response = await exports.default.fetch(`http://localhost/o/${w.org.slug}${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(person), Origin: 'http://localhost', ...headers },
    body: form ? new URLSearchParams(form) : undefined,
  });
  return {
    status: response.status,
    headers: response.headers,
    html: await response.text(),
    location: response.headers.get('Location') ?? '',
    cost: response.headers.get('Server-Timing') ?? '',
  };
}

const namesIn = (html: string) =>
  [...html.matchAll(/<th scope="row">.*?<a href="[^"]+">([^<]+)</gs)].map(([, name]) => name);

describe('the list of users', () => {
  test('shows everybody by name, with teams, manager and standing', async () => {
    const w = await lately();
    await w.db.update(members).set({ managerId: w.amir.id }).where(eq(members.id, w.dana.id));
    const { html } = await ask(w, '/admin/users');
    expect(namesIn(html)).toEqual(['Ada Marsh', 'Amir Haddad', 'Dana Whitlock', 'Omar Said']);
    expect(html).toContain('4 people.');
    expect(html).toContain('<td>Product</td><td>Amir Haddad</td>');
  });

  test.each([
    ['q=dan', ['Dana Whitlock']],
    ['q=whit+dana', ['Dana Whitlock']],
    ['q=OMAR%40north', ['Omar Said']],
    ['q=prod', ['Dana Whitlock']],
    ['q=%22%27%25', []],
    ['role=admin', ['Amir Haddad']],
    ['state=deactivated', ['Lena Gone']],
    ['state=invited', ['Ivo Asked']],
    ['state=active&role=observer', ['Omar Said']],
    ['role=nonsense&state=nonsense&q=lena', ['Lena Gone']],
  ])('narrowed by %s shows whom that means', async (query, expected) => {
    const w = await lately();
    const row = { orgId: w.org.id, role: 'member', createdAt: w.now } as const;
    await w.db
      .insert(members)
      .values([
        memberRow({ ...row, id: newId('mem', w.now), name: 'Lena Gone', email: 'lena@x.test', deactivatedAt: w.now }),
        memberRow({ ...row, id: newId('mem', w.now), name: 'Ivo Asked', email: 'ivo@x.test', invitedAt: w.now }),
      ]);
    const { html } = await ask(w, `/admin/users?${query}`);
    expect(namesIn(html)).toEqual(expected);
  });

  test('answers a search as one types with the table and the address of its export alone', async () => {
    const w = await lately();
    const { html } = await ask(w, '/admin/users?q=dana', undefined, w.ada, { 'HX-Request-Type': 'partial' });
    expect(html).toMatch(/^<div class="stack tight" id="people">/);
    expect(html).toContain(`href="/o/northwind/admin/users.csv?q=dana"`);
  });

  test('counts of what somebody owns only what the admin may see', async () => {
    const w = await lately();
    await w.okr({ title: 'In the open' });
    await w.okr({ title: 'In private', visibility: 'private' });
    const countOf = async (person = w.ada) =>
      /Dana Whitlock.*?<td class="n">(\d+)</s.exec((await ask(w, '/admin/users', undefined, person)).html)![1];
    expect(await countOf()).toBe('1');
  });

  test('reads no more in a large organization than in a small one', async () => {
    const w = await lately();
    const add = (from: number, to: number) =>
      w.db.batch(
        Array.from({ length: to - from }, (_, i) =>
          w.db.insert(members).values(
            memberRow({
              ...{ id: newId('mem', w.now), orgId: w.org.id, role: 'member', createdAt: w.now },
              ...{ name: `Person ${from + i + 1000}`, email: `p${from + i}@northwind.test` },
            }),
          ),
        ) as never,
      );
    const rows = async (query: string) => {
      const { cost, html } = await ask(w, `/admin/users${query}`);
      expect(Number(/trips=(\d+)/.exec(cost)![1])).toBeLessThanOrEqual(2);
      return [Number(/rows=(\d+)/.exec(cost)![1]), namesIn(html).length];
    };
    await add(0, 1100);
    const queries = ['?role=member', '?q=1042', '?state=active&after=Person+1500&after=x', '?role=owner'];
    const before = await Promise.all(queries.map(rows));
    await add(1100, 1600);
    expect(await Promise.all(queries.map(rows))).toEqual(before);
  }, 60_000);

  test('goes on where a page ended, people of one name included', async () => {
    const w = await lately();
    const row = { orgId: w.org.id, role: 'member', createdAt: w.now } as const;
    for (let i = 0; i < 60; i++)
      await w.db
        .insert(members)
        .values(memberRow({ ...row, id: newId('mem', w.now + i), name: 'Kim Doe', email: `kim${i}@x.test` }));
    const first = await ask(w, '/admin/users');
    const next = /href="\/o\/northwind(\/admin\/users\?after[^"]+)" rel="next"/
      .exec(first.html)![1]!
      .replaceAll('&amp;', '&');
    const second = await ask(w, next);
    const ids = [first, second].flatMap(({ html }) => [...html.matchAll(/<tr id="(mem_\w+)"/g)].map(([, id]) => id));
    expect(new Set(ids).size).toBe(64);
    expect(ids).toHaveLength(64);
  });

  test('is for owners and admins', async () => {
    const w = await lately();
    for (const person of [w.dana, w.omar])
      for (const path of ['', '.csv', `/${w.dana.id}`, `/${w.dana.id}/deactivation`, `/${w.dana.id}/hand-over`])
        expect((await ask(w, `/admin/users${path}`, undefined, person)).status).toBe(403);
  });
});

describe('the export', () => {
  test('is a file with a mark, a header and a row for each whom the filter leaves, safe in a spreadsheet', async () => {
    const w = await lately();
    await addMember(w.as(w.ada), {
      name: '=HYPERLINK("http://evil.test")',
      email: 'evil@northwind.test',
      role: 'member',
    });
    await w.db.update(members).set({ managerId: w.amir.id }).where(eq(members.id, w.dana.id));
    const response = await exports.default.fetch('http://localhost/o/northwind/admin/users.csv?role=member', {
      headers: { Cookie: await w.cookie(w.ada) },
    });
    expect(response.headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('Content-Disposition')).toBe('attachment; filename="users-northwind.csv"');
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const { data } = Papa.parse<string[]>(new TextDecoder().decode(bytes).trim());
    expect(data.map(([name]) => name)).toEqual(['name', `'=HYPERLINK("http://evil.test")`, 'Dana Whitlock']);
    expect(data[2]!.slice(1, 6)).toEqual(['dana@northwind.test', 'Product', 'amir@northwind.test', 'member', 'active']);
  });

  test('is sent in pages that join without a seam', async () => {
    const w = await lately();
    const row = { orgId: w.org.id, role: 'observer', createdAt: w.now } as const;
    await w.db.batch(
      Array.from({ length: 620 }, (_, i) =>
        w.db
          .insert(members)
          .values(memberRow({ ...row, id: newId('mem', w.now), name: `Kim ${i}`, email: `kim${i}@x.test` })),
      ) as never,
    );
    const { html } = await ask(w, '/admin/users.csv?role=observer');
    const { data } = Papa.parse<string[]>(html.trim());
    expect(new Set(data.map(([, email]) => email)).size).toBe(622);
  });
});

describe('the page of a user', () => {
  const typed = (w: World, changes: Record<string, string> = {}) => ({
    ...{ name: 'Dana Whitlock', email: w.dana.email, role: 'member', manager_id: '', team_ids: w.team.id },
    ...{ locale: '', time_zone: '', ...changes },
  });

  test('saves what was changed, and nothing when nothing was', async () => {
    const w = await lately();
    const path = `/admin/users/${w.dana.id}`;
    expect((await ask(w, path)).html).toContain('value="Dana Whitlock"');
    await ask(w, path, typed(w));
    expect((await findMember(w.as(w.ada), w.dana.id)).changedAt).toBeNull();
    const saved = await ask(w, path, typed(w, { role: 'admin', manager_id: w.amir.id, time_zone: 'Europe/Berlin' }));
    expect(saved).toMatchObject({ status: 303, location: '/o/northwind/admin/users' });
    expect(await findMember(w.as(w.ada), w.dana.id)).toMatchObject({
      ...{ role: 'admin', managerId: w.amir.id, timeZone: 'Europe/Berlin' },
    });
  });

  test('changes teams: unticked ones go, the added one comes', async () => {
    const w = await lately();
    const sales = { id: newId('tm', w.now), orgId: w.org.id, name: 'Sales', createdAt: w.now };
    await w.db.insert(teams).values(sales);
    await ask(w, `/admin/users/${w.dana.id}`, { ...typed(w, { add_team: sales.id }), team_ids: '' });
    const seats = await w.db.select().from(teamMembers).where(eq(teamMembers.memberId, w.dana.id));
    expect(seats.map(({ teamId }) => teamId)).toEqual([sales.id]);
  });

  test('keeps what was typed when it is refused, and says why at the field', async () => {
    const w = await lately();
    const path = `/admin/users/${w.dana.id}`;
    const wrong = await ask(w, path, typed(w, { email: 'nonsense', name: 'Still typed' }));
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('value="Still typed"');
    expect(wrong.html).toContain('id="email-error"');
    await w.okr({});
    const observer = await ask(w, path, typed(w, { role: 'observer' }));
    expect(observer.status).toBe(409);
    expect(observer.html).toContain('Hand over what Dana Whitlock has first.');
  });

  test('of an owner shows an admin who may change it', async () => {
    const w = await lately();
    const { html } = await ask(w, `/admin/users/${w.ada.id}`, undefined, w.amir);
    expect(html).toContain('Only owners change an owner.');
    expect(html).not.toContain('name="email"');
    expect((await ask(w, `/admin/users/${w.ada.id}`, typed(w), w.amir)).status).toBe(403);
    expect((await ask(w, `/admin/users/${w.dana.id}`, undefined, w.amir)).html).not.toContain('value="owner"');
  });

  test('of somebody of another organization is not there', async () => {
    const w = await lately();
    const south = await world({ slug: 'southwind', now: Date.now() });
    for (const path of ['', '/deactivation', '/hand-over'])
      expect((await ask(w, `/admin/users/${south.dana.id}${path}`)).status).toBe(404);
    expect((await ask(w, `/admin/users/${south.dana.id}/deactivation`, { to: '' })).status).toBe(404);
    expect((await findMember(south.as(south.ada), south.dana.id)).deactivatedAt).toBeNull();
  });
});

describe('deactivating', () => {
  const quiet = () => vi.spyOn(env.JOBS, 'send').mockResolvedValue({} as never);

  test('tells what somebody has without a title, proposes their manager, and starts the hand-over', async () => {
    const w = await lately();
    quiet();
    await w.db.update(members).set({ managerId: w.amir.id }).where(eq(members.id, w.dana.id));
    await w.okr({ title: 'Known to few', visibility: 'private' });
    const path = `/admin/users/${w.dana.id}/deactivation`;
    const { html } = await ask(w, path);
    expect(html).toContain('One of the OKRs is private');
    expect(html).not.toContain('Known to few');
    expect(html).toContain(`<option value="${w.amir.id}" selected="">`);
    const sent = await ask(w, path, { to: w.amir.id });
    expect(sent.status).toBe(303);
    const [job] = await w.db.select().from(jobs);
    expect(sent.location).toBe(`/o/northwind/admin/users/${w.dana.id}/hand-over/${job!.id}`);
    expect((await findMember(w.as(w.ada), w.dana.id)).deactivatedAt).not.toBeNull();
    const progress = await ask(w, sent.location.replace('/o/northwind', ''));
    expect(progress.html).toContain('From Dana Whitlock to Amir Haddad');
    expect(progress.html).toContain('0 of 1 handed over.');
    expect((await ask(w, `/admin/users/${w.omar.id}/hand-over/${job!.id}`)).status).toBe(404);
  });

  test('leaves everything as it is where nobody takes it, and is taken back', async () => {
    const w = await lately();
    const okr = await w.okr({});
    await ask(w, `/admin/users/${w.dana.id}/deactivation`, { to: '' });
    expect(await w.db.select().from(jobs)).toEqual([]);
    expect((await ask(w, `/okrs/${okr.id}`)).html).toContain('Dana Whitlock');
    const again = await ask(w, `/admin/users/${w.dana.id}/reactivation`, {});
    expect(again.status).toBe(303);
    expect((await findMember(w.as(w.ada), w.dana.id)).deactivatedAt).toBeNull();
  });

  test('keeps the last owner, with a sentence', async () => {
    const w = await lately();
    const { status, html } = await ask(w, `/admin/users/${w.ada.id}/deactivation`, { to: '' });
    expect(status).toBe(409);
    expect(html).toContain('This is the last owner.');
  });

  test('lets nobody be chosen who cannot take it over', async () => {
    const w = await lately();
    const { status, html } = await ask(w, `/admin/users/${w.dana.id}/hand-over`, { to: w.omar.id });
    expect(status).toBe(422);
    expect(html).toContain('Observers look on; they cannot take anything over.');
    expect((await ask(w, `/admin/users/${w.dana.id}/hand-over`, { to: '' })).html).toContain('Choose who takes it.');
  });
});

describe('leaving', () => {
  test('says what stays, and ends what one may see', async () => {
    const w = await lately();
    await w.okr({});
    expect((await ask(w, '/leave', undefined, w.dana)).html).toContain('until an admin hands it over');
    expect(await ask(w, '/leave', {}, w.dana)).toMatchObject({ status: 303, location: '/' });
    expect((await ask(w, '', undefined, w.dana)).location).toContain('/signin');
    expect((await ask(w, '/leave', {}, w.omar)).status).toBe(303);
  });

  test('is refused to the last owner', async () => {
    const w = await lately();
    expect(await ask(w, '/leave', {}, w.ada)).toMatchObject({ status: 409 });
  });
});
