import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { TeamId } from '../../../src/db/ids.ts';
import { events } from '../../../src/db/schema/access.ts';
import { teamMembers, teams } from '../../../src/db/schema/organizations.ts';
import { archiveTeam, restoreTeam } from '../../../src/domain/teams/archiving.ts';
import { createTeam } from '../../../src/domain/teams/creating.ts';
import { deleteTeam, findHindrances } from '../../../src/domain/teams/deleting.ts';
import { editTeam } from '../../../src/domain/teams/editing.ts';
import { listForExport } from '../../../src/domain/teams/exporting.ts';
import { listTeams } from '../../../src/domain/teams/finding.ts';
import { findTeamPage } from '../../../src/domain/teams/finding-page.ts';
import { isEmpty } from '../../../src/domain/teams/hindrances.ts';
import { importTeams, tryImport } from '../../../src/domain/teams/importing.ts';
import { findTeam, listTeamPage } from '../../../src/domain/teams/listing.ts';
import { findAlong, moveTeam } from '../../../src/domain/teams/moving.ts';
import { listTeamRows, outline } from '../../../src/domain/teams/outlining.ts';
import { addToTeam, removeFromTeam } from '../../../src/domain/teams/seating.ts';
import { type World, world } from '../../support/world.ts';

const refused = (code: string, words?: string) =>
  expect.objectContaining({ code, ...(words && { message: expect.stringContaining(words) }) });
const invalidIn = (field: string) =>
  expect.objectContaining({ code: 'invalid', fields: { [field]: expect.any(String) } });

const actionsOn = async (w: World, id: string) =>
  (await w.db.select().from(events).where(eq(events.subjectId, id))).map(({ action }) => action);

const below = (w: World, name: string, parent_id: TeamId = w.team.id) => createTeam(w.as(w.ada), { name, parent_id });
const page = { after: null, limit: 50 };
const product = (w: World) => findTeam(w.as(w.ada), w.team.id);

describe('a move', () => {
  it('takes what is below along and leaves an event of its own', async () => {
    const w = await world();
    const growth = await createTeam(w.as(w.ada), { name: 'Growth' });
    const web = await below(w, 'Web', growth.id);
    await w.okr({ team_id: web.id });
    expect(await findAlong(w.as(w.ada), growth.id)).toEqual({ teams: 1, okrs: 1 });
    await moveTeam(w.as(w.ada), growth, w.team.id);
    expect(await findTeam(w.as(), web.id)).toMatchObject({ parentId: growth.id });
    expect(await findTeam(w.as(), growth.id)).toMatchObject({ parentId: w.team.id });
    expect(await actionsOn(w, growth.id)).toEqual(['team.created', 'team.moved']);
  });

  it('closes no circle, also when two happen at once', async () => {
    const w = await world();
    const ada = w.as(w.ada);
    const growth = await below(w, 'Growth');
    const web = await below(w, 'Web', growth.id);
    await expect(moveTeam(ada, growth, web.id)).rejects.toEqual(invalidIn('parent_id'));
    const [one, two] = [await createTeam(ada, { name: 'One' }), await createTeam(ada, { name: 'Two' })];
    const heard = await Promise.allSettled([moveTeam(ada, one, two.id), moveTeam(ada, two, one.id)]);
    expect(heard.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it('goes neither below an archived team nor to another organization, and is for admins', async () => {
    const w = await world();
    const other = await world({ slug: 'southwind' });
    const growth = await createTeam(w.as(w.ada), { name: 'Growth' });
    await archiveTeam(w.as(w.ada), await product(w));
    await expect(moveTeam(w.as(w.ada), growth, w.team.id)).rejects.toEqual(invalidIn('parent_id'));
    await expect(moveTeam(w.as(w.ada), growth, other.team.id)).rejects.toEqual(invalidIn('parent_id'));
    await expect(moveTeam(w.as(w.dana), growth, null)).rejects.toEqual(refused('forbidden'));
    await expect(findAlong(w.as(w.omar), growth.id)).rejects.toEqual(refused('forbidden'));
  });
});

describe('a team that is archived', () => {
  it('is offered nowhere, takes no new OKR, keeps those it has, and comes back', async () => {
    const w = await world();
    const okr = await w.okr({ team_id: w.team.id });
    const gone = await archiveTeam(w.as(w.ada), await product(w));
    expect(await listTeams(w.as())).toEqual([]);
    expect(await listTeams(w.as(), { also: w.team.id })).toEqual([w.team]);
    await expect(w.okr({ team_id: w.team.id })).rejects.toEqual(invalidIn('team_id'));
    expect((await w.writer(okr.id).editOkr({ title: 'Still here', team_id: w.team.id })).okr.teamId).toBe(w.team.id);
    await restoreTeam(w.as(w.ada), gone);
    expect((await w.okr({ team_id: w.team.id })).teamId).toBe(w.team.id);
    expect(await actionsOn(w, w.team.id)).toEqual(['team.archived', 'team.restored']);
  });

  it('lets what is below it move up, and returns below what is there', async () => {
    const w = await world();
    const ada = w.as(w.ada);
    const growth = await below(w, 'Growth');
    const web = await below(w, 'Web', growth.id);
    const gone = await archiveTeam(ada, growth);
    expect(await findTeam(ada, web.id)).toMatchObject({ parentId: w.team.id });
    await archiveTeam(ada, await product(w));
    expect(await restoreTeam(ada, gone)).toMatchObject({ parentId: null, archivedAt: null });
  });
});

describe('who leads a team', () => {
  it('changes its members and its type, and nothing else of it', async () => {
    const w = await world();
    const web = await below(w, 'Web');
    await editTeam(w.as(w.ada), web, { lead_id: w.dana.id });
    const own = await findTeam(w.as(), web.id);
    expect(await editTeam(w.as(w.dana), own, { type: 'Squad' })).toMatchObject({ type: 'Squad' });
    const now = await findTeam(w.as(), web.id);
    await expect(editTeam(w.as(w.dana), now, { name: 'Mine' })).rejects.toEqual(
      refused('forbidden', 'members and the type'),
    );
    await expect(editTeam(w.as(w.dana), now, { archived: true })).rejects.toEqual(refused('forbidden'));
    await addToTeam(w.as(w.dana), now, w.omar.id);
    await addToTeam(w.as(w.dana), now, w.omar.id);
    expect((await findTeam(w.as(), web.id)).memberIds).toEqual([w.omar.id]);
    await removeFromTeam(w.as(w.dana), now, w.omar.id);
    await removeFromTeam(w.as(w.dana), now, w.omar.id);
    expect((await findTeam(w.as(), web.id)).memberIds).toEqual([]);
    expect((await actionsOn(w, web.id)).filter((action) => action === 'team.member_removed')).toHaveLength(1);
  });

  it('does so below it as well, and not elsewhere', async () => {
    const w = await world();
    const web = await below(w, 'Web');
    await editTeam(w.as(w.ada), await product(w), { lead_id: w.dana.id });
    await addToTeam(w.as(w.dana), web, w.ada.id);
    const other = await createTeam(w.as(w.ada), { name: 'Elsewhere' });
    await expect(addToTeam(w.as(w.dana), other, w.ada.id)).rejects.toEqual(refused('forbidden'));
    await expect(addToTeam(w.as(w.omar), web, w.ada.id)).rejects.toEqual(refused('forbidden'));
  });

  it('is no observer, who may belong to it all the same', async () => {
    const w = await world();
    await expect(createTeam(w.as(w.ada), { name: 'Web', lead_id: w.omar.id })).rejects.toEqual(invalidIn('lead_id'));
    expect((await createTeam(w.as(w.ada), { name: 'Web', member_ids: [w.omar.id] })).memberIds).toEqual([w.omar.id]);
  });

  it('adds nobody from another organization, nobody to a foreign team and nobody to an archived one', async () => {
    const w = await world();
    const other = await world({ slug: 'southwind' });
    await expect(addToTeam(w.as(w.ada), w.team, other.dana.id)).rejects.toEqual(invalidIn('member_id'));
    await expect(addToTeam(w.as(w.ada), other.team, w.ada.id)).rejects.toEqual(refused('conflict'));
    await archiveTeam(w.as(w.ada), await product(w));
    await expect(addToTeam(w.as(w.ada), w.team, w.ada.id)).rejects.toEqual(refused('conflict', 'archived'));
    expect(await w.db.select().from(teamMembers).where(eq(teamMembers.memberId, w.ada.id))).toEqual([]);
  });
});

describe('an empty team', () => {
  it('is deleted once nothing stands in the way, each of which is told', async () => {
    const w = await world();
    const ada = w.as(w.ada);
    const web = await below(w, 'Web');
    const okr = await w.okr({ team_id: w.team.id });
    const hidden = await w.okr({ team_id: w.team.id, visibility: 'private' });
    expect(await findHindrances(ada, w.team.id)).toEqual({
      okrs: 1,
      unseen: false,
      proposals: 0,
      teams: 1,
      members: 1,
    });
    await expect(deleteTeam(ada, w.team as never, { empty: true })).rejects.toEqual(refused('conflict'));
    await w.writer(okr.id).deleteOkr();
    await deleteTeam(ada, web, { empty: true });
    await removeFromTeam(ada, w.team, w.dana.id);
    expect(await findHindrances(ada, w.team.id)).toEqual({ okrs: 0, unseen: true, proposals: 0, teams: 0, members: 0 });
    await expect(deleteTeam(ada, w.team as never, { empty: true })).rejects.toEqual(refused('conflict'));
    await w.writer(hidden.id).deleteOkr();
    expect(isEmpty(await findHindrances(ada, w.team.id))).toBe(true);
    await deleteTeam(ada, w.team as never, { empty: true });
    expect(await w.db.select().from(teams)).toEqual([]);
  });
});

describe('the tree', () => {
  it('is read two levels at a time, with lead, members and what is below', async () => {
    const w = await world();
    const growth = await below(w, 'Growth');
    await below(w, 'Web', growth.id);
    const { items } = await outline(w.as(w.ada), null, page);
    expect(items).toMatchObject([
      {
        name: 'Product',
        lead: 'Amir Haddad',
        members: 1,
        below: 1,
        hidden: 0,
        branches: [{ name: 'Growth', below: 1 }],
      },
    ]);
    expect((await outline(w.as(w.ada), w.team.id, page)).items).toMatchObject([
      { name: 'Growth', parent: 'Product', branches: [{ name: 'Web' }] },
    ]);
  });

  it('goes on by pages, and is found by how words of a name begin', async () => {
    const w = await world();
    await below(w, 'Équipe Mobile');
    await below(w, 'Data-Platform');
    const names = async (q: string) =>
      (await listTeamRows(w.as(), { q, archived: false }, page)).items.map(({ name }) => name);
    expect(await names('platf')).toEqual(['Data-Platform']);
    expect(await names('équipe mob')).toEqual(['Équipe Mobile']);
    expect(await names('ÉQUIPE')).toEqual(['Équipe Mobile']);
    expect(await names('quipe')).toEqual([]);
    const first = await outline(w.as(), w.team.id, { after: null, limit: 1 });
    expect(first.items.map(({ name }) => name)).toEqual(['Data-Platform']);
    const second = await outline(w.as(), w.team.id, { after: first.next, limit: 1 });
    expect(second.items.map(({ name }) => name)).toEqual(['Équipe Mobile']);
    expect(second.next).toBeNull();
  });

  it('shows nothing of another organization', async () => {
    const w = await world();
    const other = await world({ slug: 'southwind' });
    expect((await outline(w.as(), other.team.id, page)).items).toEqual([]);
    await expect(findTeamPage(w.as(), other.team.id, null)).rejects.toEqual(refused('not_found'));
    expect((await listTeamPage(w.as(), page, { q: 'prod' })).items).toHaveLength(1);
    expect((await listTeamPage(w.as(), page, { archived: true })).items).toEqual([]);
    expect((await listTeamPage(w.as(), page, { parent: w.team.id })).items).toEqual([]);
    expect((await listTeamPage(w.as(), page, { parent: null })).items).toHaveLength(1);
  });
});

describe('the page of a team', () => {
  it('shows the status of teams below it without what is private to others', async () => {
    const w = await world();
    const web = await below(w, 'Web');
    await w.okr({ kind: 'objective', team_id: web.id, level: 'team', visibility: 'private', period_id: w.quarter.id });
    const statusFor = async (who: World['dana']) => (await findTeamPage(w.as(who), w.team.id, null)).below[0]!.status;
    expect(await statusFor(w.dana)).toBe('at_risk');
    expect(await statusFor(w.omar)).toBeNull();
  });
});

describe('an import', () => {
  const rows = (w: World) => [
    { n: 2, name: 'Web', parent: 'Product', type: 'Squad', lead: w.dana.email, members: [w.omar.email, w.ada.email] },
    { n: 3, name: 'Product', parent: '', type: 'Department', lead: '', members: [] },
    { n: 4, name: 'Lost', parent: 'Nowhere', type: '', lead: '', members: [] },
  ];

  it('writes nothing when tried, then all but what is refused, and nothing the second time', async () => {
    const w = await world();
    const ada = w.as(w.ada);
    const outcomes = (lines: { outcome: string }[]) => lines.map(({ outcome }) => outcome);
    expect(outcomes(await tryImport(ada, rows(w)))).toEqual(['new', 'changed', 'refused']);
    expect(await w.db.select().from(teams)).toHaveLength(1);
    expect(outcomes(await importTeams(ada, rows(w)))).toEqual(['new', 'changed', 'refused']);
    const web = (await w.db.select().from(teams).where(eq(teams.name, 'Web')))[0]!;
    expect(await findTeam(ada, web.id)).toMatchObject({
      parentId: w.team.id,
      type: 'Squad',
      leadId: w.dana.id,
      memberIds: [w.ada.id, w.omar.id].sort(),
    });
    expect(await product(w)).toMatchObject({ type: 'Department', leadId: w.amir.id, memberIds: [w.dana.id] });
    expect(await actionsOn(w, web.id)).toEqual(['team.created']);
    expect(await actionsOn(w, w.team.id)).toEqual(['team.edited']);
    expect(outcomes(await importTeams(ada, rows(w)))).toEqual(['same', 'same', 'refused']);
    expect(await actionsOn(w, web.id)).toHaveLength(1);
  });

  it('knows nobody and nothing of another organization, and is for admins', async () => {
    const w = await world();
    const other = await world({ slug: 'southwind' });
    const foreign = [{ n: 2, name: 'Web', parent: '', type: '', lead: other.dana.email, members: [] }];
    expect((await tryImport(w.as(w.ada), foreign))[0]!.outcome).toBe('refused');
    await expect(tryImport(w.as(w.dana), rows(w))).rejects.toEqual(refused('forbidden'));
    await expect(listForExport(w.as(w.omar))).rejects.toEqual(refused('forbidden'));
  });

  it('takes back what an export wrote', async () => {
    const w = await world();
    await importTeams(w.as(w.ada), rows(w));
    expect(await listForExport(w.as(w.ada))).toEqual([
      ['Product', null, 'Department', w.amir.email, w.dana.email],
      ['Web', 'Product', 'Squad', w.dana.email, expect.stringContaining('; ')],
    ]);
  });

  it('of 2,000 teams is one commit', { timeout: 60_000 }, async () => {
    const w = await world();
    const many = Array.from({ length: 2000 }, (_, i) => ({
      ...{ n: i + 2, name: `Team ${i}`, type: '', lead: '', members: [w.dana.email] },
      parent: i === 0 ? '' : `Team ${Math.floor((i - 1) / 8)}`,
    }));
    await importTeams(w.as(w.ada), many);
    expect((await w.db.select().from(teams)).length).toBe(2001);
  });
});
