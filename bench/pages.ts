import type { Case } from './measuring.ts';

const yesterday = new Date(Date.now() - 24 * 60 * 60_000).toISOString().slice(0, 10);

/** What does each page cost, and does it stay the same when the company grows? */
export const pages: Case[] = [
  { name: 'Home, my week', ask: ({ slug }) => ({ path: `/o/${slug}` }) },
  { name: 'OKRs, the tree', ask: ({ slug }) => ({ path: `/o/${slug}/okrs` }) },
  { name: 'OKRs of a team', ask: ({ slug, team }) => ({ path: `/o/${slug}/okrs?team=${team}` }) },
  { name: 'OKRs of mine', ask: ({ slug }) => ({ path: `/o/${slug}/okrs?level=mine` }) },
  { name: 'OKRs at risk', ask: ({ slug }) => ({ path: `/o/${slug}/okrs?status=at_risk` }) },
  { name: 'OKRs, a search', ask: ({ slug }) => ({ path: `/o/${slug}/okrs?q=onboard` }) },
  { name: 'OKR, a leaf', ask: ({ slug, leaf }) => ({ path: `/o/${slug}/okrs/${leaf}` }) },
  { name: 'OKR, fed by Jira', ask: ({ slug, linked }) => ({ path: `/o/${slug}/okrs/${linked}` }) },
  { name: 'OKR, of a team', ask: ({ slug, middle }) => ({ path: `/o/${slug}/okrs/${middle}` }) },
  { name: 'OKR, the top objective', ask: ({ slug, top }) => ({ path: `/o/${slug}/okrs/${top}` }) },
  { name: 'OKR, on a past day', ask: ({ slug, middle }) => ({ path: `/o/${slug}/okrs/${middle}?on=${yesterday}` }) },
  { name: 'OKRs, on a past day', ask: ({ slug }) => ({ path: `/o/${slug}/okrs?on=${yesterday}` }) },
  {
    name: 'Changes of an OKR',
    ask: ({ slug, middle }) => ({ path: `/o/${slug}/okrs/${middle}/changes` }),
    grows: 'a look takes in up to 100 OKRs of the tree, and tells the 20 that moved furthest',
  },
  {
    name: 'Changes of the period',
    ask: ({ slug }) => ({ path: `/o/${slug}/okrs/changes` }),
    grows: 'a look takes in up to 100 OKRs of the tree, and tells the 20 that moved furthest',
  },
  { name: 'What if', ask: ({ slug, leaf }) => ({ path: `/o/${slug}/okrs/${leaf}/supposition?value-${leaf}=70` }) },
  { name: 'Contributions', ask: ({ slug, middle }) => ({ path: `/o/${slug}/okrs/${middle}/contributions` }) },
  { name: 'New OKR', ask: ({ slug }) => ({ path: `/o/${slug}/okrs/new` }) },
  { name: 'Edit an OKR', ask: ({ slug, leaf }) => ({ path: `/o/${slug}/okrs/${leaf}/edit` }) },
  { name: 'Quick check-in', ask: ({ slug }) => ({ path: `/o/${slug}/check-in` }) },
  {
    name: 'Integrations',
    ask: ({ slug }) => ({ path: `/o/${slug}/admin/integrations` }),
    grows: 'the OKRs that a connection feeds are counted, up to 1,000',
  },
  {
    name: 'A connection',
    ask: ({ slug, connection }) => ({ path: `/o/${slug}/admin/integrations/${connection}` }),
    grows: 'the chart of its reads looks at up to 5,000 of them',
  },
];
