import { exports } from 'cloudflare:workers';
import { vi } from 'vitest';
import { type Asana, createAsana } from '../stand-ins/asana/asana.ts';
import { createJira, type Jira } from '../stand-ins/jira/jira.ts';
import { createTrello, type Trello } from '../stand-ins/trello/trello.ts';

/** Puts a Jira with the demo's issues where the outside world would be. Nothing else can be reached. */
export function jiraOutside(options: Parameters<typeof createJira>[0] = {}): Jira {
  const jira = createJira(options);
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) =>
    jira.fetch(new Request(input as string, init as RequestInit)),
  );
  return jira;
}

/** Puts a Trello with the demo's boards there. What it pushes arrives at the Worker. */
export function trelloOutside(options: Parameters<typeof createTrello>[0] = {}): Trello {
  const trello = createTrello({ deliver: (request) => exports.default.fetch(request), ...options });
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) =>
    trello.fetch(new Request(input as string, init as RequestInit)),
  );
  return trello;
}

/** Puts an Asana with the demo's projects there. What it pushes arrives at the Worker. */
export function asanaOutside(options: Parameters<typeof createAsana>[0] = {}): Asana {
  const asana = createAsana({ deliver: (request) => exports.default.fetch(request), ...options });
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) =>
    asana.fetch(new Request(input as string, init as RequestInit)),
  );
  return asana;
}
