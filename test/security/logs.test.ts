import { expect, it, vi } from 'vitest';
import { jiraOutside } from '../support/outside.ts';
import { walkJobsAndHooks, walkRoutes } from '../support/walk.ts';
import { type World, world } from '../support/world.ts';

it('nothing that a walk through everything logs is a secret, an address or a word of anybody', {
  timeout: 180_000,
}, async () => {
  const lines: string[] = [];
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
    vi.spyOn(console, method).mockImplementation((...words) => void lines.push(words.map(String).join(' ')));
  jiraOutside();
  const w: World = await world({ now: Date.now() });
  const tokens: string[] = [];
  const { cookie, token } = w;
  w.cookie = async (person) => {
    const made = await cookie(person);
    tokens.push(made.replace('session=', ''));
    return made;
  };
  w.token = async (person, scopes) => {
    const made = await token(person, scopes);
    tokens.push(made);
    return made;
  };
  await walkRoutes(w);
  await walkJobsAndHooks(w);
  const secrets = [
    ...tokens,
    'demo-jira-token',
    'push secret',
    'of the client',
    'cairn_pat_',
    'cairn_org_',
    'cairn_scim_',
    'token=',
    'a key for tests',
    '@northwind.test',
    'Dana Whitlock',
    'Answer faster',
  ];
  expect(tokens.length).toBeGreaterThan(1);
  expect(lines.filter((line) => secrets.some((secret) => line.includes(secret)))).toEqual([]);
});
