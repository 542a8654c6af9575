import { from, type Planned } from './planned.ts';

/** A draft; `changeOf` names the published OKR whose title and measure it would change. */
export type Drafted = Planned & { changeOf?: string };

export type PlannedProposal = {
  /** What it is called, before the name of its period. */
  title: string;
  team: string;
  creator: string;
  begunAgo: number;
  proposedAgo: number;
  returned?: { by: string; ago: number; note: string };
  drafts: Drafted[];
};

/** What teams plan for the next quarter. */
export const proposed: PlannedProposal[] = [
  {
    title: 'Product plan for',
    team: 'product',
    creator: 'aiko',
    begunAgo: 6,
    proposedAgo: 1,
    drafts: [
      {
        key: 'second-month',
        kind: 'objective',
        title: 'Make the second month as good as the first so that shops stay',
        owner: 'aiko',
        team: 'product',
        period: 'next',
      },
      {
        key: 'two-months',
        under: ['second-month'],
        kind: 'key_result',
        title: 'Raise shops active after two months from 38% to 52%',
        owner: 'sofia',
        team: 'product',
        period: 'next',
        measure: from(38, 52, 'Active after two months', '%'),
      },
      {
        key: 'first-report',
        under: ['second-month'],
        kind: 'key_result',
        title: 'Reduce time to the first report from 9 to 3 days',
        owner: 'aiko',
        team: 'product',
        period: 'next',
        measure: from(9, 3, 'Days to the first report', 'days'),
      },
      {
        key: 'higher-nps',
        changeOf: 'nps',
        kind: 'key_result',
        title: 'Increase our NPS score from 40 to 52',
        owner: 'sofia',
        measure: from(40, 52, 'NPS', 'points'),
      },
    ],
  },
  {
    title: 'Engineering plan for',
    team: 'engineering',
    creator: 'aiko',
    begunAgo: 8,
    proposedAgo: 4,
    returned: {
      by: 'wei',
      ago: 2,
      note: 'The direction is right. The key result says what we build; say what shops will notice.',
    },
    drafts: [
      {
        key: 'fast-pages',
        kind: 'objective',
        title: 'Make every page feel instant so that nobody waits at the till',
        owner: 'wei',
        team: 'engineering',
        period: 'next',
      },
      {
        key: 'cache',
        under: ['fast-pages'],
        kind: 'key_result',
        title: 'Ship the new cache to all shops',
        owner: 'aiko',
        team: 'engineering',
        period: 'next',
      },
    ],
  },
];

/** Drafts in no proposal. */
export const loose: Drafted[] = [
  {
    key: 'morning-report',
    kind: 'objective',
    title: 'Give shop owners their morning in one look so that they start with the right order',
    owner: 'dana',
    team: 'product',
    period: 'next',
  },
];
