import { describe, expect, it } from 'vitest';
import type { ConnectionId, OkrId } from '../../../src/db/ids.ts';
import type { Organization } from '../../../src/domain/context.ts';
import { explain } from '../../../src/domain/okrs/explaining.ts';
import type { Facts } from '../../../src/domain/okrs/finding-facts.ts';
import type { Link } from '../../../src/domain/okrs/link.ts';
import type { Measure, Metric } from '../../../src/domain/okrs/measure.ts';
import { measureColumns, type Okr } from '../../../src/domain/okrs/okr.ts';
import { progressOf } from '../../../src/domain/okrs/progress.ts';

const NOON = Date.UTC(2026, 10, 20, 12);
const HOUR = 60 * 60_000;
const org = { timeZone: 'UTC', behindBound: 0, atRiskBound: 25, parentStatus: 'children' } as Organization;
const at = { org, now: NOON };
const percent: Measure = { type: 'percent' };
const metric = (start: number, target: number, rest: Partial<Metric> = {}): Metric => ({
  type: 'metric',
  name: 'Downloads',
  unit: null,
  start,
  target,
  direction: target < start ? 'decrease' : 'increase',
  riskThreshold: null,
  decimals: null,
  ...rest,
});

function okr(measure: Measure, value: number | null, rest: Partial<Okr> = {}): Okr {
  return {
    id: 'okr_1',
    kind: 'key_result',
    title: 'Raise it',
    mode: 'manual',
    startsOn: '2026-10-01',
    endsOn: '2026-12-31',
    ...measureColumns(measure),
    value,
    progress: progressOf(measure, value),
    status: 'behind',
    statusSource: 'computed',
    heldAt: null,
    weighing: 'equal',
    closedAt: null,
    ...rest,
  } as Okr;
}

const child = (title: string, measure: Measure, value: number | null, rest: object = {}): Facts['children'][number] =>
  ({
    id: `okr_${title}`,
    title,
    kind: 'key_result',
    measure,
    value,
    progress: progressOf(measure, value),
    status: 'on_track',
    closedAt: null,
    valueAt: null,
    fixedWeight: null,
    counts: false,
    seen: true,
    elsewhere: [] as Facts['children'][number]['elsewhere'],
    ...rest,
  }) as Facts['children'][number];

const link = (rest: Partial<Link> = {}): Link =>
  ({
    okrId: 'okr_1' as OkrId,
    query: { jql: 'project = AE' },
    count: 'completed',
    createdAt: NOON - 30 * 24 * HOUR,
    outcome: 'unchanged',
    failureReason: null,
    failureDetail: null,
    readAt: NOON - HOUR,
    matched: 11,
    completed: 3,
    value: (3 / 11) * 100,
    approximate: false,
    samples: [],
    source: { id: 'con_1' as ConnectionId, name: 'Cloud', provider: 'jira', interval: 'hourly' },
    ...rest,
  }) as Link;

const told = (source: string, rest: object = {}) =>
  ({ id: 'chk_1', at: NOON - HOUR, source, author: 'Dana', value: 1, note: null, ...rest }) as Facts['told'];

const facts = (rest: Partial<Facts> & { okr: Okr }): Facts => ({
  children: [],
  link: null,
  tasks: [],
  tally: { done: 0, all: 0 },
  told: null,
  ...rest,
});

describe('the formula', () => {
  it.each([
    ['a percent', percent, 47, '47 ÷ 100 = 47%'],
    ['a metric', metric(15, 35), 20, '(20 − 15) ÷ (35 − 15) = 25%'],
    ['a decrease', metric(50, 10), 30, '(30 − 50) ÷ (10 − 50) = 50%'],
    ['a start below zero', metric(-10, 10), 0, '(0 − (-10)) ÷ (10 − (-10)) = 50%'],
    ['something that stays below', metric(0, 2, { direction: 'stay_below' }), 2, '2 is not below 2, so 0%.'],
    [
      'a baseline',
      metric(0, 0, { direction: 'baseline' }),
      5,
      'The target is not known yet, so there is no progress to work out.',
    ],
    ['nothing yet', metric(0, 10), null, 'No value yet.'],
  ])('of %s has the real numbers in it', (_, measure, value, formula) => {
    expect(explain(at, facts({ okr: okr(measure, value), told: told('person') })).formula).toBe(formula);
  });

  it('of a reading divides what is done by what matched', () => {
    const {
      formula,
      percent: shown,
      inputs,
    } = explain(
      at,
      facts({ okr: okr(percent, (3 / 11) * 100, { mode: 'data_source' }), link: link(), told: told('sync') }),
    );
    expect(formula).toBe('3 ÷ 11 = 27%');
    expect(shown).toBe(27);
    expect(inputs).toMatchObject([{ type: 'reading', matched: 11, completed: 3, read_at: '2026-11-20T11:00:00.000Z' }]);
  });

  it('of a metric that is read goes on to its target', () => {
    const okr20 = okr(metric(0, 20), 20, { mode: 'data_source' });
    const seen = link({ matched: 31, completed: 20 });
    expect(explain(at, facts({ okr: okr20, link: seen, told: told('sync') })).formula).toBe(
      '(20 − 0) ÷ (20 − 0) = 100%',
    );
  });

  it('of a roll-up weighs its children and names what each adds', () => {
    const children = [
      child('A', percent, 140, { fixedWeight: 50 }),
      child('B', percent, 40),
      child('C', percent, null),
    ];
    const { formula, inputs, notes } = explain(at, facts({ okr: okr(percent, 60, { mode: 'rollup' }), children }));
    expect(formula).toBe('50% × 100% + 25% × 40% + 25% × 0% = 60%');
    expect(inputs.map((input) => input.type === 'child' && [input.contribution, input.part])).toEqual([
      [50, 50],
      [25, 10],
      [25, 0],
    ]);
    expect(notes).toEqual(['“C” has no value yet and counts as 0.']);
  });

  it('of a roll-up in percent points scales the mean between start and target', () => {
    const parent = okr(metric(30, 60, { unit: '%' }), 34.5, { mode: 'rollup' });
    const children = [0, 25, 20].map((value, i) => child(String(i), percent, value));
    expect(explain(at, facts({ okr: parent, children })).formula).toMatch(/ = 15%; 30 \+ 15% × \(60 − 30\) = 34\.5$/);
  });

  it('of a roll-up in another unit adds up the children that carry it', () => {
    const parent = okr(metric(0, 100, { unit: 'users' }), 50, { mode: 'rollup' });
    const users = (value: number) => child(String(value), metric(0, 50, { unit: 'users' }), value);
    const children = [users(20), users(30), child('other', metric(0, 9, { unit: 'days' }), 7)];
    const { formula, inputs, notes } = explain(at, facts({ okr: parent, children }));
    expect(formula).toBe('20 + 30 = 50; (50 − 0) ÷ (100 − 0) = 50%');
    expect(inputs.map((input) => input.type === 'child' && input.counts)).toEqual([true, true, false]);
    expect(notes).toEqual(['Only children in users are added.']);
  });
});

describe('the rule', () => {
  it('compares with what is expected by today, in points', () => {
    const { rule, gap_points, expected } = explain(at, facts({ okr: okr(percent, 30), told: told('person') }));
    expect(expected).toBeCloseTo(50 / 91, 12);
    expect(gap_points).toBeCloseTo((50 / 91) * 100 - 30, 9);
    expect(rule).toBe(
      'It is 24.9 points less than the 54.9% expected. At or above expected is on track, up to 25 points less is behind, more is at risk.',
    );
  });

  it('of a parent is the worst of its open children', () => {
    const parent = okr(percent, 80, { mode: 'rollup', status: 'at_risk' });
    const children = [child('A', percent, 100), child('B', percent, 60, { status: 'at_risk' })];
    const { rule, computed_status } = explain(at, facts({ okr: parent, children }));
    expect({ rule, computed_status }).toEqual({
      rule: 'The worst of its open children is at risk.',
      computed_status: 'at_risk',
    });
  });

  it('says it when a person disagrees with the numbers', () => {
    const said = okr(percent, 90, { status: 'at_risk', statusSource: 'chosen' });
    const { rule, notes, computed_status } = explain(at, facts({ okr: said, told: told('person') }));
    expect(rule).toBe('A person said at risk.');
    expect(notes).toEqual(['The numbers say on track.']);
    expect(computed_status).toBe('on_track');
  });

  it('names the bounds of what should stay below a number', () => {
    const measure = metric(0, 2, { direction: 'stay_below', riskThreshold: 4 });
    const { rule, gap_points } = explain(at, facts({ okr: okr(measure, 3), told: told('person') }));
    expect(rule).toBe('It is on track below 2, behind below 4, else at risk.');
    expect(gap_points).toBeNull();
  });
});

describe('the notes', () => {
  const noted = (rest: Partial<Link>, value = (3 / 11) * 100, source = 'sync') =>
    explain(at, facts({ okr: okr(percent, value, { mode: 'data_source' }), link: link(rest), told: told(source) }))
      .notes;

  it('are silent about a good reading', () => expect(noted({})).toEqual([]));

  it('say when nothing matches', () =>
    expect(noted({ matched: 0, completed: 0, outcome: 'empty' })).toEqual([
      'Nothing matches this query. The last value stays.',
    ]));

  it('say when counts are estimates', () =>
    expect(noted({ approximate: true })).toEqual(['Jira estimates these counts.']));

  it('say when the last good reading is older than three intervals', () => {
    expect(noted({ readAt: NOON - 3 * HOUR })).toEqual([]);
    expect(noted({ readAt: NOON - 3 * HOUR - 1 })).toEqual([
      'The last good reading is older than three sync intervals.',
    ]);
  });

  it('say what failed and what to do', () =>
    expect(
      noted({ outcome: 'failed', failureReason: 'invalid_query', failureDetail: 'Jira does not know the field x.' }),
    ).toEqual(['Jira does not know the field x. The last value stays. Edit the query.']));

  it('say when a person changed an automatic value, and the formula is that of their value', () => {
    const changed = explain(
      at,
      facts({ okr: okr(percent, 60, { mode: 'data_source' }), link: link(), told: told('person', { value: 60 }) }),
    );
    expect(changed.formula).toBe('60 ÷ 100 = 60%');
    expect(changed.notes).toEqual(['A person changed the value. The next reading replaces it.']);
    expect(changed.inputs.map((input) => input.type)).toEqual(['reading', 'check_in']);
  });
});
