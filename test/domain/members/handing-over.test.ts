import { createMessageBatch } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { and, eq } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import type { JobId, MemberId, OkrId } from '../../../src/db/ids.ts';
import { events } from '../../../src/db/schema/access.ts';
import { connections } from '../../../src/db/schema/connections.ts';
import { jobs } from '../../../src/db/schema/jobs.ts';
import { okrs } from '../../../src/db/schema/okrs.ts';
import { members, teams } from '../../../src/db/schema/organizations.ts';
import { addMember } from '../../../src/domain/members/creating.ts';
import { editMember } from '../../../src/domain/members/editing.ts';
import { findHoldings, sizeOf } from '../../../src/domain/members/holdings.ts';
import { findMember } from '../../../src/domain/members/listing.ts';
import { findFullOkr } from '../../../src/domain/okrs/finding-full.ts';
import { consume } from '../../../src/jobs/consumer.ts';
import { deactivateWithHandOver, startHandOver } from '../../../src/writers/handing-over.ts';
import type { Job } from '../../../src/writers/messages.ts';
import { type Person, type World, world } from '../../support/world.ts';

/** A world with a colleague who takes over, and a queue that is worked off when asked. */
async function office() {
  const w = await world();
  const waiting: Job[] = [];
  vi.spyOn(env.JOBS, 'send').mockImplementation(async (body) => {
    waiting.push(body as Job);
    return {} as never;
  });
  const workOff = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await deliver(next);
  };
  const nora = await addMember(w.as(w.ada), { name: 'Nora Lind', email: 'nora@northwind.test', role: 'member' });
  return { w, waiting, workOff, nora: { ...nora } as Person };
}

async function deliver(body: Job) {
  const message = { id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body };
  await consume(env, createMessageBatch('cairn-jobs', [message]) as MessageBatch<Job>);
}

const memberOf = (w: World, { id }: { id: MemberId }) => findMember(w.as(w.ada), id);
const jobOf = async (w: World, id: JobId) => (await w.db.select().from(jobs).where(eq(jobs.id, id)))[0]!;
const ownersOf = async (w: World, id: OkrId, person = w.ada) => (await findFullOkr(w.as(person), id)).ownerIds;
const eventsOf = async (w: World, subject: string, action: string) =>
  w.db
    .select()
    .from(events)
    .where(and(eq(events.subjectId, subject), eq(events.action, action)));

type Office = Awaited<ReturnType<typeof office>>;

async function handOver(o: Office, from: Person, to: Person, by = o.w.ada) {
  const job = await startHandOver(env, o.w.as(by), await memberOf(o.w, from), to.id);
  await o.workOff();
  return jobOf(o.w, job.id);
}

describe('a hand-over', () => {
  it('puts the taker into the place of who leaves, and each OKR tells of it', async () => {
    const o = await office();
    const { w, nora } = o;
    const own = await w.okr({ title: 'Alone' });
    const shared = await w.okr({ title: 'With Amir', owner_ids: [w.amir.id, w.dana.id] });
    const acted = await w.okr({ title: 'Acts for Amir', owner_ids: [w.amir.id], delegate_ids: [w.dana.id] }, w.amir);
    const job = await handOver(o, w.dana, nora);
    expect(job).toMatchObject({ state: 'done', done: 3, total: 3, result: { okrs: 3, kept: 0 } });
    expect(await ownersOf(w, own.id)).toEqual([nora.id]);
    expect(await ownersOf(w, shared.id)).toEqual([w.amir.id, nora.id]);
    expect((await findFullOkr(w.as(w.ada), acted.id)).delegateIds).toEqual([nora.id]);
    expect((await findFullOkr(w.as(w.ada), own.id)).okr.checkInOwnerId).toBe(nora.id);
    expect(await eventsOf(w, own.id, 'okr.handed_over')).toMatchObject([
      { actorId: w.ada.id, data: { from: w.dana.id, to: nora.id } },
    ]);
    expect(sizeOf(await findHoldings(w.as(w.ada), w.dana.id))).toBe(0);
  });

  it('leaves closed OKRs with those who had them', async () => {
    const o = await office();
    const closed = await o.w.okr({ title: 'Over' });
    await o.w.writer(closed.id).closeOkr({ status: 'closed', score: 1 });
    expect(await handOver(o, o.w.dana, o.nora)).toMatchObject({ state: 'done', result: { okrs: 0 } });
    expect(await ownersOf(o.w, closed.id)).toEqual([o.w.dana.id]);
  });

  it('gives drafts, tasks, teams, people and shared connections as well', async () => {
    const o = await office();
    const { w, nora } = o;
    const draft = await w.okr({ title: 'Not yet', draft: true });
    const project = await w.okr({ kind: 'project', title: 'Move', owner_ids: [w.amir.id] }, w.amir);
    await w.writer(project.id, w.amir).addTask({ title: 'Pack', assignee_id: w.dana.id }, 'tsk_1' as never);
    await w.db.update(teams).set({ leadId: w.dana.id }).where(eq(teams.id, w.team.id));
    await w.db.update(members).set({ managerId: w.dana.id }).where(eq(members.id, w.omar.id));
    const open = await w.connection({ ownerId: w.dana.id });
    const closed = await w.connection({ ownerId: w.dana.id, shared: false, name: 'Her own' });
    expect(await findHoldings(w.as(w.ada), w.dana.id)).toMatchObject({
      ...{ drafts: 1, tasks: 1, teams: 1, reports: 1, connections: 1, okrs: 2 },
    });
    expect(await handOver(o, w.dana, nora)).toMatchObject({
      state: 'done',
      result: { okrs: 2, teams: 1, reports: 1, connections: 1 },
    });
    const [row] = await w.db.select().from(okrs).where(eq(okrs.id, draft.id));
    expect(row!.creatorId).toBe(nora.id);
    expect((await w.db.select().from(teams).where(eq(teams.id, w.team.id)))[0]!.leadId).toBe(nora.id);
    expect((await memberOf(w, w.omar)).managerId).toBe(nora.id);
    const owners = Object.fromEntries((await w.db.select().from(connections)).map(({ id, ownerId }) => [id, ownerId]));
    expect(owners).toEqual({ [open]: nora.id, [closed]: w.dana.id });
    expect(await eventsOf(w, w.omar.id, 'member.edited')).toHaveLength(1);
    expect(await eventsOf(w, w.team.id, 'team.edited')).toHaveLength(1);
  });

  it('makes nobody their own manager, however the two stand to one another', async () => {
    const o = await office();
    const { w, nora } = o;
    const manage = (who: Person, boss: Person | null) =>
      w.db
        .update(members)
        .set({ managerId: boss?.id ?? null })
        .where(eq(members.id, who.id));
    await manage(w.dana, w.ada);
    await manage(w.amir, w.dana);
    await manage(nora, w.amir);
    await manage(w.omar, w.dana);
    await handOver(o, w.dana, nora);
    expect((await memberOf(w, w.amir)).managerId).toBe(w.ada.id);
    expect((await memberOf(w, nora)).managerId).toBe(w.amir.id);
    expect((await memberOf(w, w.omar)).managerId).toBe(nora.id);
  });

  it('goes on where it was when a message is lost, and a second delivery changes nothing', async () => {
    const o = await office();
    const { w, nora } = o;
    const made = [];
    for (let i = 0; i < 10; i++) made.push(await w.okr({ title: `Result ${i}` }));
    const { id } = await startHandOver(env, w.as(w.ada), await memberOf(w, w.dana), nora.id);
    const message = o.waiting[0]!;
    for (const _ of [1, 2, 3, 4, 5]) await deliver(message);
    expect(await jobOf(w, id)).toMatchObject({ state: 'done', done: 10, total: 10, result: { okrs: 10 } });
    for (const okr of made) {
      expect(await ownersOf(w, okr.id)).toEqual([nora.id]);
      expect(await eventsOf(w, okr.id, 'okr.handed_over')).toHaveLength(1);
    }
  });

  it('fails with a sentence when the taker leaves meanwhile', async () => {
    const o = await office();
    await o.w.okr({});
    const { id } = await startHandOver(env, o.w.as(o.w.ada), await memberOf(o.w, o.w.dana), o.nora.id);
    await editMember(o.w.as(o.w.ada), await memberOf(o.w, o.nora), { active: false });
    await o.workOff();
    expect(await jobOf(o.w, id)).toMatchObject({ state: 'failed', failure: expect.stringContaining('has left') });
  });

  it('is refused to members, to observers as takers, to oneself and across organizations', async () => {
    const { w, nora } = await office();
    const dana = await memberOf(w, w.dana);
    const south = await world({ slug: 'southwind' });
    const ask = (by: Person, to: Person) => startHandOver(env, w.as(by), dana, to.id);
    await expect(ask(w.dana, nora)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(ask(w.omar, nora)).rejects.toMatchObject({ code: 'forbidden' });
    for (const taker of [w.omar, w.dana, south.dana])
      await expect(ask(w.ada, taker)).rejects.toMatchObject({ code: 'invalid', fields: { to: expect.any(String) } });
    const ada = await memberOf(w, w.ada);
    await expect(startHandOver(env, w.as(w.amir), ada, nora.id)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a private OKR', () => {
  const secret = { title: 'In private', visibility: 'private' } as const;

  it('goes to the taker where nobody else owns it, though the admin does not see it', async () => {
    const o = await office();
    const okr = await o.w.okr(secret);
    expect(await findHoldings(o.w.as(o.w.ada), o.w.dana.id)).toMatchObject({ owned: 1, hidden: 1 });
    expect(await handOver(o, o.w.dana, o.nora)).toMatchObject({ result: { okrs: 1, kept: 0 } });
    expect(await ownersOf(o.w, okr.id, o.nora)).toEqual([o.nora.id]);
    expect(await eventsOf(o.w, okr.id, 'okr.handed_over')).toHaveLength(1);
  });

  it('stays among those who own it, and lets nobody in', async () => {
    const o = await office();
    const okr = await o.w.okr({ ...secret, owner_ids: [o.w.dana.id, o.w.amir.id] });
    await handOver(o, o.w.dana, o.nora);
    expect(await ownersOf(o.w, okr.id, o.w.amir)).toEqual([o.w.amir.id]);
    await expect(ownersOf(o.w, okr.id, o.nora)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is handed by nobody to themselves', async () => {
    const o = await office();
    const okr = await o.w.okr(secret);
    expect(await handOver(o, o.w.dana, o.w.ada)).toMatchObject({ state: 'done', result: { okrs: 0, kept: 1 } });
    expect(await ownersOf(o.w, okr.id, o.w.dana)).toEqual([o.w.dana.id]);
    await expect(ownersOf(o.w, okr.id, o.w.ada)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('deactivating with a hand-over', () => {
  it('is one commit: the one is refused with the other', async () => {
    const { w, nora } = await office();
    const ada = await memberOf(w, w.ada);
    await expect(deactivateWithHandOver(env, w.as(w.ada), ada, nora.id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await w.db.select().from(jobs)).toEqual([]);
  });

  it('goes on for an admin who hands over what was theirs', async () => {
    const o = await office();
    const okr = await o.w.okr({ owner_ids: [o.w.amir.id] }, o.w.amir);
    const amir = await memberOf(o.w, o.w.amir);
    const { id } = await deactivateWithHandOver(env, o.w.as(o.w.amir), amir, o.nora.id);
    await o.workOff();
    expect(await jobOf(o.w, id)).toMatchObject({ state: 'done' });
    expect(await ownersOf(o.w, okr.id)).toEqual([o.nora.id]);
  });
});
