import { type Active, failing } from '../common/faults.ts';
import { demo } from './demo.ts';
import { type Fault, type Limits, wording } from './faults.ts';
import { bigquery, type Job } from './jobs.ts';
import { page } from './page.ts';
import { addLead, type Lead, type ServiceAccount, type State } from './state.ts';
import { token } from './token.ts';

/** A small Google: the token endpoint for service accounts, and a BigQuery with one table, `crm.leads`. */
export type Google = {
  fetch(request: Request): Promise<Response>;
  state: State;
  now: () => number;
  addLead(fresh: Omit<Lead, 'id'>): Lead;
  changeLead(id: string, change: Partial<Omit<Lead, 'id'>>): void;
  deleteLead(id: string): void;
  addAccount(account: ServiceAccount): void;
  /** Access tokens that were given out. Emptied, all of them count as expired. */
  tokens: Map<string, { email: string; scopes: string[]; until: number }>;
  jobs: Job[];
  /** What each started query was billed for, in bytes. */
  charges: { requestId: string | null; sql: string; bytes: number }[];
  /** How often a new job is said to be running before it is done. */
  polls: number;
  bytesPerRow: number;
  /** Whether a dry run names the kind of statement. */
  tellsStatementType: boolean;
  /** From now on requests fail this way, until `recover`. */
  fail(fault: Fault, limits?: Limits): void;
  recover(): void;
  fault: Active | null;
  /** The newest 1,000 requests to the API, and how many of them had this text in their path. */
  requests: { method: string; path: string; at: number }[];
  calls(path: string): number;
};

export type Options = {
  state?: State;
  /** The service accounts that it knows from the start. */
  accounts?: ServiceAccount[];
  now?: () => number;
  onChange?: (state: State) => void;
};

const REQUESTS_KEPT = 1000;

/** Starts with the demo's data unless a state is given. */
export function createGoogle({
  accounts = [],
  now = Date.now,
  onChange = () => undefined,
  ...options
}: Options = {}): Google {
  const state = options.state ?? demo(structuredClone(accounts));
  const google: Google = {
    state,
    now,
    tokens: new Map(),
    jobs: [],
    charges: [],
    polls: 0,
    bytesPerRow: 4 * 1024 ** 2,
    tellsStatementType: true,
    fault: null,
    requests: [],
    async fetch(request) {
      const url = new URL(request.url);
      if (url.pathname !== '/token' && !url.pathname.startsWith('/bigquery/')) return page(google, request, url);
      google.requests.push({ method: request.method, path: url.pathname, at: now() });
      if (google.requests.length > REQUESTS_KEPT) google.requests.shift();
      const failed = await failing(google.fault, url.pathname, wording, google.recover);
      return failed ?? (url.pathname === '/token' ? token(google, request) : bigquery(google, request, url));
    },
    addLead(fresh) {
      const lead = addLead(state, fresh);
      onChange(state);
      return lead;
    },
    changeLead(id, change) {
      const lead = state.leads.find((each) => each.id === id);
      if (!lead) throw new Error(`No lead ${id}`);
      Object.assign(lead, change);
      onChange(state);
    },
    deleteLead(id) {
      state.leads = state.leads.filter((lead) => lead.id !== id);
      onChange(state);
    },
    addAccount(given) {
      const account = structuredClone(given);
      state.accounts = [...state.accounts.filter(({ email }) => email !== account.email), account];
      for (const project of state.projects) project.readers = [...new Set([...project.readers, account.email])];
      onChange(state);
    },
    fail(fault, limits = {}) {
      google.fault = { fault, limits };
    },
    recover() {
      google.fault = null;
    },
    calls: (path) => google.requests.filter((request) => request.path.includes(path)).length,
  };
  for (const account of accounts) google.addAccount(account);
  return google;
}
