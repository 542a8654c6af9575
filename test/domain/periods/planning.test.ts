import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { OrgId } from '../../../src/db/ids.ts';
import { events } from '../../../src/db/schema/access.ts';
import { organizations } from '../../../src/db/schema/organizations.ts';
import { acting } from '../../../src/domain/context.ts';
import { createPeriod } from '../../../src/domain/periods/creating.ts';
import { deletePeriod } from '../../../src/domain/periods/deleting.ts';
import { findPeriod, listPeriods } from '../../../src/domain/periods/finding.ts';
import { planPeriods } from '../../../src/domain/periods/planning.ts';
import { switchPlanning } from '../../../src/domain/periods/switching.ts';
import { createProposal, deleteProposal } from '../../../src/domain/proposals/drafting.ts';
import { findProposal } from '../../../src/domain/proposals/finding.ts';
import { deleteTeam } from '../../../src/domain/teams/deleting.ts';
import { findTeam } from '../../../src/domain/teams/listing.ts';
import { runDue } from '../../../src/jobs/schedule.ts';
import type { Job } from '../../../src/writers/messages.ts';
import { DAY, NOON, type World, world } from '../../support/world.ts';

const NIGHT = '17 3 * * *';

/** What the cron put into the queue. */
let sent: Job[];

beforeEach(() => {
  sent = [];
  vi.spyOn(Object.getPrototypeOf(env.JOBS) as typeof env.JOBS, 'sendBatch').mockImplementation(async (messages) => {
    for (const { body } of messages) sent.push(body as Job);
    return undefined as never;
  });
});

const system = (w: World, now = NOON) => ({ ...acting(w.org, 'cron', now), db: w.db });
const names = async (w: World) => (await listPeriods(w.as())).map(({ name }) => name).sort();
const due = async (now: number) => {
  sent = [];
  await runDue(env, NIGHT, now);
  return sent.flatMap((job) => (job.type === 'periods' ? (job.orgId as OrgId) : []));
};

describe('making periods ahead', () => {
  it('adds what is missing, each with an event of the system', async () => {
    const w = await world();
    await planPeriods(system(w));
    expect(await names(w)).toEqual(['2026', '2027', 'Q1 2027', 'Q2 2027', 'Q4 2026']);
    const told = await w.db.select().from(events).where(eq(events.orgId, w.org.id));
    expect(told.filter(({ action }) => action === 'period.created').map(({ via, actorId }) => [via, actorId])).toEqual(
      Array(3).fill(['cron', null]),
    );
  });

  it('asked twice, and twice at once, makes nothing twice', async () => {
    const w = await world();
    await Promise.all([planPeriods(system(w)), planPeriods(system(w))]);
    expect(await planPeriods(system(w))).toEqual([]);
    expect(await names(w)).toHaveLength(5);
  });

  it('makes the next quarter when the next one begins', async () => {
    const w = await world();
    await planPeriods(system(w));
    const made = await planPeriods(system(w, NOON + 45 * DAY));
    expect(made.map(({ name }) => name)).toEqual(['Q3 2027', '2028']);
  });

  it('follows the month that the fiscal year begins in and leaves what exists as it is', async () => {
    const w = await world({ settings: { fiscalYearStart: 2 } });
    await planPeriods(system(w));
    expect(await names(w)).toEqual(
      ['2026', 'FY2027', 'FY2028', 'Q1 FY2028', 'Q2 FY2028', 'Q4 2026', 'Q4 FY2027'].sort(),
    );
  });

  it('is not done where nobody wants it', async () => {
    const w = await world({ settings: { periodsAhead: false } });
    expect(await planPeriods(system(w))).toEqual([]);
    expect(await names(w)).toHaveLength(2);
  });
});

describe('the tick', () => {
  it('touches only organizations that are due', async () => {
    const w = await world();
    const other = await world({ slug: 'southwind', settings: { periodsAhead: false } });
    expect(await due(NOON)).toEqual(expect.arrayContaining([w.org.id, other.org.id]));
    await planPeriods(system(w));
    await planPeriods(system(other));
    expect(await due(NOON)).not.toEqual(expect.arrayContaining([w.org.id]));
    expect(await due(NOON)).not.toEqual(expect.arrayContaining([other.org.id]));
    expect(await due(NOON + 45 * DAY)).toEqual(expect.arrayContaining([w.org.id, other.org.id]));
  });
});

describe('the switch', () => {
  it('makes what is missing at once, and can be switched off', async () => {
    const w = await world({ settings: { periodsAhead: false } });
    const made = await switchPlanning(w.as(w.ada), true);
    expect(made.map(({ name }) => name)).toEqual(['Q1 2027', 'Q2 2027', '2027']);
    expect(await switchPlanning(w.as(w.ada), true)).toEqual([]);
    await switchPlanning(w.as(w.ada), false);
    const [org] = await w.db.select().from(organizations).where(eq(organizations.id, w.org.id));
    expect(org!.periodsAhead).toBe(false);
  });

  it('is for admins', async () => {
    const w = await world();
    await expect(switchPlanning(w.as(w.dana), true)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('deleting a period', () => {
  it('says how many OKRs live in it', async () => {
    const w = await world();
    await w.okr({});
    await w.okr({});
    const quarter = await findPeriod(w.as(), w.quarter.id);
    await expect(deletePeriod(w.as(w.ada), quarter)).rejects.toMatchObject({
      code: 'conflict',
      message: '2 OKRs live in this time period. Move or delete them first.',
    });
  });

  it('is not done to one that a proposal was made for, nor to a team that made one', async () => {
    const w = await world();
    const ada = w.as(w.ada);
    const plan = await createProposal(ada, { title: 'Plan', team_id: w.team.id, period_id: w.year.id });
    await expect(deletePeriod(ada, await findPeriod(ada, w.year.id))).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('A proposal was made for this time period.'),
    });
    await expect(deleteTeam(ada, await findTeam(ada, w.team.id))).rejects.toThrow('Archive it');
    await deleteProposal(ada, await findProposal(ada, plan.id));
    await deletePeriod(ada, await findPeriod(ada, w.year.id));
    await deleteTeam(ada, await findTeam(ada, w.team.id));
    expect(await names(w)).toEqual(['Q4 2026']);
  });

  it('takes an empty one', async () => {
    const w = await world();
    const input = { name: 'Sprint', kind: 'custom', starts_on: '2027-01-01', ends_on: '2027-01-14' } as const;
    await deletePeriod(w.as(w.ada), await createPeriod(w.as(w.ada), input));
    expect(await names(w)).toHaveLength(2);
  });
});
