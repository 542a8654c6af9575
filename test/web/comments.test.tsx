import { exports } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, test, vi } from 'vitest';
import { newId, type OkrId } from '../../src/db/ids.ts';
import { comments, mentions } from '../../src/db/schema/conversations.ts';
import { kept } from '../../src/domain/mentions/mention.ts';
import { type Person, type World, world } from '../support/world.ts';

const lately = () => world({ now: Date.now() });

async function ask(
  w: World,
  path: string,
  form?: Record<string, string>,
  { person = w.dana as Person, htmx = false } = {},
) {
  const response = await exports.default.fetch(`http://localhost/o/${w.org.slug}${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: {
      Cookie: await w.cookie(person),
      Origin: 'http://localhost',
      ...(htmx && { 'HX-Request': 'true', 'HX-Request-Type': 'partial' }),
    },
    body: form ? new URLSearchParams(form) : undefined,
  });
  return {
    status: response.status,
    html: await response.text(),
    location: response.headers.get('Location') ?? '',
    trips: Number(/trips=(\d+)/.exec(response.headers.get('Server-Timing') ?? '')?.[1]),
    said: decodeURIComponent(/said=([^;]*)/.exec(response.headers.get('Set-Cookie') ?? '')?.[1] ?? ''),
  };
}

const spoken = async (w: World, okrId: OkrId) => {
  const rows = await w.db.select().from(comments).where(eq(comments.okrId, okrId));
  return rows.map(({ text }) => text);
};

describe('comments on the page of an OKR', () => {
  test('are posted without JavaScript and stand in the story with their marks', async () => {
    const w = await lately();
    const okr = await w.okr({});
    const posted = await ask(
      w,
      `/okrs/${okr.id}/comments`,
      { text: '**Why** so slow, @amir? <b>' },
      { person: w.omar },
    );
    expect(posted.status).toBe(303);
    expect(posted.location).toMatch(new RegExp(`^/o/northwind/okrs/${okr.id}#cmt_`));
    const { html, trips } = await ask(w, `/okrs/${okr.id}`);
    expect(html).toContain('<strong>Why</strong> so slow, @<b>Amir Haddad</b>? &lt;b&gt;');
    expect(html).toContain('Omar Said commented, ');
    expect(trips).toBe(2);
  });

  test('come back as the story when htmx posts them, and as their own form with an error', async () => {
    const w = await lately();
    const okr = await w.okr({});
    const good = await ask(w, `/okrs/${okr.id}/comments`, { text: 'Good', from: 'story' }, { htmx: true });
    expect(good.html).toMatch(/^<section aria-labelledby="story" id="okr-story">/);
    expect(good.html).toContain('Dana Whitlock commented');
    const empty = await ask(w, `/okrs/${okr.id}/comments`, { text: ' ' }, { htmx: true });
    expect([empty.status, empty.html]).toEqual([
      422,
      expect.stringMatching(/^<form class="stack tight".*Write something first\./s),
    ]);
  });

  test('come back in full, with what was typed, when a form without JavaScript is refused', async () => {
    const w = await lately();
    const okr = await w.okr({ title: 'Raise NPS' });
    const { status, html } = await ask(w, `/okrs/${okr.id}/comments`, { text: 'x'.repeat(4_001) });
    expect(status).toBe(422);
    expect(html).toContain('A comment has at most 4000 characters.');
    expect(html).toContain('x'.repeat(4_001));
    expect(html).toContain('Raise NPS');
  });

  test('answer a check-in under it', async () => {
    const w = await lately();
    const okr = await w.okr({});
    const { checkIn } = await w.writer(okr.id).checkIn({ value: 10, note: 'A *beginning*' }, newId('chk', w.now));
    const fields = { text: 'Of what?', check_in: checkIn.id, from: 'story' };
    const { html } = await ask(w, `/okrs/${okr.id}/comments`, fields, { htmx: true, person: w.omar });
    expect(html).toMatch(new RegExp(`^<div class="answers" id="answers-${checkIn.id}">`));
    expect(html).toContain('Omar Said answered');
    const page = (await ask(w, `/okrs/${okr.id}`)).html;
    expect(page).toContain('A <em>beginning</em>');
    expect(page.indexOf('Of what?')).toBeGreaterThan(page.indexOf(`id="answers-${checkIn.id}"`));
    expect((await ask(w, `/okrs/${okr.id}/comments?check_in=${checkIn.id}`)).html).toContain('Of what?');
  });

  test('have an address that finds them, on the newest page or further back', async () => {
    const w = await lately();
    const okr = await w.okr({});
    const first = (await ask(w, `/okrs/${okr.id}/comments`, { text: 'First' })).location.split('#')[1]!;
    const link = `/okrs/${okr.id}/comments/${first}`;
    expect((await ask(w, link)).location).toBe(`/o/northwind/okrs/${okr.id}#${first}`);
    for (let i = 0; i < 14; i++) await ask(w, `/okrs/${okr.id}/comments`, { text: `Later ${i}` });
    const { location, trips } = await ask(w, link);
    expect(location).toMatch(/\?before=\d+#cmt_/);
    expect(trips).toBe(2);
    const { html } = await ask(w, location.replace('/o/northwind', ''));
    expect(html).toContain(`<li id="${first}">`);
  });

  test('are edited and deleted by those who may, each on a page of its own', async () => {
    const w = await lately();
    const okr = await w.okr({});
    const id = (await ask(w, `/okrs/${okr.id}/comments`, { text: 'Look @amir' })).location.split('#')[1]!;
    const own = `/okrs/${okr.id}/comments/${id}`;
    expect((await ask(w, `/okrs/${okr.id}`, undefined, { person: w.omar })).html).not.toContain(`${own}/edit`);
    expect((await ask(w, `${own}/edit`, undefined, { person: w.ada })).status).toBe(403);
    expect((await ask(w, `${own}/edit`)).html).toContain('>Look @Amir Haddad</textarea>');
    expect((await ask(w, `${own}/edit`, { text: '' })).status).toBe(422);
    const saved = await ask(w, `${own}/edit`, { text: 'Look again @Amir Haddad' });
    expect([saved.status, saved.said]).toEqual([303, 'The comment is saved.']);
    expect(await spoken(w, okr.id)).toEqual([`Look again ${kept(w.amir)}`]);
    expect((await ask(w, `${own}/deletion`, {}, { person: w.omar })).status).toBe(403);
    expect((await ask(w, `${own}/deletion`, undefined, { person: w.ada })).html).toContain('Delete this comment?');
    expect((await ask(w, `${own}/deletion`, {}, { person: w.ada })).status).toBe(303);
    expect(await spoken(w, okr.id)).toEqual([]);
  });

  test('of long answers lead to the earlier ones', async () => {
    const w = await lately();
    const okr = await w.okr({});
    const { checkIn } = await w.writer(okr.id).checkIn({ value: 10 }, newId('chk', w.now));
    for (let i = 0; i < 6; i++) await ask(w, `/okrs/${okr.id}/comments`, { text: `Answer ${i}`, check_in: checkIn.id });
    const { html } = await ask(w, `/okrs/${okr.id}`);
    expect(html).toContain(`/okrs/${okr.id}/comments?check_in=${checkIn.id}`);
    expect(html).not.toContain('Answer 0');
    expect(html).toContain('Answer 5');
  });
});

describe('signs', () => {
  test('say who gave them, and the button takes one’s own back', async () => {
    const w = await lately();
    const okr = await w.okr({});
    const path = `/okrs/${okr.id}/reactions`;
    await ask(w, path, { subject: okr.id, add: 'agree' }, { person: w.omar });
    const { html } = await ask(w, path, { subject: okr.id, add: 'agree' }, { htmx: true });
    expect(html).toContain(`id="reactions-${okr.id}"`);
    expect(html).toContain('aria-label="Agree, 2: Omar Said and Dana Whitlock"');
    expect(html).toContain('name="remove" value="agree" aria-pressed="true"');
    const back = await ask(w, path, { subject: okr.id, remove: 'agree' });
    expect(back.location).toBe(`/o/northwind/okrs/${okr.id}#${okr.id}`);
    expect((await ask(w, `/okrs/${okr.id}`)).html).toContain('aria-label="Agree, 1: Omar Said"');
    expect((await ask(w, path, { subject: okr.id, add: 'shrug' })).status).toBe(422);
  });
});

describe('mentions', () => {
  test('are suggested by name, as they have to be typed', async () => {
    const w = await lately();
    const { html } = await ask(w, '/mentions?q=da');
    expect(JSON.parse(html)).toEqual({ people: [{ name: 'Dana Whitlock', text: '@Dana Whitlock' }] });
    expect(JSON.parse((await ask(w, '/mentions?q=')).html)).toEqual({ people: [] });
    expect(JSON.parse((await ask(w, '/mentions?q=%25')).html)).toEqual({ people: [] });
  });

  test('are new in my week until I open the OKR', async () => {
    const w = await lately();
    const okr = await w.okr({ title: 'Raise NPS' });
    await ask(w, `/okrs/${okr.id}/comments`, { text: 'Ask **@omar** about it' });
    const before = await ask(w, '', undefined, { person: w.omar });
    expect(before.html).toContain('1 new');
    expect(before.html).toContain('Ask @Omar Said about it');
    expect(before.trips).toBe(2);
    await ask(w, `/okrs/${okr.id}`, undefined, { person: w.amir });
    expect((await w.db.select().from(mentions))[0]!.seenAt).toBeNull();
    await ask(w, `/okrs/${okr.id}`, undefined, { person: w.omar });
    await vi.waitFor(async () => expect((await w.db.select().from(mentions))[0]!.seenAt).not.toBeNull());
    expect((await ask(w, '', undefined, { person: w.omar })).html).not.toContain('1 new');
  });

  test('are seen at once by a button', async () => {
    const w = await lately();
    const okr = await w.okr({});
    await ask(w, `/okrs/${okr.id}/comments`, { text: '@omar' });
    expect((await ask(w, '/mentions/seen', {}, { person: w.omar })).status).toBe(303);
    expect((await w.db.select().from(mentions))[0]!.seenAt).not.toBeNull();
  });

  test('tell the writer who cannot see a private OKR', async () => {
    const w = await lately();
    const okr = await w.okr({ visibility: 'private' });
    const { said } = await ask(w, `/okrs/${okr.id}/comments`, { text: '@amir' });
    expect(said).toBe('Amir Haddad cannot see this OKR, so the name stays plain text.');
    expect((await ask(w, `/okrs/${okr.id}/comments`, undefined, { person: w.ada })).status).toBe(404);
    expect((await ask(w, `/okrs/${okr.id}/comments`, { text: 'x' }, { person: w.ada })).status).toBe(404);
  });

  test('stay what they are when a description is saved as it was', async () => {
    const w = await lately();
    const okr = await w.okr({ description: 'With @amir', period_id: w.quarter.id });
    const { html } = await ask(w, `/okrs/${okr.id}/edit`);
    expect(html).toContain('>With @Amir Haddad</textarea>');
    expect((await ask(w, `/okrs/${okr.id}`)).html).toContain('With @<b>Amir Haddad</b>');
  });
});
