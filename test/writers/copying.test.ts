import { createExecutionContext, createMessageBatch, getQueueResult } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { and, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type JobId, newId, type OkrId, type OrgId } from '../../src/db/ids.ts';
import { dataLinks } from '../../src/db/schema/connections.ts';
import { jobs } from '../../src/db/schema/jobs.ts';
import { alignments, okrOwners, okrs } from '../../src/db/schema/okrs.ts';
import { members } from '../../src/db/schema/organizations.ts';
import type { CopiesInput } from '../../src/domain/copies/order.ts';
import { findJob } from '../../src/domain/jobs/finding.ts';
import { listLeftJobs } from '../../src/domain/jobs/listing-left.ts';
import type { Okr } from '../../src/domain/okrs/okr.ts';
import { createPeriod } from '../../src/domain/periods/creating.ts';
import { deletePeriod } from '../../src/domain/periods/deleting.ts';
import { findPeriod } from '../../src/domain/periods/finding.ts';
import { consume } from '../../src/jobs/consumer.ts';
import { goOnCopying, startCopies } from '../../src/writers/copying.ts';
import type { Job } from '../../src/writers/messages.ts';
import { DAY, metric, type Person, tree, type World, world } from '../support/world.ts';

/** What was put into the queue; nothing is worked off by itself. */
let sent: Job[];

beforeEach(() => {
  sent = [];
  const queue = Object.getPrototypeOf(env.JOBS) as typeof env.JOBS;
  vi.spyOn(queue, 'send').mockImplementation(async (body) => {
    sent.push(body as Job);
    return undefined as never;
  });
  vi.spyOn(queue, 'sendBatch').mockImplementation(async (messages) => {
    for (const { body } of messages) sent.push(body as Job);
    return undefined as never;
  });
});

/** An organization with a next quarter. */
async function planned() {
  const w = await world();
  const input = { name: 'Q1 2027', kind: 'quarter', starts_on: '2027-01-01', ends_on: '2027-03-31' } as const;
  return { w, next: (await createPeriod(w.as(w.ada), input)).id };
}

const ask = (
  w: World,
  okrId: OkrId,
  input: Partial<CopiesInput> & { period_id: CopiesInput['period_id'] },
  who = w.ada,
) => startCopies(env, w.as(who), okrId, { depth: 'alone', ...input });

const goOn = (w: World, id: JobId) => goOnCopying(env, w.db, w.org.id, id);

/** Works off what is in the queue, message by message, until nothing is left. */
async function workOff(w: World) {
  for (let message = sent.shift(); message; message = sent.shift())
    if (message.type === 'copies') await goOnCopying(env, w.db, message.orgId as OrgId, message.jobId as JobId);
}

async function copied(w: World, okrId: OkrId, input: Parameters<typeof ask>[2], who?: Person) {
  const { id } = await ask(w, okrId, input, who);
  await workOff(w);
  const job = await jobOf(w, id);
  expect(job).toMatchObject({ state: 'done', done: job.total, failure: null });
  return Promise.all((job.result.okr_ids as OkrId[]).map((each) => okrOf(w, each)));
}

const jobOf = async (w: World, id: JobId) => (await w.db.select().from(jobs).where(eq(jobs.id, id)))[0]!;
const okrOf = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0]!;
const edgesOf = (w: World, childId: OkrId) =>
  w.db
    .select({ parentId: alignments.parentId, fixedWeight: alignments.fixedWeight })
    .from(alignments)
    .where(and(eq(alignments.orgId, w.org.id), eq(alignments.childId, childId)));
const ownersOf = async (w: World, okrId: OkrId) =>
  (await w.db.select().from(okrOwners).where(eq(okrOwners.okrId, okrId))).map(({ memberId }) => memberId);
const at = async (w: World, id: OkrId, value: number) => {
  const { due } = await w.writer(id, w.ada).checkIn({ value }, newId('chk', w.now));
  await w.settle(due);
};

describe('a copy', () => {
  it('is a new OKR of its period that says where it comes from, without progress', async () => {
    const { w, next } = await planned();
    const okr = await w.okr({
      measure: metric(0, 10),
      ambition: 'aspirational',
      description: 'Why',
      team_id: w.team.id,
    });
    await at(w, okr.id, 5);
    const [copy] = await copied(w, okr.id, { period_id: next });
    expect(copy).toMatchObject({
      title: okr.title,
      description: 'Why',
      ambition: 'aspirational',
      teamId: w.team.id,
      periodId: next,
      startsOn: '2027-01-01',
      endsOn: '2027-03-31',
      copiedFromId: okr.id,
      creatorId: w.ada.id,
      startValue: 0,
      targetValue: 10,
      value: null,
      progress: null,
      status: 'not_started',
      version: 1,
      top: true,
    });
    expect(await ownersOf(w, copy!.id)).toEqual([w.dana.id]);
    expect(await okrOf(w, okr.id)).toMatchObject({ closedAt: null, value: 5 });
  });

  it('belongs to one new owner if one is named, and never to people who have left', async () => {
    const { w, next } = await planned();
    const okr = await w.okr({ owner_ids: [w.dana.id, w.amir.id] });
    const [renamed] = await copied(w, okr.id, { period_id: next, owner_id: w.amir.id });
    expect(await ownersOf(w, renamed!.id)).toEqual([w.amir.id]);
    expect(renamed!.checkInOwnerId).toBe(w.amir.id);

    await w.db.update(members).set({ deactivatedAt: w.now }).where(eq(members.id, w.dana.id));
    const [kept] = await copied(w, okr.id, { period_id: next });
    expect(await ownersOf(w, kept!.id)).toEqual([w.amir.id]);
    expect(kept!.checkInOwnerId).toBe(w.amir.id);
  });

  it('of a tree keeps what is aligned inside it, with its contributions', async () => {
    const { w, next } = await planned();
    const { objective, keyResults } = await tree(w, [{}, {}]);
    const [one, two] = keyResults.map(({ id }) => id) as [OkrId, OkrId];
    await w.writer(one).align(objective.id, 70);
    const grandchild = await w.okr({ title: 'Deeper', parents: [{ okrId: two, fixedWeight: null }] });

    const of = (copies: Okr[], id: OkrId) => copies.find(({ copiedFromId }) => copiedFromId === id)!;
    const children = await copied(w, objective.id, { period_id: next, depth: 'children' });
    expect(children).toHaveLength(3);
    const parent = of(children, objective.id);
    expect(await edgesOf(w, of(children, one).id)).toEqual([{ parentId: parent.id, fixedWeight: 70 }]);
    expect(await edgesOf(w, of(children, two).id)).toEqual([{ parentId: parent.id, fixedWeight: null }]);
    expect([parent.top, of(children, one).top]).toEqual([true, false]);
    expect(children.map(({ id }) => id)).toEqual(children.map(({ id }) => id).sort());

    const all = await copied(w, objective.id, { period_id: next, depth: 'descendants' });
    expect(all).toHaveLength(4);
    expect(await edgesOf(w, of(all, grandchild.id).id)).toEqual([{ parentId: of(all, two).id, fixedWeight: null }]);
  });

  it('stays with a parent only if that lives in the period', async () => {
    const { w, next } = await planned();
    const { objective, keyResults } = await tree(w, [{}]);
    const there = await w.okr({ kind: 'objective', title: 'Next year', period_id: next });
    const kr = keyResults[0]!.id;
    await w.writer(kr).align(there.id, 20);
    const [copy] = await copied(w, kr, { period_id: next });
    expect(await edgesOf(w, copy!.id)).toEqual([{ parentId: there.id, fixedWeight: null }]);
    expect(await edgesOf(w, kr)).toHaveLength(2);
    const [beside] = await copied(w, kr, { period_id: w.quarter.id });
    expect(await edgesOf(w, beside!.id)).toEqual([{ parentId: objective.id, fixedWeight: null }]);
  });

  it('takes its data source along, unread, and asks for a reading at once', async () => {
    const { w, next } = await planned();
    const okr = await w.okr({});
    const connection = await w.connection();
    await w.link(okr.id, connection, 'project = AE');
    const { id } = await ask(w, okr.id, { period_id: next });
    sent = [];
    await goOn(w, id);
    const copy = (await jobOf(w, id)).result.okr_ids as OkrId[];
    const source = 'project = AE';
    expect(sent).toEqual([{ type: 'scan', orgId: w.org.id, connectionId: connection, trigger: 'edit', source }]);
    const [link] = await w.db.select().from(dataLinks).where(eq(dataLinks.okrId, copy[0]!));
    expect(link).toMatchObject({ query: { jql: 'project = AE' }, readAt: null, value: null, count: 'completed' });
    expect(await okrOf(w, copy[0]!)).toMatchObject({ mode: 'data_source', provider: 'jira' });
  });

  it('leaves a private connection to those who may use it, and is checked in by hand', async () => {
    const { w, next } = await planned();
    const okr = await w.okr({});
    const connection = await w.connection({ shared: false });
    await w.link(okr.id, connection, 'project = AE');
    const linksOf = (id: OkrId) => w.db.select().from(dataLinks).where(eq(dataLinks.okrId, id));

    const [danas] = await copied(w, okr.id, { period_id: next }, w.dana);
    expect(danas).toMatchObject({ mode: 'manual', provider: null });
    expect(await linksOf(danas!.id)).toEqual([]);
    const [admins] = await copied(w, okr.id, { period_id: next }, w.ada);
    expect(admins).toMatchObject({ mode: 'data_source', provider: 'jira' });
    expect(await linksOf(admins!.id)).toMatchObject([{ connectionId: connection }]);
  });
});

describe('postponing', () => {
  it('a metric at 5 of 0..10 goes on from 5 to 10, and the source ends as postponed', async () => {
    const { w, next } = await planned();
    const okr = await w.okr({ measure: metric(0, 10) });
    await at(w, okr.id, 5);
    const [copy] = await copied(w, okr.id, { period_id: next, postpone: true });
    expect(copy).toMatchObject({ startValue: 5, targetValue: 10, value: null });
    expect(await okrOf(w, okr.id)).toMatchObject({ status: 'postponed', value: 5, score: null });
  });

  it('a tree leaves behind what has ended in it', async () => {
    const { w, next } = await planned();
    const { objective, keyResults } = await tree(w, [{}, {}]);
    await at(w, keyResults[0]!.id, 100);
    await w.writer(keyResults[0]!.id).closeOkr({});
    const copies = await copied(w, objective.id, { period_id: next, depth: 'descendants', postpone: true });
    expect(copies.map(({ copiedFromId }) => copiedFromId)).toEqual([objective.id, keyResults[1]!.id]);
    expect(await okrOf(w, keyResults[0]!.id)).toMatchObject({ status: 'closed', score: 1 });
    expect(await okrOf(w, objective.id)).toMatchObject({ status: 'postponed' });
  });

  it('is refused for what one may not change, before anything happens', async () => {
    const { w, next } = await planned();
    const { objective } = await tree(w, [{}], { owner_ids: [w.ada.id] });
    await w.okr({ title: 'Of Ada', parents: [{ okrId: objective.id, fixedWeight: null }] }, w.ada);
    await expect(
      ask(w, objective.id, { period_id: next, depth: 'children', postpone: true }, w.dana),
    ).rejects.toMatchObject({ code: 'forbidden', message: /“Of Ada”/ });
    expect(sent).toEqual([]);
    await copied(w, objective.id, { period_id: next, depth: 'children' }, w.dana);
  });
});

describe('a job of copies', () => {
  /** An objective with thirteen key results: three messages' worth. */
  async function large() {
    const { w, next } = await planned();
    const { objective } = await tree(
      w,
      Array.from({ length: 13 }, () => ({})),
    );
    const { id } = await ask(w, objective.id, { period_id: next, depth: 'children', postpone: true });
    const made = () =>
      w.db
        .select()
        .from(okrs)
        .where(and(eq(okrs.orgId, w.org.id), eq(okrs.periodId, next)));
    return { w, next, objective, id, made };
  }

  it('goes on message by message and shows how far it is', async () => {
    const { w, id, made } = await large();
    expect(await jobOf(w, id)).toMatchObject({ state: 'waiting', done: 0, total: 14 });
    const steps: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      sent = [];
      await goOn(w, id);
      steps.push([(await jobOf(w, id)).state, (await jobOf(w, id)).done, sent.length]);
    }
    expect(steps).toEqual([
      ['running', 6, 1],
      ['running', 12, 1],
      ['done', 14, 0],
    ]);
    expect(await made()).toHaveLength(14);
  });

  it('that is delivered twice at once copies once', async () => {
    const { w, id, made } = await large();
    await Promise.all([goOn(w, id), goOn(w, id)]);
    expect(await made()).toHaveLength((await jobOf(w, id)).done);
    await workOff(w);
    await goOn(w, id);
    expect(await made()).toHaveLength(14);
    expect(new Set((await made()).map(({ copiedFromId }) => copiedFromId)).size).toBe(14);
  });

  it('goes on after a crash, whether before the copies or after them', async () => {
    const { w, id, made } = await large();
    const batch = vi.spyOn(w.db, 'batch').mockRejectedValueOnce(new Error('D1 went away'));
    await expect(goOn(w, id)).rejects.toThrow('D1 went away');
    batch.mockRestore();
    expect(await made()).toHaveLength(0);
    const queue = vi.mocked(Object.getPrototypeOf(env.JOBS) as typeof env.JOBS);
    queue.sendBatch.mockRejectedValueOnce(new Error('the queue went away'));
    await expect(goOn(w, id)).rejects.toThrow('the queue went away');
    expect(await made()).toHaveLength(6);
    await goOn(w, id);
    await goOn(w, id);
    expect(await jobOf(w, id)).toMatchObject({ state: 'done', done: 14 });
    expect(await made()).toHaveLength(14);
  });

  it('skips what is deleted meanwhile', async () => {
    const { w, id, objective, made } = await large();
    await w.writer(objective.id).deleteOkr();
    await workOff(w);
    expect(await jobOf(w, id)).toMatchObject({ state: 'done', done: 14 });
    expect(await made()).toHaveLength(13);
  });

  it('leaves no edge to a copy that was deleted between two steps', async () => {
    const { w, id, made } = await large();
    await goOn(w, id);
    const copy = (await made()).find(({ kind }) => kind === 'objective')!;
    await w.writer(copy.id, w.ada).deleteOkr();
    await workOff(w);
    expect(await jobOf(w, id)).toMatchObject({ state: 'done', done: 14 });
    expect(await made()).toHaveLength(13);
    expect(await w.db.select().from(alignments).where(eq(alignments.parentId, copy.id))).toEqual([]);
  });

  it('that was written down and never queued, or went silent, is listed until it is over', async () => {
    const { w, id } = await large();
    const left = (now: number) => listLeftJobs(w.db, now - 60_000, now, 10);
    const created = (await jobOf(w, id)).createdAt;
    const own = [{ type: 'copies', orgId: w.org.id, jobId: id }];
    expect(await left(created + 30_000)).toEqual([]);
    expect(await left(created + 61_000)).toEqual(own);
    await goOn(w, id);
    await w.db.update(jobs).set({ updatedAt: created }).where(eq(jobs.id, id));
    expect(await left(created + 61_000)).toEqual(own);
    expect(await left(created + DAY + 61_000)).toEqual([]);
    await workOff(w);
    await w.db.update(jobs).set({ updatedAt: created }).where(eq(jobs.id, id));
    expect(await left(created + 61_000)).toEqual([]);
    const plan = await env.DB.prepare(
      `explain query plan select org_id, id from jobs where id > 'job_0' and id < 'job_1' and +state in ('waiting') order by id`,
    ).all<{ detail: string }>();
    expect(plan.results.map(({ detail }) => detail).join()).toMatch(/SEARCH jobs USING .*\(id>\? AND id<\?\)/);
  });

  it('fails with a sentence when our rules refuse it, and nothing tries again', async () => {
    const { w, next, id } = await large();
    await deletePeriod(w.as(w.ada), await findPeriod(w.as(w.ada), next));
    await workOff(w);
    expect(await jobOf(w, id)).toMatchObject({ state: 'failed', failure: 'There is no such time period.', done: 0 });
    await goOn(w, id);
    expect((await jobOf(w, id)).done).toBe(0);
  });

  it('fails when whoever asked for it has left', async () => {
    const { w, id } = await large();
    await w.db.update(members).set({ deactivatedAt: w.now }).where(eq(members.id, w.ada.id));
    await goOn(w, id);
    expect(await jobOf(w, id)).toMatchObject({ state: 'failed', failure: expect.stringMatching(/has left/) });
  });

  it('fails when whoever asked for it only looks on by now', async () => {
    const { w, next } = await planned();
    const { id } = await ask(w, (await w.okr({})).id, { period_id: next });
    await w.db.update(members).set({ role: 'observer' }).where(eq(members.id, w.ada.id));
    await goOn(w, id);
    expect(await jobOf(w, id)).toMatchObject({ state: 'failed', done: 0, failure: expect.stringMatching(/look on/) });
  });

  it('fails with a sentence when the queue gives up, and what still arrives changes nothing', async () => {
    const { w, id } = await large();
    vi.spyOn(console, 'log').mockImplementation(() => undefined);
    vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const body: Job = { type: 'copies', orgId: w.org.id, jobId: id };
    const message = [{ id: '1', timestamp: new Date(), attempts: 5, body }];
    const dead = createMessageBatch<Job>('cairn-jobs-dead', message);
    await consume(env, dead);
    expect((await getQueueResult(dead, createExecutionContext())).explicitAcks).toEqual(['1']);
    expect(await jobOf(w, id)).toMatchObject({ state: 'failed', failure: expect.stringMatching(/given up/) });

    const live = createMessageBatch<Job>('cairn-jobs', message);
    await consume(env, live);
    expect((await jobOf(w, id)).done).toBe(0);
  });

  it('that the queue does not take fails at once', async () => {
    const { w, next } = await planned();
    const okr = await w.okr({});
    const queue = vi.mocked(Object.getPrototypeOf(env.JOBS) as typeof env.JOBS);
    queue.send.mockRejectedValueOnce(new Error('full'));
    await expect(ask(w, okr.id, { period_id: next })).rejects.toThrow('full');
    const [job] = await w.db.select().from(jobs).where(eq(jobs.orgId, w.org.id));
    expect(job).toMatchObject({ state: 'failed', failure: expect.stringMatching(/queue/) });
  });

  it('is shown to whoever asked for it and to admins, and to nobody else', async () => {
    const { w, next } = await planned();
    const okr = await w.okr({});
    const { id } = await ask(w, okr.id, { period_id: next }, w.dana);
    await expect(findJob(w.as(w.dana), id)).resolves.toMatchObject({ id });
    await expect(findJob(w.as(w.amir), id)).resolves.toMatchObject({ id });
    await expect(findJob(w.as(w.omar), id)).rejects.toMatchObject({ code: 'not_found' });
    const south = await world({ slug: 'southwind' });
    await expect(findJob(south.as(south.ada), id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is refused to observers, for strangers’ things and for owners who cannot be', async () => {
    const { w, next } = await planned();
    const okr = await w.okr({});
    const south = await world({ slug: 'southwind' });
    await expect(ask(w, okr.id, { period_id: next }, w.omar)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(ask(south, okr.id, { period_id: south.quarter.id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(ask(w, okr.id, { period_id: south.quarter.id })).rejects.toMatchObject({ code: 'not_found' });
    await expect(ask(w, okr.id, { period_id: next, owner_id: w.omar.id })).rejects.toMatchObject({
      code: 'invalid',
      fields: { owner_id: expect.any(String) },
    });
  });
});
