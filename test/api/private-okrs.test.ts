import { env } from 'cloudflare:workers';
import { and, eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { type MemberId, newId, type OkrId } from '../../src/db/ids.ts';
import { events } from '../../src/db/schema/access.ts';
import { alignments, okrPeople, okrs } from '../../src/db/schema/okrs.ts';
import { members } from '../../src/db/schema/organizations.ts';
import { findNeighbours } from '../../src/domain/coaching/finding-neighbours.ts';
import { findWeek } from '../../src/domain/home/finding.ts';
import { findLineage } from '../../src/domain/okrs/finding-lineage.ts';
import { listTree } from '../../src/domain/okrs/listing-tree.ts';
import type { Okr } from '../../src/domain/okrs/okr.ts';
import { proposeChange } from '../../src/domain/okrs/proposing-change.ts';
import { findSurroundings } from '../../src/domain/organizations/finding-shell.ts';
import { createProposal } from '../../src/domain/proposals/drafting.ts';
import { listCountedTags } from '../../src/domain/tags/listing.ts';
import { noFilter } from '../../src/views/okrs/list-page.tsx';
import { goOnCopying, startCopies } from '../../src/writers/copying.ts';
import { metric, type Person, type World, world } from '../support/world.ts';
import { type Caller, callerWith } from './caller.ts';

const SECRET = 'Merge the two offices quietly';

let w: World;
/** Dana’s manager, a member, and a member who is not named anywhere. */
let boss: Person;
let eve: Person;
let hidden: Okr;
let shown: Okr;
let parent: Okr;

const everybodyElse = () => [w.ada, w.amir, w.omar, boss, eve];
const api = async (person: Person): Promise<Caller> => callerWith(await w.token(person));
const reading = async (person: Person): Promise<Caller> => callerWith(await w.token(person, ['read']));

async function newcomer(name: string): Promise<Person> {
  const person: Person = {
    id: newId('mem', w.now),
    name,
    email: `${name.toLowerCase()}@northwind.test`,
    role: 'member',
  };
  await w.db.insert(members).values({ ...person, orgId: w.org.id, createdAt: w.now });
  return person;
}

const under = (...ids: OkrId[]) => ids.map((okrId) => ({ okrId, fixedWeight: null }));

/** Below Ada’s public objective: a public key result at 40 and Dana’s private one at 80. */
beforeEach(async () => {
  w = await world({ now: Date.now() });
  boss = await newcomer('Boss');
  eve = await newcomer('Eve');
  await w.db.update(members).set({ managerId: boss.id }).where(eq(members.id, w.dana.id));
  parent = await w.okr({ kind: 'objective', title: 'Grow', team_id: w.team.id }, w.ada);
  shown = await w.okr({ title: 'A public result', team_id: w.team.id, parents: under(parent.id) });
  hidden = await w.okr({
    title: SECRET,
    team_id: w.team.id,
    visibility: 'private',
    tags: ['quiet'],
    parents: under(parent.id),
  });
  for (const [okr, value] of [
    [shown, 40],
    [hidden, 80],
  ] as const)
    await w.settle((await w.writer(okr.id).checkIn({ value, note: SECRET }, newId('chk', w.now))).due);
});

describe('a private OKR', () => {
  it('is read, with whom it is shared, by its own people', async () => {
    const dana = await api(w.dana);
    const { body } = await dana('PATCH', `/okrs/${hidden.id}`, { viewer_ids: [eve.id], delegate_ids: [w.amir.id] });
    expect(body).toMatchObject({ visibility: 'private', viewer_ids: [eve.id], delegate_ids: [w.amir.id] });
    for (const person of [w.dana, eve, w.amir]) {
      const call = await reading(person);
      expect((await call('GET', `/okrs/${hidden.id}`)).body.title).toBe(SECRET);
      expect((await call('GET', `/okrs?q=offices`)).body.data).toHaveLength(1);
      expect((await call('GET', `/okrs/${hidden.id}/check-ins`)).status).toBe(200);
    }
    const amir = await api(w.amir);
    expect((await amir('PATCH', `/okrs/${hidden.id}`, { title: `${SECRET}, soon` })).status).toBe(200);
    const viewer = await api(eve);
    expect((await viewer('PATCH', `/okrs/${hidden.id}`, { title: 'Taken over' })).body.code).toBe('forbidden');
    expect((await viewer('POST', `/okrs/${hidden.id}/check-ins`, { value: 1 })).body.code).toBe('forbidden');
  });

  it('stands in no list, search or count of anybody else, whatever their role', async () => {
    const filters = ['', 'q=offices', `owner=${w.dana.id}`, `team=${w.team.id}`, 'tag=quiet', `parent=${parent.id}`];
    filters.push(
      'kind=key_result',
      'status=on_track',
      `period=${hidden.periodId}`,
      'updated_since=2020-01-01T00:00:00Z',
    );
    for (const person of everybodyElse()) {
      const call = await reading(person);
      for (const filter of filters) {
        const { text } = await call('GET', `/okrs?limit=200&${filter}`);
        expect(text).not.toContain(SECRET);
        expect(text).not.toContain(hidden.id);
      }
      const ctx = w.as(person);
      const told = JSON.stringify([
        await listTree(ctx, { ...noFilter, period: w.quarter.id }),
        await listTree(ctx, { ...noFilter, period: w.quarter.id, words: 'offices' }),
        await listTree(ctx, { ...noFilter, period: w.quarter.id, tag: 'quiet' }),
        await findWeek(ctx),
        await findSurroundings(ctx),
      ]);
      expect(told).not.toContain(SECRET);
      expect(told).not.toContain(hidden.id);
      expect(await listCountedTags(ctx, { after: null, limit: 10 })).toMatchObject({ items: [{ okrs: 0 }] });
      const draft = {
        okrId: null,
        kind: 'key_result' as const,
        title: SECRET,
        parents: [parent.id],
        level: 'team',
        teamId: w.team.id,
        ownerId: person.id,
        periodId: w.quarter.id,
      };
      const { alike, keyResults } = await findNeighbours(ctx, draft);
      expect(alike).toEqual([]);
      expect(keyResults).toMatchObject([{ count: 2 }]);
    }
    expect(await listCountedTags(w.as(w.dana), { after: null, limit: 10 })).toMatchObject({ items: [{ okrs: 1 }] });
  });

  it('cannot be pointed at: as a parent, as a source of copies, by its check-ins', async () => {
    const absent = newId('okr', w.now);
    const { body: theirs } = await (await api(w.dana))('GET', `/okrs/${hidden.id}/check-ins`);
    const checkIn = theirs.data[0].id;
    for (const person of [w.ada, w.amir, boss, eve]) {
      const call = await api(person);
      const made = await call('POST', '/okrs', { kind: 'key_result', title: 'Spy', parents: [hidden.id] });
      expect(made.body.fields.parents).toBe(`No OKR ${hidden.id} in this organization.`);
      const { body: own } = await call('POST', '/okrs', { kind: 'key_result', title: 'Own' });
      const [one, other] = [
        await call('PUT', `/okrs/${own.id}/parents/${hidden.id}`, {}),
        await call('PUT', `/okrs/${own.id}/parents/${absent}`, {}),
      ];
      expect(one.status).toBe(other.status);
      expect(one.body.detail.replace(hidden.id, absent)).toBe(other.body.detail);
      expect((await call('PATCH', `/check-ins/${checkIn}`, { note: 'Changed' })).body.code).toBe('not_found');
      expect((await call('DELETE', `/check-ins/${checkIn}`)).body.code).toBe('not_found');
      expect((await call('POST', `/okrs/${hidden.id}/copies`, { period_id: w.year.id })).body.code).toBe('not_found');
    }
  });

  it('as a draft is in no proposal for anybody else, and cannot be aligned to', async () => {
    const { id } = await createProposal(w.as(), { title: 'Plan', team_id: w.team.id });
    const drafted = await w.okr({ kind: 'objective', title: SECRET, visibility: 'private', proposal_id: id });
    for (const person of everybodyElse()) {
      const call = await api(person);
      for (const path of ['/proposals', `/proposals/${id}`, `/proposals/${id}/drafts`])
        expect((await call('GET', path)).text, person.name).not.toContain(drafted.id);
      if (person.role === 'observer') continue;
      const refused = await call('POST', '/okrs', { kind: 'key_result', title: 'Below', parents: [drafted.id] });
      expect(refused).toMatchObject({ status: 422, body: { fields: { parents: expect.stringContaining('No OKR') } } });
      const approved = await call('PUT', `/proposals/${id}/decision`, { decision: 'approve' });
      expect(approved.status).toBeGreaterThan(399);
      expect(approved.text).not.toContain(SECRET);
    }
    const dana = await api(w.dana);
    expect((await dana('GET', `/proposals/${id}`)).body.drafts).toMatchObject([{ okr_id: drafted.id }]);
  });

  it('as a parent is not told by what a change would make different', async () => {
    const roof = await w.okr({ kind: 'objective', title: SECRET, visibility: 'private' }, w.ada);
    const open = await w.okr({}, w.ada);
    await w.writer(open.id, w.ada).align(roof.id, null);
    const { id } = await createProposal(w.as(eve), { title: 'Plan', team_id: w.team.id });
    const { okr: draft } = await proposeChange(w.as(eve), open.id, id);
    await w.writer(open.id, w.ada).unalign(roof.id);
    const call = await api(eve);
    const { text } = await call('GET', `/proposals/${id}/drafts`);
    expect(text).toContain(draft.id);
    expect(text).not.toContain(roof.id);
  });

  it('counts above without being told of: one line without title, id or owner', async () => {
    const [above] = await w.db.select().from(okrs).where(eq(okrs.id, parent.id));
    expect(above!.value).toBe(60);
    for (const person of everybodyElse()) {
      const call = await reading(person);
      const { body, text } = await call('GET', `/okrs/${parent.id}/explanation`);
      const children = body.inputs.filter((input: { type: string }) => input.type === 'child');
      expect(children.map((child: { part: number }) => child.part).reduce((a: number, b: number) => a + b)).toBe(60);
      expect(children).toContainEqual(
        expect.objectContaining({ okr_id: null, title: 'A private OKR', contribution: 50, progress: 0.8, part: 40 }),
      );
      const { text: shares, body: contributions } = await call('GET', `/okrs/${parent.id}/contributions`);
      expect(contributions.children).toContainEqual(
        expect.objectContaining({ okr_id: null, title: 'A private OKR', contribution: 50 }),
      );
      for (const told of [text, shares]) {
        expect(told).not.toContain(SECRET);
        expect(told).not.toContain(hidden.id);
      }
      const [{ children: kin }] = await findLineage(w.as(person), parent.id);
      expect(kin.map(({ seen }) => seen).sort()).toEqual([false, true]);
    }
  });

  it('keeps its share when somebody who does not see it decides the others', async () => {
    await w.settle((await w.writer(hidden.id).align(parent.id, 30)).due);
    const weights = { fixed: { [shown.id]: 80 } };
    await expect(w.writer(parent.id, w.ada).weighChildren(weights)).rejects.toMatchObject({
      fields: {
        contributions: 'Together, with those of private OKRs, they are 110%. Bring them down to 100% or less.',
      },
    });
    await expect(w.writer(parent.id, w.ada).weighChildren({ fixed: { [hidden.id]: 0 } })).rejects.toMatchObject({
      code: 'invalid',
    });
    await w.writer(parent.id, w.ada).weighChildren({ weighing: 'equal', fixed: {} });
    const { body } = await (await api(w.dana))('GET', `/okrs/${parent.id}/contributions`);
    const shares = body.children.map((child: { contribution: number }) => child.contribution);
    expect(shares.sort()).toEqual([30, 70]);
  });

  it('as a parent is not shown by its public child, and stays when somebody else edits the child’s parents', async () => {
    const child = await w.okr({ title: 'Half hidden', parents: under(parent.id, hidden.id), owner_ids: [eve.id] });
    const call = await api(eve);
    const { body, text } = await call('GET', `/okrs/${child.id}`);
    expect(body.parents.map((each: { okr_id: string }) => each.okr_id)).toEqual([parent.id]);
    expect(text).not.toContain(hidden.id);
    expect((await call('GET', `/okrs?parent=${hidden.id}`)).body.data).toEqual([]);
    const { body: after } = await call('PATCH', `/okrs/${child.id}`, { parents: [] });
    expect(after.parents).toEqual([]);
    expect((await call('DELETE', `/okrs/${child.id}/parents/${hidden.id}`)).status).toBe(404);
    const left = await w.db.select().from(alignments).where(eq(alignments.childId, child.id));
    expect(left.map((edge) => edge.parentId)).toEqual([hidden.id]);
  });

  it('lets its public children stand at the top for those who do not see it, and below it for those who do', async () => {
    const top = await w.okr({ kind: 'objective', title: 'Quiet', level: 'organization', visibility: 'private' });
    await w.okr({ kind: 'objective', title: 'Loud', level: 'organization', parents: under(top.id) });
    const list = async (person: Person) => {
      const { roots } = await listTree(w.as(person), { ...noFilter, period: w.quarter.id });
      return roots
        .filter(({ level }) => level === 'organization')
        .map(({ title, branches }) => [title, branches.length]);
    };
    expect(await list(eve)).toEqual([['Loud', 0]]);
    expect(await list(w.dana)).toEqual([['Quiet', 1]]);
    await w.writer(top.id).editOkr({ visibility: 'public' });
    expect(await list(eve)).toEqual([['Quiet', 1]]);
  });

  it('does not give its title away in a circle', async () => {
    const below = await w.okr({ kind: 'objective', title: 'Lowest', parents: under(hidden.id), owner_ids: [eve.id] });
    await expect(w.writer(parent.id, w.ada).align(below.id, null)).rejects.toMatchObject({
      fields: { parents: 'This would close a circle: “Grow” → “Lowest” → A private OKR → “Grow”.' },
    });
  });

  it('becomes one, and public again, with an event', async () => {
    await w.writer(shown.id).editOkr({ visibility: 'private' });
    await w.writer(shown.id, w.dana, w.now + 1000).editOkr({ visibility: 'public' });
    const told = await w.db.select().from(events).where(eq(events.subjectId, shown.id)).orderBy(events.id);
    expect(told.map(({ action }) => action).filter((action) => action.startsWith('okr.made'))).toEqual([
      'okr.made_private',
      'okr.made_public',
    ]);
  });

  it('is copied with its people, and left behind by whoever does not see it', async () => {
    await w.writer(hidden.id).editOkr({ viewer_ids: [eve.id], delegate_ids: [w.amir.id] });
    const copy = async (person: Person, okrId: OkrId): Promise<Okr[]> => {
      const job = await startCopies(env, w.as(person), okrId, { period_id: w.year.id, depth: 'children' });
      await goOnCopying(env, w.db, w.org.id, job.id);
      const ids = job.input.pairs.map(({ to }) => to);
      return (await w.db.select().from(okrs)).filter(({ id }) => ids.includes(id));
    };
    expect((await copy(w.ada, parent.id)).map(({ title }) => title).sort()).toEqual(['A public result', 'Grow']);
    const [mine] = (await copy(w.dana, parent.id)).filter(({ title }) => title === SECRET);
    expect(mine).toMatchObject({ visibility: 'private' });
    const people = await w.db
      .select()
      .from(okrPeople)
      .where(and(eq(okrPeople.orgId, w.org.id), eq(okrPeople.okrId, mine!.id)));
    expect(people.map(({ memberId, part }) => [part, memberId]).sort()).toEqual([
      ['delegate', w.amir.id],
      ['viewer', eve.id],
    ]);
  });

  it('keeps its people in step with its deletion', async () => {
    await w.writer(hidden.id).editOkr({ viewer_ids: [eve.id] });
    await w.writer(hidden.id).deleteOkr();
    expect(await w.db.select().from(okrPeople).where(eq(okrPeople.okrId, hidden.id))).toEqual([]);
  });

  it('holds its period and its team without being named', async () => {
    const call = await api(w.ada);
    await w.writer(shown.id).deleteOkr();
    await w.settle((await w.writer(parent.id, w.ada).deleteOkr()).due);
    const { body } = await call('DELETE', `/teams/${w.team.id}`);
    expect(body).toMatchObject({ code: 'conflict' });
    expect(JSON.stringify(body)).not.toContain(SECRET);
  });

  it('still feeds its parent when whoever changes it does not see that one', async () => {
    const roof = await w.okr({ kind: 'objective', title: 'Roof', visibility: 'private' });
    const child = await w.okr({ title: 'Open', parents: under(roof.id), delegate_ids: [eve.id] });
    const { due } = await w.writer(child.id, eve).checkIn({ value: 50 }, newId('chk', w.now));
    await w.settle(due);
    const [after] = await w.db.select().from(okrs).where(eq(okrs.id, roof.id));
    expect(after!.value).toBe(50);
  });

  it('gives up its connection to an admin who deletes that and does not see it', async () => {
    const connection = await w.connection();
    const query = { jql: 'project = OPS' };
    await w
      .writer(hidden.id)
      .linkData({ connectionId: connection, query, queryKey: query.jql, sourceKey: query.jql, count: 'completed' });
    const call = await api(w.amir);
    const { text } = await call('GET', `/connections/${connection}`);
    expect(text).not.toContain(hidden.id);
    expect((await call('DELETE', `/connections/${connection}`)).status).toBe(204);
    const [after] = await w.db.select().from(okrs).where(eq(okrs.id, hidden.id));
    expect(after!.mode).toBe('manual');
  });
});

describe('a draft', () => {
  it('is read by its id, and is in no list, count or roll-up', async () => {
    await w.okr({ title: 'Not yet said', measure: metric(0, 10), parents: under(parent.id) });
    await w.db.update(okrs).set({ draft: true }).where(eq(okrs.title, 'Not yet said'));
    await w.settle([parent.id]);
    const call = await reading(w.dana);
    const listed = await call('GET', '/okrs?limit=200');
    expect(listed.text).not.toContain('Not yet said');
    const [draft] = await w.db.select().from(okrs).where(eq(okrs.title, 'Not yet said'));
    expect((await call('GET', `/okrs/${draft!.id}`)).body.title).toBe('Not yet said');
    const { body } = await call('GET', `/okrs/${parent.id}/contributions`);
    expect(body.children.map((child: { contribution: number }) => child.contribution)).toEqual([50, 50]);
    const { body: child } = await call('GET', `/okrs/${shown.id}`);
    expect(child.parents).toMatchObject([{ contribution: 50 }]);
    const tree = await listTree(w.as(), { ...noFilter, period: w.quarter.id });
    expect(JSON.stringify(tree)).not.toContain('Not yet said');
  });
});

describe('the manager of a member', () => {
  const manager = async (of: MemberId, id: MemberId | null, person = w.ada) =>
    (await api(person))('PATCH', `/members/${of}`, { manager_id: id });

  it('is said by an admin, read by everybody, and taken away', async () => {
    expect((await manager(eve.id, boss.id)).body.manager_id).toBe(boss.id);
    expect((await (await reading(w.omar))('GET', `/members/${eve.id}`)).body.manager_id).toBe(boss.id);
    expect((await manager(eve.id, null)).body.manager_id).toBeNull();
    expect((await manager(eve.id, boss.id, w.dana)).body.code).toBe('forbidden');
    const input = { name: 'New', email: 'new@northwind.test', role: 'member', manager_id: boss.id };
    expect((await (await api(w.ada))('POST', '/members', input)).body.manager_id).toBe(boss.id);
  });

  it('stays when something else is changed', async () => {
    await manager(eve.id, boss.id);
    const { body } = await (await api(w.ada))('PATCH', `/members/${eve.id}`, { name: 'Eva' });
    expect(body).toMatchObject({ name: 'Eva', manager_id: boss.id });
  });

  it('is neither the member, nor below them, nor unknown', async () => {
    expect((await manager(eve.id, eve.id)).body.fields.manager_id).toBe('Nobody is their own manager.');
    await manager(boss.id, eve.id);
    expect((await manager(eve.id, w.dana.id)).body.fields.manager_id).toBe(
      'Dana Whitlock reports to this member. Change that first.',
    );
    const absent = newId('mem', w.now);
    expect((await manager(eve.id, absent)).body.fields.manager_id).toBe(`No member ${absent} in this organization.`);
    const south = await world({ slug: 'southwind', now: w.now });
    expect((await manager(eve.id, south.ada.id)).body.fields.manager_id).toMatch(/^No member/);
  });
});
