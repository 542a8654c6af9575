import { exports } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { newId, type OkrId } from '../../src/db/ids.ts';
import { okrs } from '../../src/db/schema/okrs.ts';
import { dayOf } from '../../src/lib/days.ts';
import { DAY, tree, type World, world } from '../support/world.ts';

const now = Date.now();
const daysAgo = (w: World, days: number) => dayOf(now - days * DAY, w.org.timeZone);

/** Two key results that moved over the last days, settled as of then. */
async function week() {
  const w = await world({ now: now - 10 * DAY });
  const { objective, keyResults } = await tree(w, [{ title: 'Grow trials' }, { title: 'Win shops' }], {
    team_id: w.team.id,
    level: 'team',
  });
  const [first, second] = keyResults.map((okr) => okr.id) as [OkrId, OkrId];
  const say = async (okrId: OkrId, value: number, days: number) => {
    const at = now - days * DAY;
    await w.writer(okrId, w.dana, at).checkIn({ value }, newId('chk', at));
    await w.writer(objective.id, w.ada, at).rollUp();
  };
  await say(first, 20, 9);
  await say(first, 60, 4);
  await say(second, 10, 3);
  return { w, objective: objective.id, first, second };
}

const ask = async (w: World, path: string, person = w.dana) => {
  const answer = await exports.default.fetch(`http://localhost/o/${w.org.slug}/okrs/${path}`, {
    headers: { Cookie: await w.cookie(person) },
    redirect: 'manual',
  });
  const html = await answer.text();
  const words = html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  return { status: answer.status, timing: answer.headers.get('Server-Timing'), words, html };
};

describe('what changed between two days', () => {
  it('is told of an OKR and what is below it, in two round trips', async () => {
    const { w, objective } = await week();
    const { words, timing } = await ask(w, `${objective}/changes?from=${daysAgo(w, 7)}`);
    expect(timing).toContain('trips=2');
    expect(words).toContain('Of 3 OKRs, 3 gained.');
    expect(words).toMatch(/“Delight customers” went from 10% to 35% and (turned|is still)/);
    expect(words).toContain('Two key results moved it: “Grow trials” (from 20% to 60%) and “Win shops” (new, at 10%).');
    expect((await ask(w, `${objective}/changes?from=${daysAgo(w, 2)}`)).words).toContain('None of 3 OKRs changed.');
  });

  it('leads from each title to its OKR, also from those that moved another', async () => {
    const { w, objective, first, second } = await week();
    const { html } = await ask(w, `${objective}/changes?from=${daysAgo(w, 7)}`);
    const [sentence] = /<p class="prose">.*?<\/p>/.exec(html)!;
    expect([...sentence.matchAll(/<a href="[^"]*\/(okr_\w+)">(.*?)<\/a>/g)].map(([, ...link]) => link)).toEqual([
      [objective, '“Delight customers”'],
      [first, '“Grow trials”'],
      [second, '“Win shops”'],
    ]);
  });

  it('is told of the whole period, and of a team', async () => {
    const { w } = await week();
    const days = `from=${daysAgo(w, 7)}&to=${daysAgo(w, 0)}`;
    const all = await ask(w, `changes?${days}`);
    expect(all.timing).toContain('trips=2');
    expect(all.words).toContain('Of 3 OKRs, 3 gained.');
    expect((await ask(w, `changes?${days}&team=${w.team.id}`)).words).toContain('Product, Q4 2026');
    expect((await ask(w, `changes?${days}&period=${w.year.id}`)).words).toContain('There was nothing to look at yet.');
  });

  it('refuses days that make no sense, and what is not there', async () => {
    const { w, objective } = await week();
    const backwards = await ask(w, `${objective}/changes?from=${daysAgo(w, 0)}&to=${daysAgo(w, 3)}`);
    expect(backwards.status).toBe(422);
    expect(backwards.words).toContain('The first day has to lie before the second');
    expect((await ask(w, `${objective}/changes?from=tomorrow`)).status).toBe(422);
    expect((await ask(w, 'changes?team=tm_unknown')).status).toBe(404);
    expect((await ask(w, 'changes?period=per_unknown')).status).toBe(404);
    const other = await world({ slug: 'southwind', now });
    expect((await ask(other, `${objective}/changes`)).status).toBe(404);
  });

  it('leaves out what is private to others', async () => {
    const { w, objective } = await week();
    await w.db.update(okrs).set({ visibility: 'private' }).where(eq(okrs.title, 'Win shops'));
    const { words } = await ask(w, `${objective}/changes?from=${daysAgo(w, 7)}`, w.omar);
    expect(words).not.toContain('Win shops');
    expect(words).toContain('Of 2 OKRs');
  });
});
