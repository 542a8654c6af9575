import type { Statement } from '../../src/db/commit.ts';
import type { Database } from '../../src/db/database.ts';
import { newId, type ProposalId } from '../../src/db/ids.ts';
import { alignments, okrPeople, okrs } from '../../src/db/schema/okrs.ts';
import { proposals } from '../../src/db/schema/proposals.ts';
import { measureColumns, type Okr, untouched } from '../../src/domain/okrs/okr.ts';
import { type Drafted, loose, type PlannedProposal, proposed } from './ahead.ts';
import type { History } from './history.ts';
import { HOUR, madeOf, type Setting } from './planned-okr.ts';
import { ownerRow } from './rows.ts';

const DAY = 24 * HOUR;

/** Drafts that were written, by key. */
export type Drafts = ReadonlyMap<string, Okr>;

/** What is planned for the next quarter: proposals with their drafts, and drafts in none. */
export function aheadRows(db: Database, history: History, setting: Setting) {
  const drafts = new Map<string, Okr>();
  const statements = [
    ...proposed.flatMap((plan) => {
      const row = proposalOf(plan, setting);
      return [
        db.insert(proposals).values(row),
        ...draftRows(db, plan.drafts, {
          history,
          setting,
          drafts,
          at: row.createdAt,
          creator: plan.creator,
          id: row.id,
        }),
      ];
    }),
    ...loose.flatMap((plan) =>
      draftRows(db, [plan], { history, setting, drafts, at: setting.now - DAY, creator: plan.owner, id: null }),
    ),
  ];
  return { statements, drafts };
}

function proposalOf(plan: PlannedProposal, { org, now, period, member, team }: Setting) {
  const { id: periodId, name } = period('next');
  const createdAt = now - plan.begunAgo * DAY;
  return {
    id: newId('prp', createdAt),
    orgId: org.id,
    teamId: team(plan.team),
    periodId,
    title: `${plan.title} ${name}`,
    state: plan.returned ? ('returned' as const) : ('proposed' as const),
    creatorId: member(plan.creator),
    createdAt,
    proposedAt: now - plan.proposedAgo * DAY,
    decidedAt: plan.returned ? now - plan.returned.ago * DAY : null,
    decidedById: plan.returned ? member(plan.returned.by) : null,
    decisionNote: plan.returned?.note ?? null,
  };
}

type Into = {
  history: History;
  setting: Setting;
  drafts: Map<string, Okr>;
  at: number;
  creator: string;
  id: ProposalId | null;
};

const draftRows = (db: Database, plans: readonly Drafted[], into: Into): Statement[] =>
  plans.flatMap((plan, nth) => {
    const { drafts, setting, history } = into;
    const live = history.nodes.find((node) => node.plan.key === plan.changeOf)?.okr;
    const above = (plan.under ?? []).map((key) => drafts.get(key)!);
    const at = into.at + nth;
    const okr: Okr = {
      ...(live
        ? { ...live, ...untouched, title: plan.title, ...measureColumns(plan.measure!) }
        : madeOf(plan, [], nth, setting)),
      id: newId('okr', at),
      creatorId: setting.member(into.creator),
      draft: true,
      draftOfId: live?.id ?? null,
      proposalId: into.id,
      createdAt: at,
      updatedAt: at,
    };
    drafts.set(plan.key, okr);
    const parentIds = live
      ? history.edges.filter(({ childId }) => childId === live.id).map(({ parentId }) => parentId)
      : above.map(({ id }) => id);
    return [
      db.insert(okrs).values(okr),
      ownerRow(db, okr.orgId, [okr.id, setting.member(plan.owner)]),
      ...(live ? history.people.filter((person) => person.okrId === live.id) : []).map((person) =>
        db.insert(okrPeople).values({ ...person, okrId: okr.id }),
      ),
      ...parentIds.map((parentId) =>
        db.insert(alignments).values({ orgId: okr.orgId, childId: okr.id, parentId, createdAt: at }),
      ),
    ];
  });
