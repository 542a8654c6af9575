import { addLead, type LeadStatus, type ServiceAccount, type State } from './state.ts';

export const demoProject = 'northwind-analytics';
/** The account that the local deployment reads as. */
export const demoEmail = 'cairn@northwind-analytics.iam.gserviceaccount.com';

/** The data of the demo: 24 leads, of which nine are converted and worth 86,400 together. */
export function demo(accounts: ServiceAccount[]): State {
  const readers = [demoEmail, ...accounts.map(({ email }) => email)];
  const state: State = {
    projects: [{ id: demoProject, location: 'EU', readers: [...new Set(readers)] }],
    accounts,
    leads: [],
    nextId: 1,
  };
  for (const [i, [status, value]] of leads.entries())
    addLead(state, { status, value, day: `2026-10-${String(i + 1).padStart(2, '0')}` });
  return state;
}

const leads: [status: LeadStatus, value: number | null][] = [
  ['converted', 12_400],
  ['lost', 3_000],
  ['converted', 7_900],
  ['contacted', 5_200],
  ['converted', 9_600],
  ['new', null],
  ['converted', 4_300],
  ['lost', 8_800],
  ['contacted', 14_000],
  ['converted', 18_200],
  ['new', null],
  ['converted', 6_500],
  ['contacted', 2_700],
  ['lost', null],
  ['converted', 11_000],
  ['contacted', 9_900],
  ['converted', 8_700],
  ['new', 4_000],
  ['contacted', 6_100],
  ['converted', 7_800],
  ['new', null],
  ['contacted', 3_300],
  ['lost', 5_600],
  ['new', 12_000],
];
