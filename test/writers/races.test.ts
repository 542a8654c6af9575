import { eq, inArray, or } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { newId, type OkrId, type TeamId } from '../../src/db/ids.ts';
import { comments, mentions, reactions } from '../../src/db/schema/conversations.ts';
import { alignments, checkIns, okrs } from '../../src/db/schema/okrs.ts';
import { members, periods, teams } from '../../src/db/schema/organizations.ts';
import { postComment } from '../../src/domain/comments/posting.ts';
import { editMember } from '../../src/domain/members/editing.ts';
import { findMember } from '../../src/domain/members/listing.ts';
import { findSubject } from '../../src/domain/okrs/finding-subject.ts';
import { weigh } from '../../src/domain/okrs/rolling-up.ts';
import { createPeriod } from '../../src/domain/periods/creating.ts';
import { deletePeriod } from '../../src/domain/periods/deleting.ts';
import { decide } from '../../src/domain/proposals/deciding.ts';
import { createProposal, putDraft } from '../../src/domain/proposals/drafting.ts';
import { findProposal } from '../../src/domain/proposals/finding.ts';
import { listDraftsOf } from '../../src/domain/proposals/listing.ts';
import { react } from '../../src/domain/reactions/reacting.ts';
import { Refusal } from '../../src/domain/refusal.ts';
import { createTeam } from '../../src/domain/teams/creating.ts';
import { deleteTeam } from '../../src/domain/teams/deleting.ts';
import { editTeam } from '../../src/domain/teams/editing.ts';
import { findTeam } from '../../src/domain/teams/listing.ts';
import { tree, type World, world } from '../support/world.ts';

const ROUNDS = 6;
const under = (...ids: OkrId[]) => ids.map((okrId) => ({ okrId, fixedWeight: null }));
const okrOf = async (w: World, id: OkrId) => (await w.db.select().from(okrs).where(eq(okrs.id, id)))[0];

/** Several at once, some a moment later than others. Whoever loses is refused, with a sentence, and nothing else happens. */
async function atOnce(round: number, ...acts: (() => Promise<unknown>)[]): Promise<boolean[]> {
  const ordered = await Promise.allSettled(
    acts.map(async (act, i) => {
      for (let wait = 0; wait < ((round * (i + 1)) % 5) * 2; wait++) await Promise.resolve();
      return act();
    }),
  );
  for (const each of ordered) if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(Refusal);
  return ordered.map((each) => each.status === 'fulfilled');
}

describe('what is deleted while somebody puts something there', () => {
  it('a parent leaves no edge to nothing', async () => {
    const w = await world();
    for (let round = 0; round < ROUNDS; round++) {
      const [parent, from] = [await w.okr({ kind: 'objective' }), await w.okr({ kind: 'objective' })];
      const [aligned, edited, moved] = [await w.okr({}), await w.okr({}), await w.okr({ parents: under(from.id) })];
      await atOnce(
        round,
        () => w.writer(parent.id).deleteOkr(),
        () => w.writer(aligned.id).align(parent.id, null),
        () => w.writer(edited.id).editOkr({ parents: under(parent.id) }),
        () => w.writer(moved.id).moveOkr(from.id, parent.id),
        () => w.okr({ parents: under(parent.id) }),
      );
      expect(await w.db.select().from(alignments).where(eq(alignments.parentId, parent.id))).toEqual([]);
      // Whoever was refused stands where it stood.
      const left = await w.db.select().from(alignments).where(eq(alignments.childId, moved.id));
      expect(left.every(({ parentId }) => parentId === from.id)).toBe(true);
    }
  });

  it('a period and a team keep what came, or are gone before it', async () => {
    const w = await world();
    const ada = w.as(w.ada);
    for (let round = 0; round < ROUNDS; round++) {
      const starts_on = `20${50 + round}-01-01`;
      const period = await createPeriod(ada, { name: starts_on, kind: 'custom', starts_on, ends_on: starts_on });
      const team = await createTeam(ada, { name: `Team ${round}` });
      const edited = await w.okr({}, w.ada);
      await atOnce(
        round,
        () => deletePeriod(ada, period),
        () => deleteTeam(ada, team),
        () => w.okr({ period_id: period.id }, w.ada),
        () => w.okr({ team_id: team.id }, w.ada),
        () => w.writer(edited.id, w.ada).editOkr({ period_id: period.id, team_id: team.id, level: 'team' }),
        () => createProposal(ada, { title: 'Plan', team_id: team.id, period_id: period.id }),
      );
    }
    const [there, all, known] = await Promise.all([
      w.db.select().from(okrs),
      w.db.select().from(periods),
      w.db.select().from(teams),
    ]);
    for (const { periodId, teamId } of there) {
      expect(all.map(({ id }) => id)).toContain(periodId);
      if (teamId) expect(known.map(({ id }) => id)).toContain(teamId);
    }
  });

  it('an OKR leaves nothing behind of what was said about it', async () => {
    const w = await world();
    for (let round = 0; round < ROUNDS; round++) {
      const { id } = await w.okr({});
      await atOnce(
        round,
        () => w.writer(id).deleteOkr(),
        () => postComment(w.as(), id, { text: 'Look, @Ada Marsh' }),
        () => react(w.as(), id, id, 'agree'),
        () => w.writer(id).checkIn({ value: 10, note: 'For @Amir Haddad' }, newId('chk', w.now)),
      );
      for (const table of [comments, reactions, mentions, checkIns])
        expect(await w.db.select().from(table).where(eq(table.okrId, id))).toEqual([]);
    }
  });
});

describe('two who change the same thing at once', () => {
  it('close no circle by two moves, nor by two teams or two managers', async () => {
    const w = await world();
    const ada = w.as(w.ada);
    for (let round = 0; round < ROUNDS; round++) {
      const top = await w.okr({ kind: 'objective' });
      const [a, b] = [
        await w.okr({ kind: 'objective', parents: under(top.id) }),
        await w.okr({ kind: 'objective', parents: under(top.id) }),
      ];
      const won = await atOnce(
        round,
        () => w.writer(a.id).moveOkr(top.id, b.id),
        () => w.writer(b.id).moveOkr(top.id, a.id),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
      const edges = await w.db
        .select()
        .from(alignments)
        .where(inArray(alignments.childId, [a.id, b.id]));
      expect(edges.filter(({ parentId }) => parentId === top.id)).toHaveLength(1);

      const [one, two] = [
        await createTeam(ada, { name: `One ${round}` }),
        await createTeam(ada, { name: `Two ${round}` }),
      ];
      await atOnce(
        round,
        () => editTeam(ada, one, { parent_id: two.id }),
        () => editTeam(ada, two, { parent_id: one.id }),
      );
      const above = async (id: TeamId) => (await findTeam(ada, id)).parentId;
      expect([await above(one.id), await above(two.id)].filter((id) => id !== null)).toHaveLength(1);

      const [dana, amir] = [await findMember(ada, w.dana.id), await findMember(ada, w.amir.id)];
      await atOnce(
        round,
        () => editMember(ada, dana, { manager_id: amir.id }),
        () => editMember(ada, amir, { manager_id: dana.id }),
      );
      const bosses = await w.db
        .select()
        .from(members)
        .where(or(eq(members.id, dana.id), eq(members.id, amir.id)));
      expect(bosses.filter(({ managerId }) => managerId !== null)).toHaveLength(1);
      await w.db.update(members).set({ managerId: null });
    }
  });

  it('lose no edit of a draft that is being published', async () => {
    const w = await world();
    for (let round = 0; round < ROUNDS; round++) {
      const { id } = await w.okr({ title: 'Before', draft: true });
      const [, edited] = await atOnce(
        round,
        () => w.writer(id).publishOkr(),
        () => w.writer(id).editOkr({ title: 'After' }),
      );
      expect(await okrOf(w, id)).toMatchObject({ draft: false, title: edited ? 'After' : 'Before' });
    }
  });

  it('leave no draft behind in a proposal that is approved', async () => {
    const w = await world();
    for (let round = 0; round < ROUNDS; round++) {
      const plan = await createProposal(w.as(), { title: 'Plan', team_id: w.team.id });
      await w.okr({ proposal_id: plan.id });
      const late = await w.okr({ draft: true });
      await atOnce(
        round,
        async () => {
          const [found, lines] = await Promise.all([
            findProposal(w.as(w.ada), plan.id),
            listDraftsOf(w.as(w.ada), plan.id),
          ]);
          await decide(w.as(w.ada), found, lines, { decision: 'approve' });
        },
        () => putDraft(w.as(), plan.id, late.id),
      );
      const { state } = (await findProposal(w.as(), plan.id)).proposal;
      const held = await w.db.select().from(okrs).where(eq(okrs.proposalId, plan.id));
      if (state === 'published') expect(held.filter(({ draft }) => draft)).toEqual([]);
      else expect(held.filter(({ draft }) => draft)).toHaveLength(2);
    }
  });

  it('make shares of a hundred, and a parent of its children, whoever moves while somebody weighs', async () => {
    const w = await world();
    for (let round = 0; round < ROUNDS; round++) {
      const { objective, keyResults } = await tree(w, [{}, {}, {}]);
      const other = await w.okr({ kind: 'objective' });
      const [a, b] = keyResults.map(({ id }) => id) as [OkrId, OkrId, OkrId];
      await w.settle((await w.writer(a).checkIn({ value: 30 + round }, newId('chk', w.now))).due);
      await atOnce(
        round,
        async () => w.settle((await w.writer(objective.id).weighChildren({ fixed: { [a]: 50, [b]: 20 } })).due),
        async () => w.settle((await w.writer(a).moveOkr(objective.id, other.id)).due),
      );
      for (const { id } of [objective, other]) {
        const { okr, children } = await findSubject(w.as(), id);
        const shares = weigh(children, okr.weighing);
        expect(shares.reduce((sum, { contribution }) => sum + contribution, 0)).toBeCloseTo(100);
      }
      expect((await okrOf(w, objective.id))!.value).toBeNull();
      expect((await okrOf(w, other.id))!.value).toBe(30 + round);
    }
  });

  it('leave a closed OKR with the value that was said last before', async () => {
    const w = await world();
    for (let round = 0; round < ROUNDS; round++) {
      const { id } = await w.okr({});
      const [, said] = await atOnce(
        round,
        () => w.writer(id).closeOkr({ score: 0.5 }),
        () => w.writer(id).checkIn({ value: 40 }, newId('chk', w.now)),
      );
      expect(await okrOf(w, id)).toMatchObject({ status: 'closed', score: 0.5, value: said ? 40 : null });
      expect(await w.db.$count(checkIns, eq(checkIns.okrId, id))).toBe(said ? 1 : 0);
    }
  });
});
