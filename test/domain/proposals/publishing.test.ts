import { env } from 'cloudflare:workers';
import { asc, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { newId, type OkrId, type ProposalId } from '../../../src/db/ids.ts';
import { events } from '../../../src/db/schema/access.ts';
import { comments, mentions } from '../../../src/db/schema/conversations.ts';
import { alignments, okrOwners, okrs, rollUpsDue } from '../../../src/db/schema/okrs.ts';
import { teams } from '../../../src/db/schema/organizations.ts';
import { proposals } from '../../../src/db/schema/proposals.ts';
import { askForCopies } from '../../../src/domain/copies/asking.ts';
import { claimDueLinks } from '../../../src/domain/data-links/listing-due.ts';
import { listMentions } from '../../../src/domain/mentions/finding-mine.ts';
import { createOkr } from '../../../src/domain/okrs/drafting.ts';
import { listOkrs } from '../../../src/domain/okrs/listing.ts';
import { countOwnDrafts, listOwnDrafts } from '../../../src/domain/okrs/listing-drafts.ts';
import { listTree } from '../../../src/domain/okrs/listing-tree.ts';
import { proposeChange } from '../../../src/domain/okrs/proposing-change.ts';
import { decide } from '../../../src/domain/proposals/deciding.ts';
import { createProposal, deleteProposal, putDraft, takeOut } from '../../../src/domain/proposals/drafting.ts';
import { findProposal } from '../../../src/domain/proposals/finding.ts';
import { listDraftsOf } from '../../../src/domain/proposals/listing.ts';
import { type Decision, MOST_DRAFTS } from '../../../src/domain/proposals/proposal.ts';
import { refreshLink } from '../../../src/writers/syncing.ts';
import { jiraOutside } from '../../support/outside.ts';
import { metric, type Person, tree, type World, world } from '../../support/world.ts';

const approving = () => world({ settings: { approval: 'leads' } });

const okrOf = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0];

const actionsOf = async (w: World, subject: string) =>
  (await w.db.select().from(events).where(eq(events.subjectId, subject)).orderBy(asc(events.id))).map(
    ({ action }) => action,
  );

const under = (id: OkrId) => [{ okrId: id, fixedWeight: null }];

const draftOf = (w: World, input: Parameters<World['okr']>[0], person?: Person) =>
  w.okr({ ...input, draft: true }, person);

const proposal = (w: World, person = w.dana, title = 'Plan for Q4') =>
  createProposal(w.as(person), { title, team_id: w.team.id, period_id: w.quarter.id });

const read = async (w: World, id: ProposalId, person: Person) =>
  Promise.all([findProposal(w.as(person), id), listDraftsOf(w.as(person), id)]);

async function decideAs(w: World, id: ProposalId, person: Person, decision: Decision, note?: string) {
  const [found, lines] = await read(w, id, person);
  const decided = await decide(w.as(person), found, lines, { decision, note });
  await w.settle(decided.due);
  return decided.proposal;
}

/** Everything that publishing writes, as one text. */
async function snapshot() {
  const tables = ['okrs', 'okr_owners', 'okr_tags', 'alignments', 'proposals', 'events', 'roll_ups_due', 'comments'];
  const rows = await env.DB.batch(tables.map((table) => env.DB.prepare(`select * from ${table} order by 1, 2`)));
  return JSON.stringify(rows.map((each) => each.results));
}

describe('a draft', () => {
  it('is in no list, count or roll-up until it is published', async () => {
    const w = await world();
    const { objective, keyResults } = await tree(w, [{}]);
    const { due } = await w.writer(keyResults[0]!.id).checkIn({ value: 60 }, newId('chk', w.now));
    await w.settle(due);
    const draft = await draftOf(w, { parents: under(objective.id) });

    expect(draft).toMatchObject({ draft: true, status: 'not_started', turnsAt: null });
    expect(await actionsOf(w, draft.id)).toEqual(['okr.drafted']);
    const ids = (await listOkrs(w.as(), {}, { after: null, limit: 50 })).items.map(({ okr }) => okr.id);
    expect(ids).not.toContain(draft.id);
    const filter = {
      period: null,
      level: null,
      team: null,
      statuses: [],
      owner: null,
      tag: null,
      words: '',
      after: null,
    };
    expect(JSON.stringify((await listTree(w.as(), filter)).roots)).not.toContain(draft.id);
    expect((await okrOf(w, objective.id))!.progress).toBe(0.6);
    expect(await w.db.select().from(rollUpsDue)).toEqual([]);

    const published = await w.writer(draft.id).publishOkr();
    expect(published.due).toEqual([objective.id]);
    await w.settle(published.due);
    expect(published.okr).toMatchObject({ draft: false, createdAt: draft.createdAt, version: draft.version + 1 });
    expect((await okrOf(w, draft.id))!.status).toBe('at_risk');
    expect((await okrOf(w, objective.id))!.progress).toBe(0.3);
    expect((await actionsOf(w, draft.id)).sort()).toEqual(['okr.drafted', 'okr.published']);
  });

  it('takes no check-in, does not close, is not copied and not read', async () => {
    const w = await world();
    const draft = await draftOf(w, {});
    const writer = w.writer(draft.id);
    await expect(writer.checkIn({ value: 3 }, newId('chk', w.now))).rejects.toThrow('Publish it to check in.');
    await expect(writer.closeOkr({ score: 1 })).rejects.toThrow('Publish it to close it.');
    const copying = askForCopies(w.as(), draft.id, { period_id: w.year.id, depth: 'alone' });
    await expect(copying).rejects.toThrow('There is no such OKR.');
    const connection = await w.connection();
    await w.link(draft.id, connection, 'project = OPS');
    await expect(refreshLink(env, w.as(), draft.id, 'refresh')).rejects.toThrow('Publish it to read its data source.');
    expect(await claimDueLinks(w.db, w.now + 1, 10)).toEqual([]);
  });

  it('is read by itself once it is published', async () => {
    jiraOutside();
    const w = await world();
    const draft = await draftOf(w, {});
    await w.link(draft.id, await w.connection(), 'project = OPS');
    await w.writer(draft.id).publishOkr();
    expect((await claimDueLinks(w.db, w.now + 1, 10)).map(({ okrId }) => okrId)).toEqual([draft.id]);
  });

  it('brings the drafts below it along, all of them at once', async () => {
    const w = await world();
    const objective = await draftOf(w, { kind: 'objective', title: 'Grow' });
    const mine = await draftOf(w, { parents: under(objective.id) });
    const deeper = await draftOf(w, { parents: under(mine.id) });
    const theirs = await draftOf(w, { parents: under(objective.id) }, w.amir);
    const { due } = await w.writer(objective.id).publishOkr();
    await w.settle(due);
    const drafts = await Promise.all(
      [objective, mine, deeper, theirs].map(async ({ id }) => (await okrOf(w, id))!.draft),
    );
    expect(drafts).toEqual([false, false, false, true]);
  });

  it('does not leave its parent behind as a draft', async () => {
    const w = await world();
    const objective = await draftOf(w, { kind: 'objective', title: 'Grow' });
    const child = await draftOf(w, { parents: under(objective.id) });
    await expect(w.writer(child.id).publishOkr()).rejects.toThrow('stands under “Grow”, which is still a draft');
    await expect(w.okr({ parents: under(objective.id) })).rejects.toThrow('“Grow” is a draft.');
    const loose = await w.okr({});
    await expect(w.writer(loose.id).align(objective.id, null)).rejects.toThrow('“Grow” is a draft.');
  });

  it('is published by those who may change it, once, as it was seen', async () => {
    const w = await world();
    const draft = await draftOf(w, {}, w.ada);
    await expect(w.writer(draft.id, w.dana).publishOkr()).rejects.toMatchObject({ code: 'forbidden' });
    await expect(w.writer(draft.id, w.omar).publishOkr()).rejects.toMatchObject({ code: 'forbidden' });
    await expect(w.writer(draft.id, w.ada).publishOkr(99)).rejects.toMatchObject({ code: 'stale' });
    await w.writer(draft.id, w.ada).publishOkr(draft.version);
    await expect(w.writer(draft.id, w.ada).publishOkr()).rejects.toThrow('published already');
    const south = await world({ slug: 'southwind' });
    await expect(south.writer(draft.id, south.ada).publishOkr()).rejects.toMatchObject({ code: 'not_found' });
  });

  it('stands in the list of its owner and of its team, and of nobody else', async () => {
    const w = await world();
    await draftOf(w, { title: 'Mine' });
    await draftOf(w, { title: 'Ours', team_id: w.team.id }, w.ada);
    await draftOf(w, { title: 'Of Ada' }, w.ada);
    const listed = await listOwnDrafts(w.as(w.dana));
    expect(listed.map(({ draft }) => draft.okr.title).sort()).toEqual(['Mine', 'Ours']);
    expect(await countOwnDrafts(w.as(w.dana))).toBe(2);
    expect(await countOwnDrafts(w.as(w.omar))).toBe(0);
  });
});

describe('a proposed change', () => {
  it('carries what is published, shows what differs, and is applied with its story kept', async () => {
    const w = await world();
    const { objective, keyResults } = await tree(w, [{ measure: metric(0, 10), tags: ['growth'] }]);
    const okr = keyResults[0]!;
    const { due } = await w.writer(okr.id).checkIn({ value: 5 }, newId('chk', w.now));
    await w.settle(due);
    const { okr: draft } = await proposeChange(w.as(), okr.id);
    const same = (await listOwnDrafts(w.as()))[0]!;
    expect([same.live?.okr.id, same.changes]).toEqual([okr.id, []]);

    await w.writer(draft.id).editOkr({
      title: 'Raise it further',
      measure: metric(0, 20),
      owner_ids: [w.amir.id, w.dana.id],
      tags: ['growth', 'bold'],
    });
    const [line] = await listOwnDrafts(w.as());
    expect(line!.changes).toEqual([
      { field: 'title', from: okr.title, to: 'Raise it further' },
      { field: 'owner_ids', from: [w.dana.id], to: [w.amir.id, w.dana.id] },
      { field: 'tags', from: ['growth'], to: ['bold', 'growth'] },
      { field: 'measure', from: expect.objectContaining({ target: 10 }), to: expect.objectContaining({ target: 20 }) },
    ]);
    expect((await okrOf(w, okr.id))!.title).toBe(okr.title);

    const published = await w.writer(draft.id).publishOkr();
    await w.settle(published.due);
    expect(await okrOf(w, draft.id)).toBeUndefined();
    const after = (await okrOf(w, okr.id))!;
    expect(after).toMatchObject({ title: 'Raise it further', targetValue: 20, value: 5, progress: 0.25, draft: false });
    expect((await okrOf(w, objective.id))!.progress).toBe(0.25);
    const owners = await w.db.select().from(okrOwners).where(eq(okrOwners.okrId, okr.id)).orderBy(okrOwners.position);
    expect(owners.map(({ memberId }) => memberId)).toEqual([w.amir.id, w.dana.id]);
    expect(await w.db.select().from(okrOwners).where(eq(okrOwners.okrId, draft.id))).toEqual([]);
    expect(await actionsOf(w, okr.id)).toEqual(expect.arrayContaining(['okr.change_proposed', 'okr.edited']));
    expect(published.okr).toEqual(after);
  });

  it('is compared with what is published now', async () => {
    const w = await world();
    const okr = await w.okr({ title: 'Before' });
    const { okr: draft } = await proposeChange(w.as(), okr.id);
    await w.writer(okr.id).editOkr({ title: 'Meanwhile' });
    const [line] = await listOwnDrafts(w.as());
    expect(line!.changes).toEqual([{ field: 'title', from: 'Meanwhile', to: 'Before' }]);
    await w.writer(draft.id).publishOkr();
    expect((await okrOf(w, okr.id))!.title).toBe('Before');
  });

  it('keeps what a parent gives to its children', async () => {
    const w = await world();
    const { objective, keyResults } = await tree(w, [{}, {}]);
    const okr = keyResults[0]!;
    await w.writer(okr.id).align(objective.id, 70);
    const { okr: draft } = await proposeChange(w.as(), okr.id);
    await w.writer(draft.id).editOkr({ title: 'Else' });
    await w.writer(draft.id).publishOkr();
    const [edge] = await w.db.select().from(alignments).where(eq(alignments.childId, okr.id));
    expect(edge).toMatchObject({ parentId: objective.id, fixedWeight: 70 });
    expect(await w.db.select().from(alignments).where(eq(alignments.childId, draft.id))).toEqual([]);
  });

  it('says whether the OKR comes again, and prepares the next only of what is published', async () => {
    const w = await world();
    const okr = await w.okr({ recurs: true });
    const { okr: draft } = await proposeChange(w.as(), okr.id);
    expect((await listOwnDrafts(w.as()))[0]!.changes).toEqual([]);
    expect(draft).toMatchObject({ recurs: true, prepareOn: null });
    await w.writer(draft.id).editOkr({ recurs: false });
    expect((await listOwnDrafts(w.as()))[0]!.changes).toEqual([{ field: 'recurs', from: true, to: false }]);
    const { okr: once } = await w.writer(draft.id).publishOkr();
    expect(once).toMatchObject({ recurs: false, prepareOn: null });
    expect(await okrOf(w, okr.id)).toEqual(once);

    const { okr: again } = await proposeChange(w.as(), okr.id);
    await w.writer(again.id).editOkr({ recurs: true });
    await w.writer(again.id).publishOkr();
    expect(await okrOf(w, okr.id)).toMatchObject({ recurs: true, prepareOn: '2026-12-17' });
  });

  it('mentions whom its description mentions, who was mentioned before is not told again', async () => {
    const w = await world();
    const okr = await w.okr({ description: 'With @Ada Marsh and @Amir Haddad' });
    await w.db.update(mentions).set({ seenAt: 1 });
    const { okr: draft } = await proposeChange(w.as(), okr.id);
    await w.writer(draft.id).editOkr({ description: 'With @Ada Marsh and @Omar Said' });
    await w.writer(draft.id).publishOkr();
    const rows = await w.db.select().from(mentions).where(eq(mentions.orgId, w.org.id));
    const told = rows.map(({ memberId, subjectId, okrId, seenAt }) => [memberId, subjectId, okrId, seenAt]);
    expect(told.sort()).toEqual(
      [
        [w.ada.id, okr.id, okr.id, 1],
        [w.omar.id, okr.id, okr.id, null],
      ].sort(),
    );
    expect(await listMentions(w.as(w.omar))).toMatchObject([{ okrId: okr.id, seen: false }]);
    expect(await listMentions(w.as(w.amir))).toEqual([]);
  });

  it('is refused when the OKR is gone, closed, or nobody of those who publish may change it', async () => {
    const w = await world();
    const okr = await w.okr({ title: 'Of Ada' }, w.ada);
    const { okr: draft } = await proposeChange(w.as(w.dana), okr.id);
    await expect(w.writer(draft.id).publishOkr()).rejects.toThrow('You may not change “Of Ada”');
    await w.writer(okr.id, w.ada).closeOkr({ score: 1 });
    await expect(w.writer(draft.id, w.ada).publishOkr()).rejects.toThrow('“Of Ada” is closed.');
    await expect(proposeChange(w.as(), okr.id)).rejects.toThrow('This OKR is closed.');
    await w.writer(okr.id, w.ada).deleteOkr();
    await expect(w.writer(draft.id, w.ada).publishOkr()).rejects.toThrow('is gone. Delete this draft.');
    await expect(proposeChange(w.as(w.omar), okr.id)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('takes what was said about it over to the OKR, and has no data source of its own', async () => {
    const w = await world();
    const okr = await w.okr({});
    const { okr: draft } = await proposeChange(w.as(), okr.id);
    const said = { id: newId('cmt', w.now), orgId: w.org.id, okrId: draft.id, authorId: w.dana.id, createdAt: w.now };
    await w.db.insert(comments).values({ ...said, text: 'Why so low?' });
    await expect(w.link(draft.id, await w.connection(), 'project = OPS')).rejects.toThrow('has no data source');
    await w.writer(draft.id).publishOkr();
    expect((await w.db.select().from(comments)).map(({ okrId }) => okrId)).toEqual([okr.id]);
  });
});

describe('a proposal', () => {
  it('is proposed, returned, proposed again, approved and published as one', async () => {
    const w = await approving();
    const { id } = await proposal(w);
    const place = { team_id: w.team.id, proposal_id: id };
    const objective = await w.okr({ kind: 'objective', title: 'Grow', ...place });
    const result = await w.okr({ parents: under(objective.id), ...place });
    const kept = await w.okr({ title: 'Before', team_id: w.team.id }, w.amir);
    const { okr: change } = await proposeChange(w.as(), kept.id, id);
    await w.writer(change.id).editOkr({ title: 'After' });

    expect((await decideAs(w, id, w.dana, 'propose')).state).toBe('proposed');
    await expect(w.okr({ ...place })).rejects.toThrow('This is proposed already.');
    await expect(decideAs(w, id, w.dana, 'approve')).rejects.toMatchObject({ code: 'forbidden' });
    const returned = await decideAs(w, id, w.amir, 'return', 'Bolder');
    expect(returned).toMatchObject({ state: 'returned', decisionNote: 'Bolder', decidedById: w.amir.id });
    await w.writer(result.id).editOkr({ title: 'Raise it more' });
    await decideAs(w, id, w.dana, 'propose');
    expect((await decideAs(w, id, w.amir, 'approve', 'Good')).state).toBe('published');

    for (const okrId of [objective.id, result.id])
      expect(await okrOf(w, okrId)).toMatchObject({ draft: false, proposalId: id });
    expect(await okrOf(w, kept.id)).toMatchObject({ title: 'After', proposalId: id });
    expect(await okrOf(w, change.id)).toBeUndefined();
    expect(await w.db.select().from(rollUpsDue)).toEqual([]);
    expect((await actionsOf(w, id)).sort()).toEqual([
      'proposal.created',
      'proposal.proposed',
      'proposal.proposed',
      'proposal.published',
      'proposal.returned',
    ]);
    const [told] = await w.db.select().from(events).where(eq(events.action, 'okr.published'));
    expect(told!.data).toEqual({ proposal: id, with: 'Plan for Q4', approved_by: w.amir.name });
    await expect(decideAs(w, id, w.amir, 'approve')).rejects.toThrow('published already');
  });

  it('is published whole or not at all when something changes at the last moment', async () => {
    const w = await world();
    const { id } = await proposal(w);
    const place = { team_id: w.team.id, proposal_id: id };
    const first = await w.okr({ ...place, title: 'First' });
    const live = await w.okr({ title: 'Live' });
    const { okr: change } = await proposeChange(w.as(), live.id, id);
    await w.writer(change.id).editOkr({ title: 'Changed' });
    const disturbances = [
      () => w.writer(first.id).editOkr({ title: 'Edited meanwhile' }),
      () => w.writer(change.id).editOkr({ title: 'Changed again' }),
      () => w.writer(live.id).checkIn({ value: 10 }, newId('chk', w.now)),
      () => createOkr(w.as(), { kind: 'key_result', title: 'Late', ...place }),
      () => w.db.update(proposals).set({ title: 'Renamed' }).where(eq(proposals.id, id)),
    ];
    for (const disturb of disturbances) {
      const [found, lines] = await read(w, id, w.dana);
      await disturb();
      const before = await snapshot();
      await expect(decide(w.as(), found, lines, { decision: 'approve' })).rejects.toMatchObject({ code: 'stale' });
      expect(await snapshot()).toBe(before);
    }
    expect((await decideAs(w, id, w.dana, 'approve')).state).toBe('published');
    expect(await okrOf(w, live.id)).toMatchObject({ title: 'Changed again', value: 10 });
  });

  it('is published once when two approve it at the same moment', async () => {
    const w = await world();
    const { id } = await proposal(w);
    await w.okr({ proposal_id: id, team_id: w.team.id });
    const [found, lines] = await read(w, id, w.amir);
    const both = await Promise.allSettled(
      [w.amir, w.ada].map((person) => decide(w.as(person), found, lines, { decision: 'approve' })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await actionsOf(w, id)).filter((action) => action === 'proposal.published')).toHaveLength(1);
  });

  it('refuses what cannot stand together, with a sentence', async () => {
    const w = await world();
    const { id } = await proposal(w);
    await expect(decideAs(w, id, w.dana, 'propose')).rejects.toThrow('There is no draft to publish.');
    const okr = await w.okr({ kind: 'objective', title: 'Grow' });
    const first = await proposeChange(w.as(), okr.id, id);
    await proposeChange(w.as(), okr.id, id);
    await expect(decideAs(w, id, w.dana, 'propose')).rejects.toThrow('“Grow” is changed twice here.');
    await takeOut(w.as(), id, first.okr.id);

    const between = await w.okr({ kind: 'objective', title: 'Between', parents: under(okr.id), proposal_id: id });
    const [change] = (await listDraftsOf(w.as(), id)).filter(({ live }) => live);
    await w.writer(change!.draft.okr.id).editOkr({ parents: under(between.id) });
    const before = await snapshot();
    await expect(decideAs(w, id, w.dana, 'approve')).rejects.toThrow('would close a circle');
    expect(await snapshot()).toBe(before);
  });

  it('takes drafts in and out, not too many, and leaves them when it is deleted', async () => {
    const w = await world();
    const { id } = await proposal(w);
    const draft = await draftOf(w, {});
    await putDraft(w.as(), id, draft.id);
    await putDraft(w.as(), id, draft.id);
    expect((await findProposal(w.as(), id)).drafts).toEqual([{ id: draft.id, version: 2, seen: true }]);
    await expect(w.writer(draft.id).publishOkr()).rejects.toThrow('belongs to a proposal');
    await expect(putDraft(w.as(), id, (await w.okr({})).id)).rejects.toThrow('published already');
    await expect(putDraft(w.as(w.omar), id, draft.id)).rejects.toMatchObject({ code: 'forbidden' });
    await takeOut(w.as(), id, draft.id);
    await expect(takeOut(w.as(), id, draft.id)).rejects.toMatchObject({ code: 'not_found' });
    for (let i = 0; i < MOST_DRAFTS; i++) await w.okr({ proposal_id: id });
    await expect(putDraft(w.as(), id, draft.id)).rejects.toThrow(`holds ${MOST_DRAFTS} drafts already`);
    expect((await decideAs(w, id, w.dana, 'propose')).state).toBe('proposed');
    await deleteProposal(w.as(), await findProposal(w.as(), id));
    expect(await countOwnDrafts(w.as())).toBe(MOST_DRAFTS + 1);
  });

  it('of forty drafts is published in one commit', async () => {
    const w = await world();
    const { id } = await proposal(w);
    const objective = await w.okr({ kind: 'objective', proposal_id: id });
    for (let i = 1; i < MOST_DRAFTS / 2; i++) await w.okr({ proposal_id: id, parents: under(objective.id) });
    for (let i = 0; i < MOST_DRAFTS / 2; i++) await proposeChange(w.as(), (await w.okr({})).id, id);
    await decideAs(w, id, w.dana, 'approve');
    expect(await countOwnDrafts(w.as())).toBe(0);
  });
});

describe('where leads approve', () => {
  it.each([
    ['owner', 'ada', true],
    ['lead of the team', 'amir', true],
    ['lead of a team above', 'dana', true],
    ['member of it', 'dana', false],
    ['observer', 'omar', false],
  ] as const)('an %s publishes OKRs of the team directly or not', async (who, name, allowed) => {
    const w = await approving();
    if (who === 'lead of a team above') {
      const above = { id: newId('tm', w.now), orgId: w.org.id, name: 'All of it', leadId: w.dana.id, createdAt: w.now };
      await w.db.insert(teams).values(above);
      await w.db.update(teams).set({ parentId: above.id }).where(eq(teams.id, w.team.id));
    }
    const making = w.okr({ team_id: w.team.id }, w[name]);
    if (allowed) expect((await making).draft).toBe(false);
    else await expect(making).rejects.toMatchObject({ code: who === 'observer' ? 'forbidden' : 'conflict' });
  });

  it('a member makes individual OKRs and drafts of the team, and is led to a proposal for the rest', async () => {
    const w = await approving();
    const own = await w.okr({});
    const words = 'put it into a proposal of the team and propose that';
    await expect(w.okr({ team_id: w.team.id })).rejects.toThrow(words);
    await expect(w.writer(own.id).editOkr({ level: 'team', team_id: w.team.id })).rejects.toThrow(words);
    const draft = await draftOf(w, { team_id: w.team.id });
    await expect(w.writer(draft.id).publishOkr()).rejects.toThrow(words);
    const theirs = await w.okr({ team_id: w.team.id }, w.amir);
    const copying = askForCopies(w.as(), theirs.id, { period_id: w.year.id, depth: 'alone' });
    await expect(copying).rejects.toThrow(words);
    const { okr: change } = await proposeChange(w.as(w.amir), own.id);
    await w.writer(change.id, w.amir).editOkr({ title: 'Else' });
    await w.writer(change.id, w.ada).publishOkr();
    expect((await okrOf(w, own.id))!.title).toBe('Else');
  });
});
