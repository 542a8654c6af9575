import { describe, expect, it } from 'vitest';
import { complaintsAbout, type Description, type Made } from '../describing.ts';
import asana from '../fixtures/asana-openapi.json';
import { everyRequest } from './every-request.ts';

const description = asana as unknown as Description;

describe('what the adapter asks of Asana', () => {
  it('is described, every path and parameter and field of it', async () => {
    const requests = await everyRequest();
    const complaints = requests.flatMap((made) => complaintsAbout(description, made));
    expect(complaints).toEqual([]);
    const used = Object.keys(description.paths).filter((path) =>
      requests.some(
        (made) => complaintsAbout({ ...description, paths: { [path]: description.paths[path]! } }, made).length === 0,
      ),
    );
    expect(used).toEqual(Object.keys(description.paths));
  });
});

describe('a request', () => {
  const made = (method: string, path: string, search = '', body?: unknown): Made => ({
    method,
    path,
    search: new URLSearchParams(search),
    body,
  });
  const filters = [{ resource_type: 'task', action: 'noticed' }];

  it.each<[string, Made, string]>([
    ['to an unknown path', made('GET', '/tasks'), 'is not described'],
    ['by another method', made('DELETE', '/projects/1/tasks'), 'is not described'],
    ['with an unknown parameter', made('GET', '/projects/1/tasks', 'page=2'), 'has an unknown ?page='],
    ['with an unknown field', made('GET', '/projects/1/tasks', 'opt_fields=name,gid'), '?opt_fields[1] is none'],
    ['with too high a limit', made('GET', '/projects/1/tasks', 'limit=101'), '?limit is out of range'],
    ['with an odd limit', made('GET', '/projects/1/tasks', 'limit=many'), '?limit is no number'],
    ['without what is required', made('GET', '/workspaces/1/typeahead', 'query=a'), 'lacks ?resource_type='],
    ['with a body that nobody reads', made('GET', '/users/me', '', {}), 'has a body'],
    ['without its body', made('POST', '/batch'), 'body is no object'],
    [
      'without a field of its body',
      made('POST', '/webhooks', '', { data: { resource: '1' } }),
      'body.data.target is missing',
    ],
    [
      'with an unknown field in its body',
      made('POST', '/batch', '', { data: { actions: [], at: 1 } }),
      'body.data.at is unknown',
    ],
    [
      'with an unknown word in its body',
      made('POST', '/webhooks', '', { data: { resource: '1', target: 'x', filters } }),
      'body.data.filters[0].action is none',
    ],
  ])('%s is complained about', (_name, request, complaint) =>
    expect(complaintsAbout(description, request)).toEqual([expect.stringContaining(complaint)]),
  );
});
