import { beforeEach, describe, expect, it, vi } from 'vitest';
import { scopeOf } from '../../src/api/route.ts';
import { routes } from '../../src/api/routes.ts';
import { allows, type Rule, rules } from '../../src/domain/permission-rules.ts';
import { createTag } from '../../src/domain/tags/creating.ts';
import { allows as includes } from '../../src/domain/tokens/token.ts';
import { ask, type Caller, callersOf, type Heard } from '../support/callers.ts';
import {
  bodyFor,
  calls,
  fill,
  type Ids,
  isUnsafe,
  namesSomething,
  pages,
  provisioning,
  pushes,
  snapshot,
  TITLE,
  things,
} from '../support/doors.ts';
import { jiraOutside } from '../support/outside.ts';
import { absentThings, privateThings, SECRET } from '../support/private-things.ts';
import { type World, world } from '../support/world.ts';

type Route = [method: string, path: string];

const every: Route[] = [...pages, ...calls, ...provisioning, ...pushes];

/** What a request asks of who sends it, by the first line that fits. What no line names, everybody of the organization does. */
const demands: [pattern: RegExp, rule: keyof typeof rules][] = [
  [/POST \/o\/:org\/admin\/security\/(sso|domains\/.*\/confirmation)/, 'changeSignOn'],
  [/POST \/o\/:org\/admin\/data\/restore$/, 'deleteForGood'],
  [/ \/o\/:org\/admin\/(data\/(exports|deletion)|users\/:member.*\/erasure)/, 'deleteForGood'],
  [/ \/o\/:org\/admin\/security\/sessions/, 'endAllSessions'],
  [/ \/o\/:org\/(admin|start)\b/, 'administer'],
  [/ \/o\/:org\/account/, 'keepAccount'],
  [/ \/o\/:org\/jobs/, 'administer'],
  [/POST \/o\/:org\/teams\/:team$/, 'administer'],
  [/ \/o\/:org\/teams\/:team\/members/, 'shapeTeam'],
  [/ \/o\/:org\/connections\/:connection/, 'changeConnection'],
  [/ \/o\/:org\/connections\//, 'addConnectionAsAdmin'],
  [/ \/o\/:org\/connections$/, 'ownConnection'],
  [/ \/o\/:org\/data-links\/|\/api\/v1\/connections\/:id\/(preview|choices)/, 'useSharedConnection'],
  [/ .*\/check-ins\/:checkIn|(PATCH|DELETE) .*\/check-ins\/:id$/, 'correctCheckIn'],
  [/ .*\/comments\/:comment\/edit|PATCH .*\/comments\/:id$/, 'editComment'],
  [/ .*\/comments\/:comment\/deletion|DELETE .*\/comments\/:id$/, 'deleteComment'],
  [/(POST|PUT|DELETE) .*\/(comments|reactions|mentions)\b/, 'comment'],
  [/ .*\/(okrs|proposals)\/new$|GET .*\/okrs\/(coach|templates)/, 'createOkr'],
  [/POST .*\/(check-in|check-in\/all|okrs|proposals|okrs\/:\w+\/drafts)$|GET .*\/okrs\/:\w+\/copies$/, 'createOkr'],
  [/POST .*\/templates\/|POST \/api\/v1\/check-ins$/, 'createOkr'],
  [/ .*\/proposals\/:\w+\/deletion$|(POST|PUT|PATCH|DELETE) .*\/proposals\/:/, 'workOnProposal'],
  [
    / \/o\/:org\/okrs\/:\w+\/(edit|data-link|closure|instalments|tasks|moves|deletion|contributions|override)/,
    'changeOkr',
  ],
  [/(PUT|PATCH|POST|DELETE) .*\/(okrs|tasks|drafts)\/:|GET .*\/instalments$/, 'changeOkr'],
  [/POST \/api\/v1\/tokens$/, 'makeToken'],
  [/POST \/api\/v1\/tags$/, 'makeTag'],
  [/POST \/api\/v1\/connections$/, 'addConnectionAsAdmin'],
  [/(PATCH|DELETE) .*\/connections\/:id$|POST .*\/connections\/:id\/(test|webhook-secret)$/, 'changeConnection'],
];

const scopes = new Map(routes.map((route) => [`${route.method.toUpperCase()} /api/v1${route.path}`, scopeOf(route)]));

const doorOf = (path: string) =>
  (/^\/(api|scim|hooks)\//.exec(path)?.[1] ?? 'page') as 'api' | 'scim' | 'hooks' | 'page';

const ruleFor = ([method, path]: Route): Rule =>
  rules[demands.find(([pattern]) => pattern.test(`${method} ${path}`))?.[1] ?? 'seeOkr'];

/** How a request by somebody without ties to anything has to end. */
type Fate = 'unknown' | 'absent' | 'refused' | 'answered' | 'unsigned' | 'elsewhere';

function fateOf(caller: Caller, route: Route): Fate {
  const [method, path] = route;
  const door = doorOf(path);
  const isForAll = path.endsWith('/openapi.json') || /\/(ServiceProviderConfig|ResourceTypes|Schemas)\b/.test(path);
  if (door === 'hooks') return 'unsigned';
  if (isForAll && (caller.door === door || !caller.token || door === 'api')) return 'answered';
  if (caller.door !== door) return 'unknown';
  if (caller.org === 'other') return door === 'page' ? 'unknown' : namesSomething(route) ? 'absent' : 'elsewhere';
  const scope = scopes.get(`${method} ${path}`);
  if (caller.scope && scope && !includes([caller.scope], scope)) return 'refused';
  // Whoever acts for a member opens nothing below their account, whatever else it asks for.
  if (path.startsWith('/o/:org/account') && !allows(rules.keepAccount, caller.actor)) return 'refused';
  if (scope === 'admin' && !allows(rules.administer, caller.actor)) return 'refused';
  return allows(ruleFor(route), caller.actor) ? 'answered' : 'refused';
}

const isSignIn = ({ status, headers }: Heard) =>
  status === 401 || (status === 303 && (headers.location ?? '').startsWith('/signin?'));

const ends: Record<Fate, (heard: Heard) => boolean> = {
  unknown: isSignIn,
  absent: ({ status }) => status === 404,
  refused: ({ status }) => status === 403 || status === 404,
  answered: (heard) => heard.status < 500 && heard.status !== 403 && !isSignIn(heard),
  unsigned: ({ status }) => status === 401 || status === 404,
  elsewhere: ({ status }) => status < 500,
};

let w: World;
let south: World;
let ids: Ids;
let callers: Record<string, Caller>;

/** The request as the caller would send it, with a body that the route takes. */
const asking = (caller: Caller, [method, path]: Route, own: Ids) =>
  ask(
    caller,
    method,
    fill(path, own) + (path.endsWith('/choices') ? '?list=sum_field' : ''),
    bodyFor(method, fill(path, own), w, own),
  );

/** At a door that is not theirs all of a kind are alike: one of them tries. */
const tries = (name: string, caller: Caller, [, path]: Route) =>
  caller.door === doorOf(path) ||
  ['owner', 'nobody', 'an owner’s token to administer', 'the identity system'].includes(name);

beforeEach(async () => {
  jiraOutside();
  // One moment for all, so that two answers differ only where what they tell of does.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  w = await world({ now: Date.now() });
  south = await world({ slug: 'southwind', now: Date.now() });
  ids = await things(w, w.dana);
  callers = await callersOf(w, south);
  // The first request of each notes that they were here.
  for (const caller of Object.values(callers))
    for (const path of ['/o/northwind', '/o/southwind', '/api/v1/me', '/scim/v2/Users']) await ask(caller, 'GET', path);
});

describe('whoever stands at a door', { timeout: 120_000 }, () => {
  it(`is answered or refused by the table at each of ${every.length} addresses, and who is refused changes nothing`, async () => {
    const wrong: string[] = [];
    const visit = async (name: string, caller: Caller, route: Route) => {
      const fate = fateOf(caller, route);
      const heard = await asking(caller, route, ids);
      if (!ends[fate](heard)) wrong.push(`${name}, ${route.join(' ')}: ${heard.status}, not ${fate}`);
      if (!['answered', 'refused'].includes(fate) && heard.text.includes(TITLE))
        wrong.push(`${name}, ${route.join(' ')}: tells`);
    };
    const toVisit = Object.entries(callers).flatMap(([name, caller]) =>
      every
        .filter((route) => tries(name, caller, route))
        .map((route) => ({ name, caller, route, fate: fateOf(caller, route) })),
    );
    const reads = toVisit.filter(({ route }) => !isUnsafe(route) && route[0] !== 'POST');
    const refused = toVisit.filter(({ route, fate }) => isUnsafe(route) && fate !== 'answered' && fate !== 'elsewhere');
    // Who reads what they are mentioned in has seen it; beyond that, no read changes anything.
    for (const { name, caller, route } of reads) await visit(name, caller, route);
    const before = await snapshot();
    for (const { name, caller, route } of refused) await visit(name, caller, route);
    expect(wrong).toEqual([]);
    expect(await snapshot()).toBe(before);
    // What is allowed changes things: of that, what takes nothing away. test/support/walk.ts does everything once.
    const adds = toVisit.filter(
      ({ route, fate }) =>
        fate === 'answered' &&
        isUnsafe(route) &&
        [rules.comment, rules.createOkr].includes(ruleFor(route) as never) &&
        route[0] !== 'DELETE',
    );
    for (const { name, caller, route } of adds) await visit(name, caller, route);
    expect(wrong).toEqual([]);
  });
});

/** All that can be seen of an answer, without what it says of its own address. */
function seen({ status, text, headers, cost }: Heard, own: Ids): string {
  const named = Object.entries(own).reduce(
    (all, [noun, id]) => all.replaceAll(id, `:${noun}`),
    JSON.stringify({ status, text, headers, cost }),
  );
  // Ids that a form is given for what it will make are new each time, as a request's own is.
  return named.replace(/request_id\\":\\"[^"]*"/g, '').replace(/name=\\"id\\" value=\\"chk_\w+/g, '');
}

describe('what is private', { timeout: 120_000 }, () => {
  const points = ([, path]: Route) => /\/(okrs|check-ins|comments|tasks|drafts|parents)\/:/.test(path);

  it('is told from what is not there by nothing: no status, word, header or round trip', async () => {
    await createTag(w.as(w.ada), { name: 'quiet' });
    const hidden = await privateThings(w, ids);
    const absent = absentThings(w, ids);
    const before = await snapshot();
    const told: string[] = [];
    for (const [name, caller] of Object.entries(callers))
      for (const route of every.filter((each) => points(each) && tries(name, caller, each))) {
        const heard = await asking(caller, route, hidden);
        const [theirs, nothing] = [seen(heard, hidden), seen(await asking(caller, route, absent), absent)];
        if (theirs !== nothing || heard.text.includes(SECRET))
          told.push(`${name}, ${route.join(' ')}:\n${theirs}\n${nothing}`);
      }
    expect(told).toEqual([]);
    expect(await snapshot()).toBe(before);
  });

  const looking = [
    'owner',
    'member',
    'observer',
    'an owner’s token to read',
    'a token of the organization',
    'the identity system',
  ];
  /** Where admins learn that there is something, and of whom, but not what: docs/permissions.md says why. */
  const counted = / \/o\/:org\/(admin\/(audit|integrations|users\/:member)|connections\/:connection)/;
  const searches = (): Route[] =>
    ['/o/:org/okrs', '/api/v1/okrs'].flatMap((path) =>
      [
        'q=said',
        'tag=quiet',
        `team=${w.team.id}`,
        `owner=${w.dana.id}`,
        `status=on_track`,
        'kind=project',
        'limit=1',
      ].map((query): Route => ['GET', `${path}?${query}`]),
    );

  it('changes no list, count, search or page of anybody else by being there', async () => {
    await createTag(w.as(w.ada), { name: 'quiet' });
    const reads = [...every.filter((route) => route[0] === 'GET' && doorOf(route[1]) !== 'hooks'), ...searches()];
    const round = async () => {
      const answers: [string, string][] = [];
      for (const name of looking) {
        const caller = callers[name]!;
        for (const route of reads.filter(([, path]) => doorOf(path) === caller.door))
          answers.push([`${name}, ${route.join(' ')}`, seen(await asking(caller, route, ids), ids)]);
      }
      return answers;
    };
    const before = await round();
    const hidden = await privateThings(w, ids);
    const own = Object.values(hidden).filter((id) => !Object.values(ids).includes(id));
    const after = await round();
    const told = after.filter(([asked, answer], i) => answer !== before[i]![1] && !counted.test(asked));
    expect(told.map(([asked]) => asked)).toEqual([]);
    const named = after.filter(([, answer]) => [SECRET, ...own].some((secret) => answer.includes(secret)));
    expect(named.map(([asked]) => asked)).toEqual([]);
  });
});
