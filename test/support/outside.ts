import { vi } from 'vitest';
import { createJira, type Jira } from '../stand-ins/jira/jira.ts';

/** Puts a Jira with the demo's issues where the outside world would be. Nothing else can be reached. */
export function jiraOutside(options: Parameters<typeof createJira>[0] = {}): Jira {
  const jira = createJira(options);
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) =>
    jira.fetch(new Request(input as string, init as RequestInit)),
  );
  return jira;
}
