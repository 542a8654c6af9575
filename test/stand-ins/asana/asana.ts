import { type Active, type Fault, failing, type Limits, type Wording } from '../common/faults.ts';
import { demo } from './demo.ts';
import { oauth } from './oauth.ts';
import { page } from './page.ts';
import { refusalBody } from './refusal.ts';
import { rest } from './rest.ts';
import { addTask, byGid, type NewTask, type State, type Task, type Webhook, withBelow } from './state.ts';
import { announce, type Change, type Deliver, type Deliveries, heartbeat, shakeHands } from './webhooks.ts';

/** A small Asana: its API, signing in to it, its webhooks, and a page for people. */
export type Asana = {
  fetch(request: Request): Promise<Response>;
  state: State;
  addTask(fresh: NewTask): Task;
  /** Ticks a task off, or takes that back. */
  tick(gid: string, completed?: boolean): Task;
  move(gid: string, section: string): Task;
  assign(gid: string, user: string | null): Task;
  /** Deletes a task with all that is below it. */
  deleteTask(gid: string): void;
  deleteProject(gid: string): void;
  /** Takes a person out of a project, who then sees nothing of it. */
  dismiss(project: string, user: string): void;
  /** Shakes hands with the target; null when that fails. */
  addWebhook(wish: Pick<Webhook, 'resource' | 'target' | 'filters' | 'user'>): Promise<Webhook | null>;
  removeWebhook(gid: string): void;
  /** Sends every webhook the empty delivery with which Asana looks whether somebody listens. */
  heartbeat(): Promise<void>;
  /** From now on requests fail this way, until `recover`. */
  fail(fault: Fault, limits?: Limits): void;
  recover(): void;
  fault: Active | null;
  /** The most items on one page, whatever was asked for. */
  pageSize: number;
  /** How long (ms) an offset is good. */
  offsetLife: number;
  /** Requests that one person may make in a minute. */
  perMinute: number;
  /** Whether a refresh token is replaced when it is used. */
  rotates: boolean;
  /** The newest requests to the API, and how many of them had this text in their path. */
  requests: { method: string; path: string; at: number }[];
  calls(path: string): number;
  /** Counts `cost` requests of a person; how long (ms) to wait when they were too many. */
  charge(user: string, cost: number, now: number): number;
  changed(): void;
  deliveries: Deliveries;
  /** Settles when every webhook has been delivered or given up. */
  delivered(): Promise<void>;
};

export type Options = {
  state?: State;
  now?: () => number;
  deliver?: Deliver;
  /** How often a webhook that was not taken is sent again. */
  retries?: number;
  onChange?: (state: State) => void;
};

const REQUESTS_KEPT = 1000;
const MINUTE_MS = 60_000;

const wording: Wording = { refusal: (status) => refusalBody(status, `Fault ${status}`), beginning: '{"data":[' };

/** Starts with the demo's data unless a state is given. */
export function createAsana(options: Options = {}): Asana {
  const { now = Date.now, retries = 0, onChange = () => undefined } = options;
  const deliver = options.deliver ?? ((request: Request) => fetch(request));
  const state = options.state ?? demo(now());
  const pending = new Set<Promise<void>>();
  const spent = new Map<string, { at: number; cost: number }[]>();

  const post = () => ({ state, now, deliver, retries, log: asana.deliveries });

  function wait(told: Promise<void>) {
    pending.add(told);
    void told.finally(() => pending.delete(told));
  }

  function tell(changes: Change[]) {
    onChange(state);
    wait(announce(changes, state.users[0]?.gid ?? null, post()));
  }

  const asana: Asana = {
    state,
    fault: null,
    pageSize: 100,
    offsetLife: 15 * MINUTE_MS,
    perMinute: 1500,
    rotates: false,
    requests: [],
    deliveries: new Map(),
    async fetch(request) {
      const url = new URL(request.url);
      if (!/^\/(api\/1\.0\/|-\/oauth_token$)/.test(url.pathname))
        return url.pathname.startsWith('/-/') ? oauth(asana, request, url, now()) : page(asana, request, url);
      asana.requests.push({ method: request.method, path: url.pathname, at: now() });
      if (asana.requests.length > REQUESTS_KEPT) asana.requests.shift();
      const failed = await failing(asana.fault, url.pathname, wording, asana.recover);
      if (failed) return failed;
      return url.pathname.startsWith('/-/') ? oauth(asana, request, url, now()) : rest(asana, request, url, now());
    },
    addTask(fresh) {
      const task = addTask(state, fresh, now());
      const parent = fresh.parent
        ? { gid: fresh.parent, resource_type: 'task' }
        : { gid: fresh.project ?? '', resource_type: 'project' };
      tell([{ action: 'added', task, parent }]);
      return task;
    },
    tick(gid, completed = true) {
      const task = known(state, gid);
      if (task.completed === completed) return task;
      Object.assign(task, { completed, completedAt: completed ? now() : null });
      tell([{ action: 'changed', task, field: 'completed' }]);
      return task;
    },
    move(gid, section) {
      const task = known(state, gid);
      const place = task.memberships.find(({ project }) => project === byGid(state.sections, section)?.project);
      if (!place || place.section === section) return task;
      const from = place.section;
      place.section = section;
      const there = (each: string) => ({ gid: each, resource_type: 'section' });
      tell([
        ...(from ? [{ action: 'removed' as const, task, parent: there(from) }] : []),
        { action: 'added', task, parent: there(section) },
      ]);
      return task;
    },
    assign(gid, user) {
      const task = known(state, gid);
      task.assignee = user;
      const newValue = user === null ? null : { gid: user, resource_type: 'user' };
      tell([{ action: 'changed', task, field: 'assignee', newValue }]);
      return task;
    },
    deleteTask(gid) {
      const task = known(state, gid);
      const gone = withBelow(state, task);
      const told = announce([{ action: 'deleted', task }], state.users[0]?.gid ?? null, post());
      state.tasks = state.tasks.filter((each) => !gone.includes(each));
      wait(told);
      onChange(state);
    },
    deleteProject(gid) {
      state.projects = state.projects.filter((each) => each.gid !== gid);
      onChange(state);
    },
    dismiss(project, user) {
      const found = byGid(state.projects, project);
      if (found) found.members = found.members.filter((each) => each !== user);
      onChange(state);
    },
    async addWebhook(wish) {
      const webhook = await shakeHands(wish, post());
      if (!webhook) return null;
      onChange(state);
      wait(heartbeat(post(), webhook));
      return webhook;
    },
    removeWebhook(gid) {
      state.webhooks = state.webhooks.filter((each) => each.gid !== gid);
      onChange(state);
    },
    heartbeat: () => heartbeat(post()),
    fail(fault, limits = {}) {
      asana.fault = { fault, limits };
    },
    recover() {
      asana.fault = null;
    },
    calls: (path) => asana.requests.filter((request) => request.path.includes(path)).length,
    charge(user, cost, at) {
      const recent = (spent.get(user) ?? []).filter((each) => each.at > at - MINUTE_MS);
      recent.push({ at, cost });
      spent.set(user, recent);
      const sum = recent.reduce((total, each) => total + each.cost, 0);
      return sum > asana.perMinute ? Math.max(1, recent[0]!.at + MINUTE_MS - at) : 0;
    },
    changed: () => onChange(state),
    async delivered() {
      while (pending.size > 0) await Promise.all(pending);
    },
  };
  return asana;
}

function known(state: State, gid: string): Task {
  const task = byGid(state.tasks, gid);
  if (!task) throw new Error(`No task ${gid}`);
  return task;
}
