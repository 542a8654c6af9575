import type { Statement } from '../../src/db/commit.ts';
import type { Database } from '../../src/db/database.ts';
import { type MemberId, newId, type OrgId, type TeamId } from '../../src/db/ids.ts';
import { apiTokens } from '../../src/db/schema/access.ts';
import { members, organizations, periods } from '../../src/db/schema/organizations.ts';
import type { Organization } from '../../src/domain/context.ts';
import { memberRow } from '../../src/domain/members/member.ts';
import { beginning } from '../../src/domain/organizations/beginning.ts';
import { quarterOf, spansFrom, yearOf } from '../../src/domain/periods/fiscal.ts';
import { mostOf, upTo } from '../../src/domain/tokens/token.ts';
import type { Role } from '../../src/domain/words.ts';
import { addDays, dayOf, startOf } from '../../src/lib/days.ts';
import { hashOf } from '../../src/lib/tokens.ts';
import { eventRows, happenedIn } from './event-rows.ts';
import { play } from './history.ts';
import { jiraRows } from './jira.ts';
import { lastQuarter } from './last-quarter.ts';
import { memberRows } from './member-rows.ts';
import { demoTokens } from './names.ts';
import { departed, invited, people, teams as plannedTeams } from './people.ts';
import type { PeriodKey, Planned } from './planned.ts';
import type { Setting, Span } from './planned-okr.ts';
import { aheadRows } from './proposal-rows.ts';
import { rowsOf, tagRows } from './rows.ts';
import { playSources } from './sources.ts';
import { talkRows } from './talk-rows.ts';
import { businessQuarter } from './this-quarter-business.ts';
import { listeningQuarter } from './this-quarter-listening.ts';
import { productQuarter } from './this-quarter-product.ts';
import { theYear } from './year.ts';

/**
 * When the demo is written, the address of the Jira stand-in, the keys that seal credentials, and where Cairn will be
 * reached; `standIns` says whether the other providers have stand-ins too.
 */
export type Seed = { now: number; jira: string; keys: string | undefined; origin: string; standIns: boolean };

const story: Planned[] = [...productQuarter, ...businessQuarter, ...listeningQuarter, ...lastQuarter, ...theYear];

/** Northwind with a year of history, what is planned next, and what people say of it. */
export async function northwind(db: Database, { now, jira, keys, origin, standIns }: Seed): Promise<Statement[]> {
  const org = organization('northwind', 'Northwind', now);
  const today = dayOf(now, org.timeZone);
  const { spans, period } = calendarOf(today, now);
  const born = startOf(spans[0]!.startsOn, org.timeZone);
  const keysOfPeople = [...people.map(([key]) => key as string), ...[...invited, ...departed].map(({ key }) => key)];
  const memberIds = new Map(keysOfPeople.map((key) => [key, newId('mem', born)]));
  const teamIds = new Map(plannedTeams.map(({ key }) => [key, newId('tm', born)]));
  const member = (key: string): MemberId => memberIds.get(key)!;
  const team = (key: string): TeamId => teamIds.get(key)!;
  const own = { orgId: org.id, createdAt: born };
  const setting: Setting = { org, today, now, period, member, team };
  const history = play(story, setting);
  const ahead = aheadRows(db, history, setting);
  const sources = standIns ? await playSources(db, { ...setting, keys, origin }) : null;
  const belonging = await memberRows(db, { ...setting, born, keys });

  return [
    ...belonging.rows,
    ...spans.map((span) => db.insert(periods).values({ ...own, ...span })),
    ...rowsOf(db, history),
    ...(sources ? [...rowsOf(db, sources.history), ...sources.rows] : []),
    ...tagRows(db, own, history, [...ahead.drafts.values()]),
    ...ahead.statements,
    ...talkRows(db, { history, drafts: ahead.drafts, setting }),
    ...(await jiraRows(db, history, { org, ownerId: member('amir'), site: jira, keys, now })),
    ...(await tokenRows(db, org, now, (address) => member(address.split('@')[0]!))),
    eventRows(db, org.id, [
      ...belonging.happened,
      ...happenedIn(history),
      ...(sources ? happenedIn(sources.history) : []),
    ]),
    db.insert(organizations).values({ ...org, createdAt: born }),
  ];
}

/** A second organization, which shows that nothing crosses. */
export async function southwind(db: Database, { now }: Seed): Promise<Statement[]> {
  const org = organization('southwind', 'Southwind', now);
  const today = dayOf(now, org.timeZone);
  const sol = newId('mem', now);
  const quarter = { id: newId('per', now), ...quarterOf(today, org.fiscalYearStart) };
  const own = { orgId: org.id, createdAt: now };
  const shop: Planned = {
    key: 'shop',
    kind: 'objective',
    title: 'Open our first shop in the south',
    description: 'It shows us what shops far from here need.',
    owner: 'sol',
    level: 'organization',
    ambition: 'aspirational',
  };
  const setting: Setting = { org, today, now, period: () => quarter, member: () => sol, team: () => '' as TeamId };
  const history = play([shop], setting);
  return [
    db
      .insert(members)
      .values(memberRow({ id: sol, ...own, name: 'Sol Vega', role: 'owner', email: 'sol@southwind.test' })),
    db.insert(periods).values({ ...own, ...quarter }),
    ...rowsOf(db, history),
    eventRows(db, org.id, [
      { at: now, action: 'organization.founded', subject: org.id, actor: sol },
      ...happenedIn(history),
    ]),
    ...(await tokenRows(db, org, now, () => sol)),
    db.insert(organizations).values({ ...org, createdAt: now }),
  ];
}

const organization = (slug: string, name: string, now: number): Organization => ({
  id: newId('org', now) as OrgId,
  slug,
  name,
  timeZone: 'Europe/London',
  locale: 'en-GB',
  fiscalYearStart: 1,
  ...beginning,
});

/** The quarters from the one before today, or the first of the year, to the second to come; this year and the next. */
function calendarOf(today: string, now: number) {
  const year = yearOf(today, 1);
  const current = quarterOf(today, 1);
  const last = quarterOf(addDays(current.startsOn, -1), 1);
  const ahead = spansFrom('quarter', today, 1, 2);
  const end = year.endsOn > ahead[2]!.endsOn ? year.endsOn : ahead[2]!.endsOn;
  const first = last.startsOn < year.startsOn ? last : year;
  const quarters = spansFrom('quarter', first.startsOn, 1, 6).filter(({ endsOn }) => endsOn <= end);
  const spans = [...quarters, ...spansFrom('year', today, 1, 1)].map((span) => ({ id: newId('per', now), ...span }));
  const named = (name: string): Span => spans.find((span) => span.name === name)!;
  const places: Record<PeriodKey, Span> = {
    last: named(last.name),
    this: named(current.name),
    next: named(ahead[1]!.name),
    year: named(year.name),
    q1: named(`Q1 ${year.name}`),
    q2: named(`Q2 ${year.name}`),
    q3: named(`Q3 ${year.name}`),
    q4: named(`Q4 ${year.name}`),
  };
  return { spans, period: (key: PeriodKey) => places[key] };
}

async function tokenRows(
  db: Database,
  org: Organization,
  now: number,
  member: (address: string) => MemberId,
): Promise<Statement[]> {
  const own = Object.entries(demoTokens).filter(([address]) => address.endsWith(`@${org.slug}.test`));
  const hashes = await Promise.all(own.map(([, token]) => hashOf(token)));
  return own.map(([address], i) =>
    db.insert(apiTokens).values({
      id: newId('tok', now),
      orgId: org.id,
      memberId: member(address),
      name: 'Demo',
      tokenHash: hashes[i]!,
      scopes: upTo(mostOf(roleOf(address))),
      createdAt: now,
    }),
  );
}

/** Sol of Southwind is no one of Northwind's people, and owns theirs. */
const roleOf = (address: string): Role => people.find(([key]) => address.startsWith(`${key}@`))?.[2] ?? 'owner';
