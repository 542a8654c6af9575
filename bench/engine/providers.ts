import type { Provider } from '../../src/domain/words.ts';
import { adapterFor } from '../../src/integrations/registry.ts';
import { createAsana } from '../../test/stand-ins/asana/asana.ts';
import { addTask } from '../../test/stand-ins/asana/state.ts';
import { createJira } from '../../test/stand-ins/jira/jira.ts';
import { addIssue, statuses } from '../../test/stand-ins/jira/state.ts';
import { addBoard, addCard } from '../../test/stand-ins/trello/state.ts';
import { createTrello } from '../../test/stand-ins/trello/trello.ts';
import { oneOf } from './chance.ts';

/**
 * How much each provider holds; boards have so many `cards` in turn, and queries of Jira find so many `issues`. A page of
 * Jira and Asana has 100 items, one of Trello 1,000.
 */
export type Holdings = {
  boards: number;
  cards: number[];
  projects: number;
  tasks: number;
  jqls: number;
  issues: number[];
};

/** Something that an OKR can be linked to. `truth` counts what is finished of it, straight from the provider's own data. */
export type Source = { provider: Provider; query: object; truth: () => number };

/** Jira, Asana and Trello in one process. */
export type Providers = {
  fetch: (request: Request) => Promise<Response>;
  /** Credentials of each, as a person would hand them in. */
  credentials: { provider: Provider; config: Record<string, string> }[];
  /** Every source, with and without a filter, those that one scan serves next to each other. */
  sources: Source[];
  /** Finishes something, or takes that back. */
  change: (random: () => number) => void;
  /** Requests so far, and those that nobody can do without: each page of each source once. */
  asked: () => number;
  least: number;
};

/** Everything that a company's links read, made afresh. */
export function createProviders({ boards, cards, projects, tasks, jqls, issues }: Holdings): Providers {
  const now = Date.now();
  const [jira, asana, trello] = [createJira(), createAsana(), createTrello()];
  const owner = asana.state.users[0]!;
  const { token: trelloToken, key, idMember } = trello.state.tokens[0]!;
  const account = jira.state.accounts[0]!;

  const cardsOf = (i: number) => cards[i % cards.length]!;
  const ofTrello = times(boards, (i) => {
    const made = addBoard(trello.state, { name: `Board ${i}`, lists: ['To do', 'Doing'], members: [idMember] }, now);
    const lists = made.lists.map(({ id }) => id);
    const all = times(cardsOf(i), (n) =>
      addCard(trello.state, { idList: lists[n % 2]!, name: `Card ${n}`, dueComplete: n % 4 === 0 }, now),
    );
    const of = (list_ids: string[]): Source => ({
      provider: 'trello',
      query: { board_id: made.board.id, list_ids },
      truth: () =>
        all.filter((card) => card.dueComplete && (!list_ids.length || list_ids.includes(card.idList))).length,
    });
    return { all, sources: [of([]), of([lists[1]!])] };
  });

  const ofAsana = times(projects, (i) => {
    const gid = `77${String(i).padStart(6, '0')}`;
    const workspace = asana.state.workspaces[0]!.gid;
    asana.state.projects.push({ gid, name: `Project ${i}`, workspace, members: [owner.gid], archived: false });
    const all = times(tasks, (n) => {
      const assignee = n % 3 === 0 ? owner.gid : null;
      return addTask(asana.state, { name: `Task ${n}`, project: gid, assignee, completed: n % 5 === 0 }, now);
    });
    const of = (assignee_gids: string[]): Source => ({
      provider: 'asana',
      query: { project_gid: gid, assignee_gids },
      truth: () =>
        all.filter((task) => task.completed && (!assignee_gids.length || task.assignee === owner.gid)).length,
    });
    return { all, sources: [of([]), of([owner.gid])] };
  });

  const found = (i: number) => issues[i % issues.length]!;
  const ofJira = times(jqls, (i) => {
    const project = `Q${i}`;
    jira.state.projects.push({ id: `9${i}`, key: project, name: `Queue ${i}` });
    const all = times(found(i), (n) =>
      addIssue(
        jira.state,
        { project, key: `${project}-${n + 1}`, summary: `Issue ${n}`, status: n % 3 ? 'To Do' : 'Done' },
        now,
      ),
    );
    const truth = () => all.filter((issue) => statuses[issue.status].category.key === 'done').length;
    return { all, sources: [{ provider: 'jira', query: { jql: `project = ${project}` }, truth } satisfies Source] };
  });

  let asked = 0;
  return {
    fetch(request) {
      asked += 1;
      const { hostname } = new URL(request.url);
      const there = { 'api.trello.com': trello, 'app.asana.com': asana }[hostname] ?? jira;
      return there.fetch(request);
    },
    credentials: [
      { provider: 'trello', config: { key, token: trelloToken } },
      { provider: 'asana', config: { token: owner.tokens[0]! } },
      {
        provider: 'jira',
        config: { site_url: 'https://northwind.atlassian.net', user: account.email, token: account.tokens[0]! },
      },
    ],
    sources: [...ofTrello, ...ofAsana, ...ofJira]
      .flatMap((each) => each.sources)
      .map((source) => ({ ...source, query: adapterFor(source.provider).query.parse(source.query) })),
    change(random) {
      const kind = oneOf(random, ['trello', 'asana', 'jira']);
      if (kind === 'trello') {
        const card = oneOf(random, oneOf(random, ofTrello).all);
        card.dueComplete = !card.dueComplete;
      } else if (kind === 'asana') {
        const task = oneOf(random, oneOf(random, ofAsana).all);
        task.completed = !task.completed;
      } else {
        const issue = oneOf(random, oneOf(random, ofJira).all);
        issue.status = issue.status === 'Done' ? 'To Do' : 'Done';
      }
    },
    asked: () => asked,
    least:
      sum(times(boards, (i) => Math.ceil(cardsOf(i) / 1000))) +
      projects * Math.ceil(tasks / 100) +
      sum(times(jqls, (i) => Math.ceil(found(i) / 100))),
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, each) => total + each, 0);
const times = <T>(count: number, make: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
