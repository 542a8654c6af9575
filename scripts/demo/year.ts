import { from, type PeriodKey, type Planned, type Told } from './planned.ts';

const quarters: [PeriodKey, Told[]][] = [
  [
    'q1',
    [
      [2, 14],
      [5, 41],
      [8, 70],
      [11, 96, 'Most of them came through the partner page.'],
    ],
  ],
  [
    'q2',
    [
      [1, 9],
      [4, 38],
      [8, 79],
      [12, 104],
    ],
  ],
  [
    'q3',
    [
      [2, 11],
      [5, 36],
      [9, 71, 'August is quiet, as every year.'],
      [12, 88],
    ],
  ],
  [
    'q4',
    [
      [1, 8],
      [3, 27],
      [5, 44],
      [6, 51],
      [7, 58, 'Two chains opened three shops each.'],
      [9, 76],
      [11, 93],
    ],
  ],
];

/** The goal of the year, and what each quarter adds to it. */
export const theYear: Planned[] = [
  {
    key: 'new-shops',
    kind: 'objective',
    title: 'Welcome 400 new shops so that no town is without one',
    owner: 'priya',
    team: 'sales',
    period: 'year',
    measure: from(0, 400, 'New shops', 'shops'),
  },
  ...quarters.map(
    ([period, told]): Planned => ({
      key: `new-shops-${period}`,
      under: ['new-shops'],
      kind: 'objective',
      title: 'Welcome 400 new shops so that no town is without one',
      owner: 'priya',
      team: 'sales',
      period,
      instalmentOf: 'new-shops',
      mode: 'manual',
      measure: from(0, 100, 'New shops', 'shops'),
      told,
    }),
  ),
];
