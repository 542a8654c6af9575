import { type MemberId, newId, type OkrId, type OrgId, type PeriodId, type TeamId } from '../../src/db/ids.ts';
import type { Organization } from '../../src/domain/context.ts';
import { measureColumns, measureOf, type Okr, standingOf, untouched } from '../../src/domain/okrs/okr.ts';
import { progressOf } from '../../src/domain/okrs/progress.ts';
import { rolledUpValue } from '../../src/domain/okrs/rolling-up.ts';
import { statusOn } from '../../src/domain/okrs/status.ts';
import { dayOf } from '../../src/lib/days.ts';
import { CHECK_INS, type Size } from './size.ts';

/** An OKR in its place. Each team works on a stretch of every level below the divisions, so its OKRs hang together. */
export type Node = { okr: Okr; parent: Node | null; children: Node[] };

export type Place = {
  org: Organization;
  period: { id: PeriodId; startsOn: string; endsOn: string };
  members: MemberId[];
  teams: TeamId[];
  now: number;
};

const DAY_MS = 24 * 60 * 60_000;
/** Levels that belong to the whole organization; the last level belongs to individuals. */
const OF_ORGANIZATION = 2;
/** Every twentieth key result is read from Jira. */
const LINKED_EVERY = 20;

const verbs = ['Raise', 'Shorten', 'Win', 'Simplify', 'Open', 'Prove', 'Halve', 'Settle'];
const things = ['onboarding', 'checkout', 'support', 'billing', 'search', 'reports', 'hiring', 'uptime', 'churn'];

/** The company's one tree, parents before children. Values of leaves are spread evenly; parents roll up from them. */
export function growTree({ levels }: Size, place: Place): Node[] {
  const rows: Node[][] = [];
  for (const [depth, count] of levels.entries()) {
    const above = rows.at(-1) ?? [];
    rows.push(
      Array.from({ length: count }, (_, i) => {
        const parent = above[Math.floor((i * above.length) / count)] ?? null;
        const node: Node = { okr: draft(place, depth, i, count, depth === levels.length - 1), parent, children: [] };
        parent?.children.push(node);
        return node;
      }),
    );
  }
  const nodes = rows.flat();
  for (const node of nodes.toReversed()) settle(node, place);
  return nodes;
}

function draft(
  { org, period, members, teams, now }: Place,
  depth: number,
  i: number,
  count: number,
  isLast: boolean,
): Okr {
  const share = i / count;
  const team = Math.floor(share * teams.length);
  const perTeam = members.length / teams.length;
  const owner = members[depth === 0 ? 0 : Math.floor(team * perTeam + (i % perTeam))]!;
  const isTeams = depth >= OF_ORGANIZATION;
  const linked = isLast && i % LINKED_EVERY === LINKED_EVERY - 1;
  const createdAt = now - 70 * DAY_MS + i;
  const at = now - (i % 14) * DAY_MS;
  return {
    id: newId('okr', createdAt) as OkrId,
    orgId: org.id as OrgId,
    kind: isLast ? 'key_result' : 'objective',
    title: `${verbs[i % verbs.length]} ${things[(i + depth) % things.length]} ${depth}.${i}`,
    description: i % 3 === 0 ? 'Customers asked for this in every interview of the last two quarters.' : null,
    level: isLast ? 'individual' : isTeams ? 'team' : 'organization',
    teamId: isTeams ? teams[team]! : null,
    periodId: period.id,
    startsOn: period.startsOn,
    endsOn: period.endsOn,
    ambition: i % 4 === 0 ? 'aspirational' : 'committed',
    visibility: 'public',
    creatorId: owner,
    checkInOwnerId: owner,
    top: depth === 0,
    ...measureColumns(
      isLast && !linked
        ? {
            type: 'metric',
            name: 'Answers',
            unit: null,
            start: 0,
            target: 100,
            direction: 'increase',
            riskThreshold: null,
            decimals: null,
          }
        : { type: 'percent' },
    ),
    mode: linked ? 'data_source' : isLast ? 'manual' : 'rollup',
    // Its status turns by itself at no time while the benchmarks run.
    ...untouched,
    provider: linked ? 'jira' : null,
    value: isLast ? (i * 37) % 101 : null,
    valueAt: at,
    checkedInAt: isLast && !linked ? at : null,
    version: CHECK_INS + 1,
    createdAt,
    updatedAt: at,
  };
}

function settle({ okr, children }: Node, { org, now }: Place) {
  const below = children.map((child) => child.okr);
  if (children.length > 0)
    okr.value = rolledUpValue(
      measureOf(okr),
      below.map((each) => ({ ...each, measure: measureOf(each), fixedWeight: null, counts: false })),
      okr.weighing,
    );
  okr.progress = progressOf(measureOf(okr), okr.value);
  const statuses = okr.mode === 'rollup' ? below.map((each) => each.status) : null;
  okr.status = statusOn(dayOf(now, org.timeZone), standingOf(okr, statuses), org);
}
