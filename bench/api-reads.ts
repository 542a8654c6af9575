import type { Company } from './company/founding.ts';
import type { Case } from './measuring.ts';

const api = (name: string, path: (company: Company) => string): Case => ({
  name: `API ${name}`,
  ask: (company) => ({ path: `/api/v1${path(company)}` }),
});

const lastWeek = new Date(Date.now() - 7 * 24 * 60 * 60_000).toISOString().slice(0, 10);

/** What does each read of the API cost, and does it stay the same when the company grows? */
export const apiReads: Case[] = [
  api('OKRs', () => '/okrs'),
  api('OKRs by kind', () => '/okrs?kind=objective'),
  api('OKRs by level', () => '/okrs?level=individual'),
  api('OKRs by period', ({ period }) => `/okrs?period=${period}`),
  api('OKRs by team', ({ team }) => `/okrs?team=${team}`),
  api('OKRs by owner', ({ member }) => `/okrs?owner=${member}`),
  api('OKRs by status', () => '/okrs?status=at_risk'),
  api('OKRs by parent', ({ middle }) => `/okrs?parent=${middle}`),
  api('OKRs by words', () => '/okrs?q=onboarding'),
  api('OKRs updated since', () => `/okrs?updated_since=${new Date(Date.now() - 36 * 60 * 60_000).toISOString()}`),
  {
    ...api(
      'OKRs, five filters',
      ({ period }) => `/okrs?kind=key_result&level=individual&period=${period}&status=behind&q=billing`,
    ),
    grows: 'the words choose what is read, and the other filters sift it until a page is full',
  },
  api('an OKR', ({ leaf }) => `/okrs/${leaf}`),
  api('check-ins', ({ leaf }) => `/okrs/${leaf}/check-ins`),
  api('explanation, leaf', ({ leaf }) => `/okrs/${leaf}/explanation`),
  api('explanation, top', ({ top }) => `/okrs/${top}/explanation`),
  api('OKRs on a past day', () => `/okrs?on=${lastWeek}`),
  api('explanation on a past day', ({ middle }) => `/okrs/${middle}/explanation?on=${lastWeek}`),
  api('changes', ({ middle }) => `/okrs/${middle}/changes?from=${lastWeek}`),
  api('data link', ({ linked }) => `/okrs/${linked}/data-link`),
  api('syncs', ({ linked }) => `/okrs/${linked}/syncs`),
  {
    ...api('connections', () => '/connections'),
    grows: 'the OKRs that a connection feeds are counted, up to 1,000',
  },
  api('members', () => '/members'),
  api('members by role', () => '/members?role=observer'),
  api('members by state', () => '/members?state=invited'),
  {
    ...api('members by words', ({ colleague }) => `/members?q=${encodeURIComponent(colleague.name)}`),
    grows: 'a search reads those whom its words find',
  },
  api('teams', () => '/teams'),
  api('teams by parent', ({ head }) => `/teams?parent=${head}`),
  {
    ...api('teams by words', () => '/teams?q=0'),
    grows: 'a word may stand anywhere in the name of a team, so names are looked through until a page is full',
  },
  api('tokens', () => '/tokens'),
  api('invitations', () => '/invitations'),
  api('periods', () => '/periods'),
];
