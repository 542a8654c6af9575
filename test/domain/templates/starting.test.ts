import { expect, it } from 'vitest';
import { events } from '../../../src/db/schema/access.ts';
import { alignments, okrs, rollUpsDue } from '../../../src/db/schema/okrs.ts';
import { createProposal } from '../../../src/domain/proposals/drafting.ts';
import { findProposal } from '../../../src/domain/proposals/finding.ts';
import { MOST_DRAFTS } from '../../../src/domain/proposals/proposal.ts';
import { startTogether } from '../../../src/domain/templates/starting.ts';
import { metric, type World, world } from '../../support/world.ts';

const keyResult = (title: string, rest = {}) => ({
  kind: 'key_result' as const,
  title,
  measure: metric(0, 10),
  ...rest,
});
const objective = { kind: 'objective' as const, title: 'Grow' };

const everything = async ({ db }: World) =>
  Promise.all([okrs, alignments, events, rollUpsDue].map((table) => db.select().from(table)));

it('an objective and its key results are one commit', async () => {
  const w = await world();
  let commits = 0;
  const batch = w.db.batch.bind(w.db);
  w.db.batch = (statements) => {
    commits += 1;
    return batch(statements);
  };
  const { okr, due } = await startTogether(w.as(), objective, [keyResult('One'), keyResult('Two')]);
  expect(commits).toBe(1);
  expect(due).toEqual([okr.id]);
  const [made, edges, told, waiting] = await everything(w);
  expect(made).toMatchObject([
    { title: 'Grow', top: true },
    { title: 'One', top: false },
    { title: 'Two', top: false },
  ]);
  expect(edges).toMatchObject([{ parentId: okr.id }, { parentId: okr.id }]);
  expect(told).toHaveLength(3);
  expect(waiting).toMatchObject([{ okrId: okr.id }]);
});

it('a key result that is refused leaves nothing of the others', async () => {
  const w = await world();
  const before = await everything(w);
  const stranger = (await world({ slug: 'southwind' })).dana.id;
  const refused = startTogether(w.as(), objective, [keyResult('One'), keyResult('Two', { owner_ids: [stranger] })]);
  await expect(refused).rejects.toMatchObject({ code: 'invalid' });
  expect(await everything(w)).toEqual(before);
});

it('a proposal that has no room for all of them takes none', async () => {
  const w = await world();
  const { id } = await createProposal(w.as(), { title: 'Plan', team_id: w.team.id });
  const into = { draft: true, proposal_id: id };
  for (let i = 0; i < MOST_DRAFTS - 2; i++) await w.okr(into);
  const many = [keyResult('One', into), keyResult('Two', into)];
  await expect(startTogether(w.as(), { ...objective, ...into }, many)).rejects.toMatchObject({ code: 'conflict' });
  expect((await findProposal(w.as(), id)).drafts).toHaveLength(MOST_DRAFTS - 2);
  await startTogether(w.as(), { ...objective, ...into }, many.slice(1));
  expect((await findProposal(w.as(), id)).drafts).toHaveLength(MOST_DRAFTS);
});
