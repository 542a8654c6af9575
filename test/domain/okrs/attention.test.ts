import { describe, expect, it } from 'vitest';
import type { Organization } from '../../../src/domain/context.ts';
import { attentionOf, type Looked } from '../../../src/domain/okrs/attention.ts';
import type { Measure } from '../../../src/domain/okrs/measure.ts';
import { measureColumns } from '../../../src/domain/okrs/okr.ts';
import { progressOf } from '../../../src/domain/okrs/progress.ts';
import { metric } from '../../support/world.ts';

const NOON = Date.UTC(2026, 10, 20, 12);
const DAY = 24 * 60 * 60_000;
const org = { timeZone: 'UTC', behindBound: 0, atRiskBound: 25, cadenceDays: 7 } as Organization;
const quarter = { startsOn: '2026-10-01', endsOn: '2026-12-31' };
const percent: Measure = { type: 'percent' };

type Changes = Partial<Omit<Looked, 'okr'>> & {
  okr?: Partial<Looked['okr']>;
  measure?: Measure;
  value?: number | null;
};

/** A key result of a team in good order, and what is different about it. */
const looked = ({ okr, measure = percent, value = 60, ...rest }: Changes = {}): Looked => ({
  period: quarter,
  children: [],
  activeOwners: 1,
  parents: 1,
  summit: true,
  off: false,
  ...rest,
  okr: {
    kind: 'key_result',
    level: 'team',
    mode: 'manual',
    ...quarter,
    checkpoints: null,
    ...measureColumns(measure),
    value,
    progress: progressOf(measure, value),
    checkedInAt: NOON - DAY,
    closedAt: null,
    ...okr,
  },
});

const rules = (changes: Changes, now = NOON) => attentionOf({ org, now }, looked(changes)).map(({ rule }) => rule);
const objective = (rest: Changes = {}): Changes => ({
  children: ['key_result'],
  ...rest,
  okr: { kind: 'objective', mode: 'rollup', ...rest.okr },
});

describe('what needs attention', () => {
  it('is nothing where all is well', () => {
    expect(rules({})).toEqual([]);
    expect(rules(objective())).toEqual([]);
  });

  it('is nothing once it is closed', () =>
    expect(rules({ value: 0, activeOwners: 0, okr: { closedAt: NOON } })).toEqual([]));

  it.each<[string, Changes, string[]]>([
    ['an owner who has left', { activeOwners: 0 }, ['no_owner']],
    ['an objective without key results', objective({ children: [] }), ['no_key_results']],
    ['an objective with projects alone', objective({ children: ['project'] }), ['no_key_results']],
    ['an objective with objectives below', objective({ children: ['objective'] }), []],
    ['five key results', objective({ children: Array(5).fill('key_result') }), []],
    ['six key results', objective({ children: Array(6).fill('key_result') }), ['many_key_results']],
    ['an objective of a team that stands alone', objective({ parents: 0 }), ['unaligned']],
    ['one where there is nothing to align to', objective({ parents: 0, summit: false }), []],
    ['one of the organization', objective({ parents: 0, okr: { level: 'organization' } }), []],
    ['days before the period', { okr: { startsOn: '2026-09-30' } }, ['dates_outside']],
    ['days after the period', { okr: { endsOn: '2027-01-01' } }, ['dates_outside']],
    ['a source that is off', { off: true, okr: { mode: 'data_source' } }, ['stale_source']],
    ['a source that was left', { off: true }, []],
    ['a gap of the bound', { value: (50 / 91) * 100 - 25 }, []],
    ['a gap beyond the bound', { value: (50 / 91) * 100 - 25.2 }, ['gap']],
    ['a hold, which knows no gap', { value: 3, measure: metric(0, 2, { direction: 'stay_below' }) }, []],
    ['silence of two cadences', { okr: { checkedInAt: NOON - 14 * DAY } }, []],
    ['silence beyond', { okr: { checkedInAt: NOON - 14 * DAY - 1 } }, ['silent']],
    ['silence of what fills itself', { okr: { checkedInAt: null, mode: 'rollup' } }, []],
  ])('%s', (_, changes, found) => expect(rules(changes)).toEqual(found));

  it('is a value that is missing from the seventh day on', () => {
    const unspoken: Changes = { value: null, okr: { checkedInAt: null } };
    expect(rules(unspoken, Date.UTC(2026, 9, 7, 12))).toEqual([]);
    expect(rules(unspoken, Date.UTC(2026, 9, 8, 12))).toEqual(['not_started']);
  });

  it('says each thing once: no silence where nothing was ever said', () =>
    expect(rules({ value: null, okr: { checkedInAt: null } })).toEqual(['not_started']));

  it('is said with the real figures, and what to do', () =>
    expect(attentionOf({ org, now: NOON }, looked({ value: 27 }))).toEqual([
      {
        rule: 'gap',
        says: 'It is 28 points less than expected.',
        todo: 'Say what would turn it, or choose another target.',
      },
    ]));
});
