import { env } from 'cloudflare:workers';
import { type Database, openDatabase } from '../../src/db/database.ts';
import {
  type ConnectionId,
  type MemberId,
  newId,
  type OkrId,
  type OrgId,
  type PeriodId,
  type TeamId,
  type TokenId,
} from '../../src/db/ids.ts';
import { apiTokens, sessions } from '../../src/db/schema/access.ts';
import { connections } from '../../src/db/schema/connections.ts';
import { members, organizations, periods, teamMembers, teams } from '../../src/db/schema/organizations.ts';
import type { Connection } from '../../src/domain/connections/connection.ts';
import { sealSecret } from '../../src/domain/connections/secrets.ts';
import type { Actor, Context, Organization } from '../../src/domain/context.ts';
import { createOkr, type NewOkr } from '../../src/domain/okrs/drafting.ts';
import type { Okr } from '../../src/domain/okrs/okr.ts';
import { beginning } from '../../src/domain/organizations/beginning.ts';
import { type Role, type TokenScope, tokenScopes } from '../../src/domain/words.ts';
import { adapters } from '../../src/integrations/registry.ts';
import { hashOf } from '../../src/lib/tokens.ts';
import { type OkrWriterClient, okrWriter } from '../../src/writers/okr-writer-client.ts';
import { keyRing } from '../../src/writers/outside.ts';
import { settleRollUps } from '../../src/writers/settling.ts';

export const DAY = 24 * 60 * 60_000;

/** Noon of 20 November 2026, 51 of 91 days into the fourth quarter: expected progress is 50/91. */
export const NOON = Date.UTC(2026, 10, 20, 12);

export type Person = { id: MemberId; name: string; email: string; role: Role };

/** One organization with people of each role, a team, a quarter and a year, at a moment of the test's choosing. */
export type World = {
  db: Database;
  org: Organization;
  ada: Person;
  amir: Person;
  dana: Person;
  omar: Person;
  team: { id: TeamId; name: string };
  quarter: { id: PeriodId; startsOn: string; endsOn: string };
  year: { id: PeriodId; startsOn: string; endsOn: string };
  now: number;
  /** The context of a person, or of Dana. */
  as(person?: Person, now?: number): Context;
  /** Makes an OKR as a person, or as Dana, and settles its roll-ups. */
  okr(input: Partial<NewOkr>, person?: Person): Promise<Okr>;
  /** Changes an OKR as a person, or as Dana. */
  writer(okrId: OkrId, person?: Person, now?: number): OkrWriterClient;
  settle(due: readonly OkrId[]): Promise<void>;
  /** A shared connection to Jira; its secret for pushes is `push secret`. */
  connection(columns?: Partial<Connection>): Promise<ConnectionId>;
  /** Links an OKR to a query of a connection, without reading it. */
  link(okrId: OkrId, connectionId: ConnectionId, jql: string, count?: 'completed' | 'matched'): Promise<void>;
  /** A new API token of a person with these scopes. */
  token(person: Person, scopes?: TokenScope[]): Promise<string>;
  /** The cookie of a new session of a person. */
  cookie(person: Person): Promise<string>;
};

/** A world of its own for one test. Two worlds in one test are two organizations. */
export async function world({
  slug = 'northwind',
  now = NOON,
  settings = {} as Partial<Organization>,
} = {}): Promise<World> {
  const db = openDatabase(env.DB);
  const org: Organization = {
    id: newId('org', now) as OrgId,
    slug,
    name: slug[0]!.toUpperCase() + slug.slice(1),
    timeZone: 'Europe/London',
    locale: 'en-GB',
    fiscalYearStart: 1,
    ...beginning,
    ...settings,
  };
  const person = (name: string, role: Role): Person => ({
    id: newId('mem', now),
    name,
    email: `${name.split(' ')[0]!.toLowerCase()}@${slug}.test`,
    role,
  });
  const people = {
    ada: person('Ada Marsh', 'owner'),
    amir: person('Amir Haddad', 'admin'),
    dana: person('Dana Whitlock', 'member'),
    omar: person('Omar Said', 'observer'),
  };
  const team = { id: newId('tm', now), name: 'Product' };
  const quarter = { id: newId('per', now), startsOn: '2026-10-01', endsOn: '2026-12-31' };
  const year = { id: newId('per', now), startsOn: '2026-01-01', endsOn: '2026-12-31' };
  const own = { orgId: org.id, createdAt: now };
  await db.batch([
    db.insert(organizations).values({ ...org, createdAt: now }),
    db.insert(members).values(Object.values(people).map((each) => ({ ...each, ...own, seenAt: Date.now() }))),
    db.insert(teams).values({ ...team, ...own, leadId: people.amir.id }),
    db.insert(teamMembers).values({ orgId: org.id, teamId: team.id, memberId: people.dana.id }),
    db.insert(periods).values({ ...quarter, ...own, name: 'Q4 2026', kind: 'quarter' as const }),
    db.insert(periods).values({ ...year, ...own, name: '2026', kind: 'year' as const }),
  ]);

  const as = (who = people.dana, at = now): Context => {
    const actor: Actor = { memberId: who.id, name: who.name, role: who.role, via: 'page' };
    return { db, org, actor, now: at };
  };
  const settle = (due: readonly OkrId[]) => settleRollUps(env, as(people.ada), due);
  return {
    db,
    org,
    ...people,
    team,
    quarter,
    year,
    now,
    as,
    settle,
    okr: async (input, who = people.dana) => {
      const { okr, due } = await createOkr(as(who), { kind: 'key_result', title: 'Raise the number', ...input });
      await settle(due);
      return okr;
    },
    writer: (okrId, who = people.dana, at = now) => okrWriter(env, as(who, at), okrId),
    connection: async (columns = {}) => {
      const bound = { orgId: org.id, id: newId('con', now) };
      const { config, secret } = adapters.jira.input.parse({
        site_url: 'https://northwind.atlassian.net',
        user: 'dana@northwind.test',
        token: 'demo-jira-token',
      });
      await db.insert(connections).values({
        ...bound,
        provider: 'jira',
        name: `Jira ${bound.id.slice(-4)}`,
        config,
        secret: await sealSecret(keyRing(env), bound, 'credentials', secret),
        webhookSecret: await sealSecret(keyRing(env), bound, 'webhook', 'push secret'),
        shared: true,
        interval: 'hourly',
        ownerId: people.amir.id,
        createdAt: now,
        ...columns,
      });
      return bound.id;
    },
    link: async (okrId, connectionId, jql, count = 'completed') => {
      const query = { jql };
      const queryKey = adapters.jira.queryKey(query);
      await okrWriter(env, as(people.ada), okrId).linkData({
        connectionId,
        query,
        queryKey,
        sourceKey: queryKey,
        count,
      });
    },
    token: async (who, scopes = [...tokenScopes]) => {
      const token = `cairn_pat_${crypto.randomUUID()}`;
      const row = { id: newId('tok', now) as TokenId, orgId: org.id, memberId: who.id, name: 'test', scopes };
      await db.insert(apiTokens).values({ ...row, tokenHash: await hashOf(token), createdAt: now });
      return token;
    },
    cookie: async (who) => {
      const token = crypto.randomUUID();
      const at = Date.now();
      const row = { tokenHash: await hashOf(token), email: who.email, createdAt: at, seenAt: at };
      await db.insert(sessions).values({ ...row, expiresAt: at + 30 * DAY });
      return `session=${token}`;
    },
  };
}

/** An objective with key results under it, all in one breath: `[title, measure]` pairs become children. */
export async function tree(w: World, children: Partial<NewOkr>[], parent: Partial<NewOkr> = {}) {
  const objective = await w.okr({ kind: 'objective', title: 'Delight customers', ...parent });
  const keyResults: Okr[] = [];
  for (const [i, child] of children.entries())
    keyResults.push(
      await w.okr({ title: `Result ${i + 1}`, parents: [{ okrId: objective.id, fixedWeight: null }], ...child }),
    );
  return { objective, keyResults };
}

/** A metric measure from start to target. */
export const metric = (
  start: number,
  target: number,
  rest: Partial<Extract<NewOkr['measure'], { type: 'metric' }>> = {},
) => ({
  type: 'metric' as const,
  name: 'Downloads',
  unit: null,
  start,
  target,
  direction: target < start ? ('decrease' as const) : ('increase' as const),
  riskThreshold: null,
  decimals: null,
  ...rest,
});
