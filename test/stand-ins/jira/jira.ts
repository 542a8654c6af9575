import { type Active, failing } from '../common/faults.ts';
import { demo, demoApp } from './demo.ts';
import { type Fault, type Limits, wording } from './faults.ts';
import { oauth } from './oauth.ts';
import { page } from './page.ts';
import { rest } from './rest.ts';
import { addIssue, findIssue, type Issue, type NewIssue, type State, type StatusName, type Webhook } from './state.ts';
import { announce, type Change, type Deliver, type Deliveries } from './webhooks.ts';

/** A small Jira that is a Cloud site, the gateway before it, and a Data Center at once, told apart by path and token. */
export type Jira = {
  fetch(request: Request): Promise<Response>;
  state: State;
  now: () => number;
  /** The address that its own links carry. */
  origin: string;
  cloudId: string;
  /** The app with which people may sign in. */
  app: { id: string; secret: string };
  /** Codes that were given out and not yet traded, each for an account and the address it was sent to. */
  codes: Map<string, { accountId: string; redirectUri: string }>;
  createIssue(fresh: NewIssue): Issue;
  move(key: string, status: StatusName): Issue;
  deleteIssue(key: string): void;
  addWebhook(webhook: Pick<Webhook, 'url'> & Partial<Webhook>): Webhook;
  removeWebhook(id: string): void;
  /** Notes that something changed that no webhook tells of. */
  changed(): void;
  /** From now on requests fail this way, until `recover`. */
  fail(fault: Fault, limits?: Limits): void;
  recover(): void;
  fault: Active | null;
  /** What the estimate of a count says, given the exact one. */
  estimate: (exact: number) => number;
  /** The most issues on one page, whatever was asked for. */
  pageSize: number;
  /** The newest 1,000 requests to the API, and how many of them had this text in their path. */
  requests: { method: string; path: string; at: number }[];
  calls(path: string): number;
  deliveries: Deliveries;
  /** Settles when every webhook has been delivered or given up. */
  delivered(): Promise<void>;
};

export type Options = {
  state?: State;
  now?: () => number;
  /** The address that its own links and webhook bodies carry. */
  origin?: string;
  deliver?: Deliver;
  /** How often a webhook that was not taken is sent again. */
  retries?: number;
  onChange?: (state: State) => void;
};

const REQUESTS_KEPT = 1000;

/** Starts with the demo's data unless a state is given. */
export function createJira(options: Options = {}): Jira {
  const {
    now = Date.now,
    origin = 'https://northwind.atlassian.net',
    retries = 0,
    onChange = () => undefined,
  } = options;
  const deliver = options.deliver ?? ((request: Request) => fetch(request));
  const state = options.state ?? demo(now());
  state.grants ??= [];
  const pending = new Set<Promise<void>>();

  function changed(change?: Change) {
    onChange(state);
    if (!change) return;
    const told = announce(change, { state, origin, now, deliver, retries, log: jira.deliveries });
    pending.add(told);
    void told.finally(() => pending.delete(told));
  }

  const jira: Jira = {
    state,
    now,
    origin,
    app: demoApp,
    codes: new Map(),
    cloudId: '11111111-2222-4333-8444-555555555555',
    fault: null,
    estimate: (exact) => exact,
    pageSize: 100,
    requests: [],
    deliveries: new Map(),
    async fetch(request) {
      const url = new URL(request.url);
      if (!/^\/(rest|ex|_edge|oauth)\//.test(url.pathname)) return page(jira, request, url);
      jira.requests.push({ method: request.method, path: url.pathname, at: now() });
      if (jira.requests.length > REQUESTS_KEPT) jira.requests.shift();
      const failed = await failing(jira.fault, url.pathname, wording, jira.recover);
      if (failed) return failed;
      return url.pathname.startsWith('/oauth/') ? oauth(jira, request, url) : rest(jira, request, url);
    },
    createIssue(fresh) {
      const issue = addIssue(state, fresh, now());
      changed({ event: 'jira:issue_created', issue });
      return issue;
    },
    move(key, status) {
      const issue = known(state, key);
      const from = issue.status;
      if (from === status) return issue;
      Object.assign(issue, { status, updated: now() });
      changed({ event: 'jira:issue_updated', issue, from });
      return issue;
    },
    deleteIssue(key) {
      const issue = known(state, key);
      state.issues.splice(state.issues.indexOf(issue), 1);
      changed({ event: 'jira:issue_deleted', issue });
    },
    addWebhook(fresh) {
      const events = ['jira:issue_created', 'jira:issue_updated', 'jira:issue_deleted'];
      const id = String(state.nextId++);
      const webhook = { name: 'Webhook', secret: null, events, jql: '', ...fresh, id };
      state.webhooks.push(webhook);
      changed();
      return webhook;
    },
    removeWebhook(id) {
      state.webhooks = state.webhooks.filter((webhook) => webhook.id !== id);
      changed();
    },
    changed: () => changed(),
    fail(fault, limits = {}) {
      jira.fault = { fault, limits };
    },
    recover() {
      jira.fault = null;
    },
    calls: (path) => jira.requests.filter((request) => request.path.includes(path)).length,
    async delivered() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
  return jira;
}

function known(state: State, key: string): Issue {
  const issue = findIssue(state, key);
  if (!issue) throw new Error(`No issue ${key}`);
  return issue;
}
