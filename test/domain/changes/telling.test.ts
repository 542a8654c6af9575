import { describe, expect, it } from 'vitest';
import type { OkrId } from '../../../src/db/ids.ts';
import { compare } from '../../../src/domain/changes/comparing.ts';
import { plainly, tellChange, tellComparison } from '../../../src/domain/changes/telling.ts';
import type { Watched } from '../../../src/domain/changes/watched.ts';
import type { Measure } from '../../../src/domain/okrs/measure.ts';
import type { PastPoint } from '../../../src/domain/okrs/past-point.ts';
import { progressOf } from '../../../src/domain/okrs/progress.ts';
import type { Status } from '../../../src/domain/words.ts';

const between = { from: '2026-11-01', to: '2026-11-08' };
const org = { timeZone: 'UTC' };
const at = (day: string) => Date.parse(`${day}T12:00:00Z`);
const percent: Measure = { type: 'percent' };
const trials: Measure = {
  type: 'metric',
  name: 'Trials',
  unit: 'trials',
  start: 0,
  target: 20,
  direction: 'increase',
  riskThreshold: null,
  decimals: null,
};

const point = (measure: Measure, value: number | null, status: Status): PastPoint => ({
  value,
  progress: progressOf(measure, value),
  status,
  source: 'person',
});

type Given = Partial<Watched> & { from?: [number | null, Status]; to?: [number | null, Status] };

const watched = (title: string, { from, to, ...rest }: Given): Watched => {
  const measure = rest.measure ?? percent;
  return {
    id: `okr_${title}` as OkrId,
    kind: 'key_result',
    title,
    mode: 'manual',
    createdAt: at('2026-10-01'),
    closedAt: null,
    score: null,
    measure,
    depth: 0,
    parents: [],
    was: from ? point(measure, ...from) : null,
    is: to ? point(measure, ...to) : null,
    weighed: false,
    ...rest,
  };
};

const told = (...all: Watched[]) => {
  const comparison = compare(all, between, org);
  return {
    all: tellComparison(comparison, plainly),
    each: comparison.changes.map((each) => tellChange(each, plainly)),
  };
};

const under = (parent: string, since = '2026-10-01') => ({
  depth: 1,
  parents: [{ id: `okr_${parent}` as OkrId, since: at(since) }],
});

describe('a change in words', () => {
  it.each<[string, Given, string]>([
    [
      'a gain',
      { from: [30, 'behind'], to: [45, 'on_track'] },
      'went from 30% to 45% and turned from behind to on track.',
    ],
    [
      'a gain of a metric',
      { measure: trials, from: [3, 'behind'], to: [10, 'behind'] },
      'went from 3 trials to 10 trials and is still behind.',
    ],
    [
      'a step back',
      { from: [30, 'behind'], to: [20, 'at_risk'] },
      'went from 30% to 20% and turned from behind to at risk.',
    ],
    ['a first value', { to: [30, 'behind'] }, 'got its first value, 30%, and turned from not started to behind.'],
    [
      'a turn without a move',
      { from: [30, 'on_track'], to: [30, 'behind'] },
      'stayed at 30% and turned from on track to behind.',
    ],
    [
      'a step too small to be seen',
      { from: [30, 'behind'], to: [30.2, 'behind'] },
      'stayed at 30% and is still behind.',
    ],
    ['a loss', { from: [30, 'behind'], to: [null, 'behind'] }, 'lost its value and is still behind.'],
    [
      'an end',
      { from: [70, 'behind'], to: [70, 'closed'], closedAt: at('2026-11-05'), score: 0.7 },
      'was closed at 70% with a score of 0.7.',
    ],
    ['an end below', { from: [70, 'behind'], to: [70, 'closed'] }, 'is closed, as all below it is.'],
    [
      'a postponement',
      { from: [0, 'behind'], to: [0, 'postponed'], closedAt: at('2026-11-05') },
      'was postponed at 0%.',
    ],
    ['a second beginning', { from: [70, 'closed'], to: [70, 'behind'] }, 'was opened again and is behind.'],
    ['something new', { createdAt: at('2026-11-03'), to: [5, 'behind'] }, 'was added and stands at 5%.'],
    ['something new without a value', { createdAt: at('2026-11-03') }, 'was added.'],
  ])('tells %s', (_, given, sentence) => {
    expect(told(watched('It', given)).each).toEqual([`“It” ${sentence}`]);
  });

  it.each<[string, Given]>([
    ['what stayed', { from: [30, 'behind'], to: [30, 'behind'] }],
    ['what never began', {}],
    ['what came later', { createdAt: at('2026-11-09') }],
  ])('is silent about %s', (_, given) => expect(told(watched('It', given)).each).toEqual([]));

  it('names what moved a roll-up, the furthest first, and counts the others', () => {
    const parent = watched('Grow', { mode: 'rollup', kind: 'objective', from: [30, 'behind'], to: [45, 'on_track'] });
    const children = [
      watched('A', { ...under('Grow'), measure: trials, from: [3, 'behind'], to: [10, 'on_track'] }),
      watched('B', { ...under('Grow'), from: [20, 'behind'], to: [35, 'behind'] }),
      watched('C', { ...under('Grow'), from: [20, 'behind'], to: [20, 'behind'] }),
    ];
    expect(told(parent, ...children).each[0]).toBe(
      '“Grow” went from 30% to 45% and turned from behind to on track. Two key results moved it: “A” (from 3 trials to 10 trials) and “B” (from 20% to 35%).',
    );
    const many = [1, 2, 3, 4, 5].map((i) =>
      watched(`M${i}`, { ...under('Grow'), from: [0, 'behind'], to: [60 - i * 10, 'behind'] }),
    );
    expect(told(parent, ...many).each[0]).toMatch(
      /Five key results moved it: “M1” \(from 0% to 50%\), “M2” .*, “M3” .*, and 2 more\.$/,
    );
  });

  it('says that a child came to it, and that shares changed', () => {
    const parent = watched('Grow', { mode: 'rollup', from: [30, 'behind'], to: [15, 'behind'], weighed: true });
    const joined = watched('New', { ...under('Grow', '2026-11-04'), from: [0, 'behind'], to: [0, 'behind'] });
    expect(told(parent, joined).each).toEqual([
      '“Grow” went from 30% to 15% and is still behind. One key result moved it: “New”. What is below it contributes differently now.',
    ]);
  });
});

describe('all changes in a sentence', () => {
  it('counts what happened and what stayed', () => {
    const gained = watched('A', { from: [10, 'behind'], to: [20, 'behind'] });
    const still = watched('B', { from: [10, 'behind'], to: [10, 'behind'] });
    const closed = watched('C', { from: [10, 'behind'], to: [10, 'closed'], closedAt: at('2026-11-04') });
    const added = watched('D', { createdAt: at('2026-11-03') });
    expect(told(gained, still, closed, added).all).toBe(
      'Of 4 OKRs, 1 was added, 1 was closed, 1 gained, and 1 stayed as it was.',
    );
    expect(told(still).all).toBe('Nothing changed.');
    expect(told(still, { ...still, id: 'okr_2' as OkrId }).all).toBe('None of 2 OKRs changed.');
    expect(told().all).toBe('There was nothing to look at yet.');
  });

  it('tells what is nearest to the top first, then what moved furthest', () => {
    const titles = told(
      watched('Deep', { depth: 1, from: [0, 'behind'], to: [90, 'behind'] }),
      watched('Little', { from: [0, 'behind'], to: [5, 'behind'] }),
      watched('Much', { from: [0, 'behind'], to: [50, 'behind'] }),
    ).each.map((sentence) => sentence.split('”')[0]);
    expect(titles).toEqual(['“Much', '“Little', '“Deep']);
  });
});
