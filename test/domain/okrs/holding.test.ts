import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { newId, type OkrId } from '../../../src/db/ids.ts';
import { events } from '../../../src/db/schema/access.ts';
import { dataLinks } from '../../../src/db/schema/connections.ts';
import { checkIns, okrs, rollUpsDue } from '../../../src/db/schema/okrs.ts';
import { findExplanation } from '../../../src/domain/okrs/explaining.ts';
import { resumeUpdates } from '../../../src/writers/resuming.ts';
import { refreshLink } from '../../../src/writers/syncing.ts';
import { jiraOutside } from '../../support/outside.ts';
import { DAY, tree, type World, world } from '../../support/world.ts';

const okrOf = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!;
const say = async (w: World, id: OkrId, input: { value?: number; sticky?: boolean }, now = w.now) => {
  const said = await w.writer(id, w.dana, now).checkIn(input, newId('chk', now));
  await w.settle(said.due);
  return said.checkIn;
};
const resume = (w: World, id: OkrId) => resumeUpdates(env, { ...w.as(), now: w.now + DAY }, id);

/** An objective that rolls up to 40, of which Dana says 80 and holds it. */
async function heldParent(settings = {}) {
  const w = await world({ settings });
  const { objective, keyResults } = await tree(w, [{}, {}]);
  const [first, second] = keyResults.map((okr) => okr.id) as [OkrId, OkrId];
  await say(w, first, { value: 80 });
  const checkIn = await say(w, objective.id, { value: 80, sticky: true });
  return { w, id: objective.id, first, second, checkIn };
}

/** A key result that Jira reads 30 % of, of which Dana says 55 and holds it. */
async function heldLink(read = true) {
  const jira = jiraOutside();
  const w = await world({ now: Date.now() });
  const { id } = await w.okr({});
  await w.link(id, await w.connection(), '"Epic Link" = AE-786');
  const refresh = () => refreshLink(env, w.as(), id, 'refresh');
  if (read) await refresh();
  await say(w, id, { value: 55, sticky: true });
  return { jira, w, id, refresh };
}

describe('a held value', () => {
  it('stays when something below changes, and the due roll-up is settled', async () => {
    const { w, id, second } = await heldParent();
    expect(await okrOf(w, id)).toMatchObject({ value: 80, heldAt: w.now, status: 'on_track' });
    await say(w, second, { value: 10 });
    expect(await okrOf(w, id)).toMatchObject({ value: 80, status: 'on_track' });
    expect(await w.db.$count(rollUpsDue, eq(rollUpsDue.okrId, id))).toBe(0);
  });

  it('stays when the source is read, and the reading is recorded', async () => {
    const { jira, w, id, refresh } = await heldLink();
    jira.createIssue({ project: 'AE', parent: 'AE-786', summary: 'One more', status: 'To Do' });
    expect(await refresh()).toMatchObject({ outcome: 'unchanged', matched: 11, completed: 3 });
    expect(await okrOf(w, id)).toMatchObject({ value: 55 });
    const [link] = await w.db.select().from(dataLinks).where(eq(dataLinks.okrId, id));
    expect(link).toMatchObject({ matched: 11, completed: 3 });
  });

  it('without sticky is replaced by the next change', async () => {
    const w = await world();
    const { objective, keyResults } = await tree(w, [{}]);
    await say(w, objective.id, { value: 80 });
    await say(w, keyResults[0]!.id, { value: 10 });
    expect(await okrOf(w, objective.id)).toMatchObject({ value: 10, heldAt: null });
  });

  it('is kept by a later word that says nothing of it, and let go by one that does', async () => {
    const { w, id, second } = await heldParent();
    await say(w, id, { value: 85 }, w.now + DAY);
    expect(await okrOf(w, id)).toMatchObject({ value: 85, heldAt: w.now });
    await say(w, id, { value: 90, sticky: false }, w.now + DAY);
    await say(w, second, { value: 40 }, w.now + DAY);
    expect(await okrOf(w, id)).toMatchObject({ value: 60, heldAt: null });
  });

  it('goes with the check-in that began it', async () => {
    const { w, id, first, checkIn } = await heldParent();
    await w.settle((await w.writer(id).deleteCheckIn(checkIn.id)).due);
    expect(await okrOf(w, id)).toMatchObject({ value: 40, heldAt: null });
    await say(w, first, { value: 20 });
    expect(await okrOf(w, id)).toMatchObject({ value: 10 });
  });

  it('is explained: whose it is, since when, and what there would be without it', async () => {
    const { w, id, second } = await heldParent();
    await say(w, second, { value: 10 });
    expect(await findExplanation(w.as(), id)).toMatchObject({
      formula: '80 ÷ 100 = 80%',
      override: {
        since: new Date(w.now).toISOString(),
        by: { member_id: w.dana.id, name: w.dana.name },
        value: 80,
        automatic_value: 45,
      },
      notes: expect.arrayContaining(['A value that a person said holds until somebody resumes automatic updates.']),
    });
  });

  it('is refused where nothing else would replace it, and where there is no value', async () => {
    const w = await world();
    const byHand = await w.okr({});
    await expect(say(w, byHand.id, { value: 5, sticky: true })).rejects.toMatchObject({
      code: 'invalid',
      fields: { sticky: 'This OKR is checked in by hand, so nothing else replaces what you say.' },
    });
    const { objective } = await tree(w, [{}]);
    await expect(say(w, objective.id, { sticky: true })).rejects.toMatchObject({
      code: 'invalid',
      fields: { value: 'Say the value to keep.' },
    });
  });

  it('ends when the OKR is checked in by hand from now on', async () => {
    const { w, id } = await heldLink();
    await w.writer(id).unlinkData();
    expect(await okrOf(w, id)).toMatchObject({ mode: 'manual', value: 55, heldAt: null });
  });
});

describe('resuming', () => {
  it('takes the roll-up at once, recomputes what is above, and leaves its event', async () => {
    const { w, id } = await heldParent();
    const company = await w.okr({ kind: 'objective', title: 'Company' });
    await w.settle((await w.writer(id).align(company.id, null)).due);
    expect(await okrOf(w, company.id)).toMatchObject({ value: 80 });
    await resume(w, id);
    expect(await okrOf(w, id)).toMatchObject({ value: 40, heldAt: null, statusSource: 'computed' });
    expect(await okrOf(w, company.id)).toMatchObject({ value: 40 });
    const told = await w.db.select().from(checkIns).where(eq(checkIns.okrId, id)).orderBy(checkIns.version);
    expect(told.at(-1)).toMatchObject({ source: 'roll_up', authorId: null, value: 40 });
    const happened = await w.db.select().from(events).where(eq(events.subjectId, id));
    expect(happened.find((each) => each.action === 'okr.resumed')).toMatchObject({
      actorId: w.dana.id,
      data: { from: 80, to: 40 },
    });
  });

  it('takes the last reading at once', async () => {
    const { jira, w, id, refresh } = await heldLink();
    jira.createIssue({ project: 'AE', parent: 'AE-786', summary: 'One more', status: 'To Do' });
    await refresh();
    await resume(w, id);
    const okr = await okrOf(w, id);
    expect(okr.heldAt).toBeNull();
    expect(okr.value).toBeCloseTo(300 / 11, 9);
  });

  it('reads the source where there was no reading yet', async () => {
    const { w, id } = await heldLink(false);
    await resume(w, id);
    expect(await okrOf(w, id)).toMatchObject({ value: 30, heldAt: null });
  });

  it('changes nothing where nothing is held', async () => {
    const w = await world();
    const { objective } = await tree(w, [{}]);
    const before = await okrOf(w, objective.id);
    await resume(w, objective.id);
    expect(await okrOf(w, objective.id)).toEqual(before);
  });

  it('is for those who may change it', async () => {
    const { w, id } = await heldParent();
    const other = await world({ slug: 'southwind' });
    await expect(w.writer(id, w.omar).resume()).rejects.toMatchObject({ code: 'forbidden' });
    await expect(other.writer(id, other.ada).resume()).rejects.toMatchObject({ code: 'not_found' });
    await expect(w.writer(id).resume(99)).rejects.toMatchObject({ code: 'stale' });
  });
});
