import { describe, expect, it } from 'vitest';
import { asana } from '../../../src/integrations/asana/index.ts';

const everything = {
  project_gid: '12',
  scope: 'tasks',
  parent_task_gid: null,
  assignee_gids: [],
  section_gids: [],
  completion: 'any',
  sum_field_gid: null,
};

describe('connection input', () => {
  it('is a token, which goes among the secrets', () =>
    expect(asana.input.parse({ token: ' 2/1/abc ' })).toEqual({ config: {}, secret: { token: '2/1/abc' } }));

  it.each([[{}], [{ token: '' }], [{ token: 'two words' }], [{ token: 'line\nbreak' }], [{ token: 'x', site: 'y' }]])(
    '%j is refused',
    (given) => expect(asana.input.safeParse(given).success).toBe(false),
  );
});

describe('a query', () => {
  it('needs no more than a project', () => expect(asana.query.parse({ project_gid: '12' })).toEqual(everything));

  it.each([
    ['https://app.asana.com/0/12/34'],
    ['https://app.asana.com/0/12/list'],
    ['https://app.asana.com/1/9/project/12/list/56'],
    ['https://app.asana.com/1/9/project/12/task/34?focus=true'],
  ])('takes the project from %s', (project_gid) => expect(asana.query.parse({ project_gid })).toEqual(everything));

  it.each([
    ['https://app.asana.com/0/12/34/f'],
    ['https://app.asana.com/1/9/project/12/task/34?focus=true'],
    ['https://app.asana.com/1/9/task/34'],
    ['34'],
  ])('takes the task from %s', (parent_task_gid) =>
    expect(asana.query.parse({ project_gid: '12', scope: 'subtasks', parent_task_gid })).toMatchObject({
      parent_task_gid: '34',
    }),
  );

  it.each([
    [{}],
    [{ project_gid: '' }],
    [{ project_gid: 'Website' }],
    [{ project_gid: 'https://example.com/0/12' }],
    [{ project_gid: '../users/me' }],
    [{ project_gid: '12/../34' }],
    [{ project_gid: '1'.repeat(65) }],
    [{ project_gid: '12', scope: 'all' }],
    [{ project_gid: '12', completion: 'done' }],
    [{ project_gid: '12', assignee_gids: ['me'] }],
    [{ project_gid: '12', section_gids: ['a/b'] }],
    [{ project_gid: '12', sum_field_gid: 'Points' }],
    [{ project_gid: '12', scope: 'subtasks', parent_task_gid: 'x' }],
    [{ project_gid: '12', workspace: '1' }],
  ])('%j is refused', (given) => expect(asana.query.safeParse(given).success).toBe(false));

  it('takes every gid that Asana could give out', () => {
    const gids = { project_gid: 'prj_7-a', assignee_gids: ['usr_1'], section_gids: ['s9'] };
    expect(asana.query.parse(gids)).toEqual({ ...everything, ...gids });
  });

  it('that says the same in another order has the same key', () => {
    const key = (assignee_gids: string[]) => asana.queryKey(asana.query.parse({ project_gid: '12', assignee_gids }));
    expect(key(['3', '1', '3'])).toBe(key(['1', '3']));
    expect(key(['1'])).not.toBe(key(['3']));
  });

  it('shares its scan with those of its project, and with those of its parent task', () => {
    const source = (given: object) => asana.sourceKey(asana.query.parse({ project_gid: '12', ...given }));
    expect(source({ section_gids: ['5'] })).toBe(source({ scope: 'subtasks' }));
    expect(source({ scope: 'subtasks', parent_task_gid: '34' })).toBe(
      source({ scope: 'subtasks', parent_task_gid: '34', completion: 'complete' }),
    );
    expect(source({ scope: 'subtasks', parent_task_gid: '34' })).not.toBe(source({}));
    expect(source({ scope: 'tasks', parent_task_gid: '34' })).toBe(source({}));
  });
});
