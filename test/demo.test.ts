import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { northwind, southwind } from '../scripts/demo/organizations.ts';
import { commit } from '../src/db/commit.ts';
import { openDatabase } from '../src/db/database.ts';
import { timeOf } from '../src/db/ids.ts';
import { events } from '../src/db/schema/access.ts';
import { checkIns, okrs, progressPoints } from '../src/db/schema/okrs.ts';
import { members, periods } from '../src/db/schema/organizations.ts';
import { compare } from '../src/domain/changes/comparing.ts';
import { watchPeriod } from '../src/domain/changes/finding.ts';
import { isLater } from '../src/domain/check-ins/history.ts';
import type { Context } from '../src/domain/context.ts';
import { found } from '../src/domain/members/finding.ts';
import { stateOf } from '../src/domain/members/member.ts';
import { refreshTop } from '../src/domain/okrs/changing.ts';
import type { Okr } from '../src/domain/okrs/okr.ts';
import { measureOf } from '../src/domain/okrs/okr.ts';
import { progressOf } from '../src/domain/okrs/progress.ts';
import { rollUp } from '../src/domain/okrs/recomputing.ts';
import { findOrganization } from '../src/domain/organizations/finding.ts';
import { missingSpans } from '../src/domain/periods/planning.ts';
import { addDays, dayOf } from '../src/lib/days.ts';

const db = () => openDatabase(env.DB);

/** The demo as somebody finds it who starts Cairn for the first time at a moment. */
async function seeded(now: number) {
  const seed = {
    now,
    jira: 'http://localhost:8801',
    keys: env.CREDENTIAL_KEYS,
    origin: 'http://localhost:8787',
    standIns: true,
  };
  await commit(db(), [...(await northwind(db(), seed)), ...(await southwind(db(), seed))]);
}

const days = ['2026-11-22', '2026-10-01', '2027-01-03', '2026-12-31', '2027-08-19', '2028-02-29'];

describe.each(days)('the demo of %s', (day) => {
  const now = Date.parse(`${day}T10:30:00Z`);

  it('holds only what a recomputation finds again', async () => {
    await seeded(now);
    const ada = await adaAt(now);
    const all = await ada.db.select().from(okrs).where(eq(okrs.orgId, ada.org.id));
    const published = all.filter((okr) => !okr.draft);
    expect(published.length).toBeGreaterThan(40);
    for (const okr of published) {
      await rollUp(ada, okr.id);
      const progress = progressOf(measureOf(okr), okr.value);
      // The database knows no negative zero.
      expect(okr.progress).toBe(progress === null ? null : progress + 0);
    }
    await commit(ada.db, [
      refreshTop(
        ada,
        all.map(({ id }) => id),
      ),
    ]);
    const after = await ada.db.select().from(okrs).where(eq(okrs.orgId, ada.org.id));
    expect(after.map(figures)).toEqual(all.map(figures));
  });

  it('tells each value by the last word of its history, and each chart ends where the OKR is', async () => {
    await seeded(now);
    const ada = await adaAt(now);
    for (const okr of await ada.db.select().from(okrs).where(eq(okrs.draft, false))) {
      const words = await ada.db.select().from(checkIns).where(eq(checkIns.okrId, okr.id));
      const newest = words.reduce<(typeof words)[number] | null>((a, b) => (a && isLater(a, b) ? a : b), null);
      expect({ title: okr.title, value: newest?.value ?? null }).toEqual({ title: okr.title, value: okr.value });
      expect(Math.max(0, ...words.map(({ version }) => version))).toBeLessThanOrEqual(okr.version);
      expect(words.every(({ at }) => at <= now)).toBe(true);
      const points = await ada.db.select().from(progressPoints).where(eq(progressPoints.okrId, okr.id));
      const last = points.sort((a, b) => (a.day < b.day ? -1 : 1)).at(-1);
      if (last) expect({ ...last, title: okr.title }).toMatchObject({ value: okr.value, status: okr.status });
      else expect(okr).toMatchObject({ value: null, status: 'not_started' });
    }
  });

  it('has all periods that Cairn would make ahead', async () => {
    await seeded(now);
    const ada = await adaAt(now);
    const made = await ada.db.select().from(periods).where(eq(periods.orgId, ada.org.id));
    expect(missingSpans(day, 1, made)).toEqual([]);
  });
});

describe('the demo', () => {
  it('tells of things that were added, closed, gained and turned within a week', async () => {
    const now = Date.parse('2026-11-22T10:30:00Z');
    await seeded(now);
    const ada = await adaAt(now);
    const between = { from: addDays(dayOf(now, 'Europe/London'), -7), to: dayOf(now, 'Europe/London') };
    const { watched } = await watchPeriod(ada, { period: null, team: null }, between);
    const turns = new Set(compare(watched, between, ada.org).changes.map(({ turn }) => turn));
    expect([...turns].sort()).toEqual(expect.arrayContaining(['added', 'closed', 'gained']));
  });

  it('has a log of its OKRs, values and people, with ids in the order of time', async () => {
    const now = Date.parse('2026-11-22T10:30:00Z');
    await seeded(now);
    const ada = await adaAt(now);
    const all = await ada.db.select().from(events).where(eq(events.orgId, ada.org.id)).orderBy(events.id);
    expect(all.map(({ at }) => at)).toEqual(all.map(({ at }) => at).sort((a, b) => a - b));
    expect(all.every(({ id, at }) => timeOf(id) === at && at <= now)).toBe(true);
    const made = all.filter(({ action }) => action === 'okr.created').map(({ subjectId }) => subjectId);
    const published = await ada.db.select().from(okrs).where(eq(okrs.draft, false));
    expect(
      published
        .filter(({ orgId }) => orgId === ada.org.id)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(made.sort());
    expect(new Set(all.map(({ action }) => action))).toEqual(
      new Set([
        'organization.founded',
        'member.added',
        'member.invited',
        'member.deactivated',
        'team.created',
        'okr.created',
        'okr.checked_in',
        'okr.rolled_up',
        'okr.synced',
        'okr.closed',
      ]),
    );
  });

  it('finds its people by name, among them who is waited for and who has left', async () => {
    const now = Date.parse('2026-11-22T10:30:00Z');
    await seeded(now);
    const ada = await adaAt(now);
    const states = async (q: string) => {
      const people = await ada.db.select().from(members).where(found(ada.org.id, q));
      return people.map((person) => [person.name, stateOf(person)]);
    };
    expect(await states('dana')).toEqual([['Dana Whitlock', 'active']]);
    expect(await states('vidal')).toEqual([['Tomás Vidal', 'invited']]);
    expect(await states('elif')).toEqual([['Elif Demir', 'deactivated']]);
  });
});

async function adaAt(now: number): Promise<Context> {
  const [ada] = await db().select().from(members).where(eq(members.email, 'ada@northwind.test'));
  const org = await findOrganization(db(), ada!.orgId);
  return { db: db(), org: org!, actor: { memberId: ada!.id, name: ada!.name, role: 'owner', via: 'page' }, now };
}

const figures = ({ title, value, progress, status, turnsAt, top, version }: Okr) => ({
  title,
  value,
  progress,
  status,
  turnsAt,
  top,
  version,
});
