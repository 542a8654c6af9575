import { describe, expect, it } from 'vitest';
import { jiraOutside } from './support/outside.ts';
import { explain, type Plan, recordStatements, scansIn, sweepsIn } from './support/plans.ts';
import { type Step, walkJobsAndHooks, walkRoutes } from './support/walk.ts';
import { world } from './support/world.ts';

type Walked = { steps: Step[]; plans: Plan[] };

let walking: Promise<Walked> | undefined;

/** The walk takes a few seconds, on a busy machine many. */
const PATIENCE_MS = 180_000;

/** One walk for all tests: every page, every call, every cron trigger, every job and the hook. */
const walked = () => {
  walking ??= walk();
  return walking;
};

async function walk(): Promise<Walked> {
  jiraOutside();
  const w = await world({ now: Date.now() });
  const sent = recordStatements();
  const steps = await walkRoutes(w);
  await walkJobsAndHooks(w);
  return { steps, plans: await explain(sent.values()) };
}

type Exception = { line: RegExp; reason: string };

const mayScan: Exception[] = [
  { line: /^SCAN events USING INDEX events_unsealed$/, reason: 'what waits for its seal, and nothing else' },
  {
    line: /^SCAN organizations USING COVERING INDEX organizations_forgetting$/,
    reason: 'organizations that do not keep events for ever, at night',
  },
  { line: /^SCAN mails USING INDEX mails_by_time$/, reason: 'the mailbox of development, newest first, up to a limit' },
];

/** Tables in which an organization has few rows however large it is. */
const maySweep: Exception[] = [
  { line: / periods_(name|by_days) /, reason: 'a few time periods a year' },
  { line: / sqlite_autoindex_enabled_providers_1 /, reason: 'one row per provider' },
  { line: / identities_by_member /, reason: 'removing a provider forgets whom it meant, all of them' },
  { line: / sqlite_autoindex_(identity_providers|scim_tokens|logos)_1 /, reason: 'one row per organization' },
  { line: / events_by_action \(org_id=\?\)$/, reason: 'the first of an index, then the next: a row for each kind' },
  { line: / sqlite_autoindex_domains_1 /, reason: 'a few domains, and no more than an organization may claim' },
  {
    line: / members USING COVERING INDEX members_email \(org_id=\?\)$/,
    reason: 'signing everybody out is for everybody',
  },
  {
    line: /^SEARCH account .*connections_name /,
    reason: 'deleting the data of a person pauses all that they connected',
  },
];

const found = (plans: Plan[], look: (plan: Plan) => string[], exceptions: Exception[]) =>
  plans.flatMap((plan) =>
    look(plan)
      .filter((line) => !exceptions.some((exception) => exception.line.test(line)))
      .map((line) => `${line}: ${plan.sql.replace(/\s+/g, ' ')}`),
  );

describe('a walk through everything', { timeout: PATIENCE_MS }, () => {
  it('is answered everywhere, so that what it records is what people cause', async () => {
    const { steps, plans } = await walked();
    const turnedAway = ({ route, location }: Step) => route.includes('/o/') && location?.startsWith('/signin');
    // An organization takes an archive only while it is empty, which this one is not.
    const full = ({ route, status }: Step) => route === 'POST /o/:org/admin/data/restore' && status === 409;
    expect(steps.filter((step) => (step.status >= 400 && !full(step)) || turnedAway(step))).toEqual([]);
    expect(plans.length).toBeGreaterThan(150);
  });

  it('takes at most two round trips to the database for each page and each read of the API', async () => {
    const { steps } = await walked();
    const reads = steps.filter(({ route }) => route.startsWith('GET'));
    expect(reads.filter(({ trips }) => !(trips <= 2))).toEqual([]);
  });

  it('sends no statement that reads a table from end to end', async () => {
    const { plans } = await walked();
    expect(found(plans, scansIn, mayScan)).toEqual([]);
  });

  it('sends no statement that reads all that an organization has', async () => {
    const { plans } = await walked();
    expect(found(plans, sweepsIn, maySweep)).toEqual([]);
  });
});

describe('the reading of plans', () => {
  const planOf = async (sql: string) => (await explain([{ sql, values: [] }]))[0]!;

  it.each([
    ['a table without an index', "select * from okrs where title = 'x'"],
    ['a table under another name', "with okr(id) as (select 1) select * from okrs as o, okr where o.title = 'x'"],
    ['a name that is both', "with okr(id) as (select 1) select * from okrs as okr where okr.title = 'x'"],
    ['an index that does not lead there', 'select count(*) from check_ins where version = 3'],
    ['an update without an index', "update okrs set title = 'y' where title = 'x'"],
    ['a table inside a subquery', "select 1 where exists (select 1 from members where name = 'x')"],
    [
      'an index made for one statement',
      "with names(n) as (values ('a'), ('b')) select * from names cross join members on name = n || ''",
    ],
    ['full text without a word to look for', 'select * from okr_words'],
  ])('notices %s', async (_, sql) => {
    expect(scansIn(await planOf(sql))).not.toEqual([]);
  });

  it.each([
    ['a search by an index', "select * from okrs where org_id = 'o' and id = 'x'"],
    [
      'rows that the statement makes up',
      "with recursive up(id) as (select 'x' union select parent_id from up cross join alignments on org_id = 'o' and child_id = up.id) select * from up as u",
    ],
    ['a list in JSON', "select * from okrs where id in (select value from json_each('[]'))"],
    ['a full-text match', `select * from okr_words where okr_words match 'org : "o"'`],
  ])('has nothing against %s', async (_, sql) => {
    expect(scansIn(await planOf(sql))).toEqual([]);
  });

  it.each([
    ['everything of an organization', "select * from okrs where org_id = 'o' and title = 'x'", true],
    ['everything, sorted before a limit', "select * from okrs where org_id = 'o' order by title limit 5", true],
    ['the first in the order of an index', "select * from okrs where org_id = 'o' order by id limit 5", false],
  ])('tells %s', async (_, sql, sweeps) => {
    expect(sweepsIn(await planOf(sql)).length > 0).toBe(sweeps);
  });
});
