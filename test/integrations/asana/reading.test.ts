import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AsanaQuery } from '../../../src/integrations/asana/config.ts';
import { asana as adapter } from '../../../src/integrations/asana/index.ts';
import { readingOf, type Task } from '../../../src/integrations/asana/process.ts';
import { createAsana } from '../../stand-ins/asana/asana.ts';
import { demoGids } from '../../stand-ins/asana/demo.ts';
import { counts, queryOf, reachTo, readAll, readOne, token } from './reach.ts';

const { website, campaign, pages, launch, points, sections, dana, omar } = demoGids;

describe('tasks of a project', () => {
  it('are 25 of 100, then 26 when one is ticked, then of 101 when one is added', async () => {
    const asana = createAsana();
    const look = () => counts(asana, { project_gid: campaign });
    expect(await look()).toEqual([100, 25]);
    const open = asana.state.tasks.find(({ name }) => name.startsWith('Call 26:'))!;
    asana.tick(open.gid);
    expect(await look()).toEqual([100, 26]);
    asana.addTask({ name: 'One more call', project: campaign });
    expect(await look()).toEqual([101, 26]);
    asana.deleteTask(open.gid);
    expect(await look()).toEqual([100, 25]);
  });

  it('are not their subtasks, not lines between them and not sections that look like tasks', async () => {
    const asana = createAsana();
    expect(await counts(asana)).toEqual([40, 16]);
    asana.addTask({ name: 'Old section', project: website, subtype: 'section', separator: false });
    asana.addTask({ name: 'Someday:', project: website });
    asana.addTask({ name: 'A milestone', project: website, subtype: 'milestone' });
    expect(await counts(asana)).toEqual([41, 16]);
  });

  it('come with at most 20 samples as evidence', async () => {
    const asked = await readOne(createAsana());
    if (!asked.ok) throw new Error(asked.error.detail);
    expect(asked.value.samples).toHaveLength(20);
    expect(asked.value).toMatchObject({ value: null, approximate: false });
    expect(asked.value.samples[0]).toEqual({
      key: pages,
      title: 'Write the product pages',
      state: 'Complete',
      done: true,
      url: `https://app.asana.com/0/${website}/${pages}`,
    });
  });

  it('may be none', async () => {
    expect(await readOne(createAsana(), { assignee_gids: ['1'] })).toEqual({
      ok: true,
      value: { matched: 0, completed: 0, value: null, approximate: false, samples: [] },
    });
  });
});

describe('filters', () => {
  it.each<[Partial<AsanaQuery>, [number, number]]>([
    [{ assignee_gids: [dana] }, [15, 6]],
    [{ assignee_gids: [dana, omar] }, [28, 11]],
    [{ section_gids: [sections.content] }, [13, 6]],
    [{ section_gids: [sections.content, sections.build] }, [27, 10]],
    [{ completion: 'complete' }, [16, 16]],
    [{ completion: 'incomplete' }, [24, 0]],
    [{ section_gids: [sections.design], assignee_gids: [omar] }, [4, 2]],
    [{ section_gids: [sections.design], assignee_gids: [omar], completion: 'incomplete' }, [2, 0]],
    [{ section_gids: ['1'] }, [0, 0]],
  ])('%j find %j', async (given, expected) => expect(await counts(createAsana(), given)).toEqual(expected));

  it('follow a task that is moved and given to somebody else', async () => {
    const asana = createAsana();
    asana.move(launch, sections.design);
    asana.assign(launch, omar);
    expect(await counts(asana, { section_gids: [sections.design], assignee_gids: [omar] })).toEqual([5, 2]);
  });

  it('know a section by where a task stands in this project, not in another', async () => {
    const asana = createAsana();
    const call = asana.state.tasks.find(({ name }) => name.startsWith('Call 1:'))!;
    call.memberships.push({ project: website, section: sections.build });
    expect(await counts(asana, { section_gids: [sections.build] })).toEqual([15, 5]);
    expect(await counts(asana, { section_gids: [call.memberships[0]!.section!] })).toEqual([0, 0]);
  });
});

describe('subtasks', () => {
  it('of one task count to the deepest level, without lines between them', async () => {
    const asana = createAsana();
    const below = (parent_task_gid: string) => counts(asana, { scope: 'subtasks', parent_task_gid });
    expect(await below(pages)).toEqual([8, 4]);
    expect(await below(launch)).toEqual([4, 2]);
  });

  it('of all tasks count together', async () => {
    expect(await counts(createAsana(), { scope: 'subtasks' })).toEqual([12, 6]);
  });

  it('are counted five levels deep and no deeper', async () => {
    const asana = createAsana();
    let parent = asana.addTask({ name: 'Top', project: website }).gid;
    for (let level = 1; level <= 7; level++) parent = asana.addTask({ name: `Level ${level}`, parent }).gid;
    expect(await counts(asana, { scope: 'subtasks' })).toEqual([17, 6]);
  });

  it('are filtered as tasks are; a section counts by the topmost task, and not at all below one named task', async () => {
    const asana = createAsana();
    const scope = 'subtasks';
    expect(await counts(asana, { scope, assignee_gids: [dana] })).toEqual([5, 3]);
    expect(await counts(asana, { scope, completion: 'incomplete' })).toEqual([6, 0]);
    expect(await counts(asana, { scope, section_gids: [sections.build] })).toEqual([4, 2]);
    const named = { scope, parent_task_gid: launch, section_gids: [sections.content] } satisfies Partial<AsanaQuery>;
    expect(await counts(asana, named)).toEqual([4, 2]);
  });

  it('that stand in the project as well are counted once as what they are', async () => {
    const asana = createAsana();
    const both = asana.state.tasks.find(({ name }) => name === 'Rehearse the switch')!;
    both.memberships.push({ project: website, section: sections.build });
    expect(await counts(asana)).toEqual([41, 16]);
    expect(await counts(asana, { scope: 'subtasks' })).toEqual([12, 6]);
  });

  it('are asked for ten tasks at a time', async () => {
    const asana = createAsana();
    for (let i = 0; i < 25; i++) {
      const parent = asana.addTask({ name: `Parent ${i}`, project: website }).gid;
      asana.addTask({ name: 'Below', parent });
    }
    expect(await counts(asana, { scope: 'subtasks' })).toEqual([37, 6]);
    // Twenty-seven tasks with subtasks, and one subtask with some of its own.
    expect(asana.calls('/batch')).toBe(3);
    expect(asana.calls('/subtasks')).toBe(1);
  });

  it('are asked for as what Asana charges: a batch is as many requests as it has actions', async () => {
    const asana = createAsana();
    const reach = reachTo(asana);
    let charged = 0;
    const http: typeof reach.http = {
      ...reach.http,
      json(url, asking) {
        charged += asking?.charged ?? 1;
        return reach.http.json(url, asking);
      },
    };
    const paid: number[] = [];
    const { charge } = asana;
    asana.charge = (...given) => {
      paid.push(given[1]);
      return charge(...given);
    };
    await adapter.read({ ...reach, http }, {}, token, [queryOf({ scope: 'subtasks' })]);
    expect(asana.calls('/batch')).toBeGreaterThan(0);
    expect(charged).toBe(paid.reduce((sum, each) => sum + each, 0));
  });

  it('of a task with more than fit on a page are all read, in a batch and alone', async () => {
    const asana = createAsana();
    for (let i = 0; i < 230; i++) asana.addTask({ name: `Step ${i}`, parent: launch });
    expect(await counts(asana, { scope: 'subtasks' })).toEqual([242, 6]);
    expect(await counts(asana, { scope: 'subtasks', parent_task_gid: launch })).toEqual([234, 2]);
  });
});

describe('the sum of a number field', () => {
  const sum = { sum_field_gid: points };

  it('adds what all matching tasks carry, and what the complete ones do', async () => {
    const asana = createAsana();
    const carried = (some: typeof asana.state.tasks) =>
      some.reduce((total, { numbers }) => total + (numbers[points] ?? 0), 0);
    const tasks = asana.state.tasks.filter(({ memberships }) => memberships[0]?.project === website);
    const expected = [carried(tasks), carried(tasks.filter(({ completed }) => completed))];
    expect(expected[0]).toBeGreaterThan(100);
    expect(await counts(asana, sum)).toEqual(expected);
  });

  it('of fractions has no dust', async () => {
    const asana = createAsana();
    asana.state.users.push({ gid: '7', name: 'Sam', email: 'sam@northwind.test', tokens: [] });
    for (const number of [0.1, 0.2])
      asana.addTask({ name: 'Part', project: website, assignee: '7', numbers: { [points]: number }, completed: true });
    asana.addTask({ name: 'Without', project: website, assignee: '7' });
    expect(await counts(asana, { ...sum, assignee_gids: ['7'] })).toEqual([0.3, 0.3]);
  });

  it('of a field that no task has is nothing', async () =>
    expect(await counts(createAsana(), { sum_field_gid: '1' })).toEqual([0, 0]));
});

describe('several queries', () => {
  it('of one project share one scan, each with its own answer, in the order asked', async () => {
    const asana = createAsana();
    asana.pageSize = 10;
    const queries = [
      queryOf(),
      queryOf({ completion: 'incomplete' }),
      queryOf({ sum_field_gid: points, section_gids: [sections.content] }),
      queryOf({ assignee_gids: [omar] }),
    ];
    const asked = await readAll(asana, queries);
    expect(asked.map((each) => each.ok && each.value.matched)).toEqual([40, 24, expect.any(Number), 13]);
    expect(asana.requests).toHaveLength(5);
  });

  it('do not ask for subtasks or numbers that nobody wants', async () => {
    const asana = createAsana();
    const urls: string[] = [];
    const server = {
      fetch: (request: Request) => {
        urls.push(request.url);
        return asana.fetch(request);
      },
    };
    await readAll(server, [queryOf(), queryOf({ completion: 'complete' })]);
    expect(urls).toHaveLength(1);
    expect(urls[0]).not.toContain('custom_fields');
  });

  it('may be none', async () => expect(await adapter.read(reachTo(createAsana()), {}, token, [])).toEqual([]));
});

describe('every reading', () => {
  const tasks = fc.array(
    fc.record<Task>({
      gid: fc.uuid(),
      name: fc.string(),
      completed: fc.boolean(),
      assignee: fc.constantFrom(null, '1', '2'),
      sections: fc.subarray(['5', '6']),
      subtasks: fc.constant(0),
      depth: fc.integer({ min: 0, max: 5 }),
      numbers: fc.record({ '9': fc.integer({ min: 0, max: 1000 }) }, { requiredKeys: [] }),
      url: fc.constant(''),
    }),
    { maxLength: 60 },
  );
  const queries = fc.record({
    scope: fc.constantFrom('tasks' as const, 'subtasks' as const),
    assignee_gids: fc.subarray(['1', '2']),
    section_gids: fc.subarray(['5', '6']),
    sum_field_gid: fc.constantFrom(null, '9'),
  });

  it('of complete and of incomplete ones add up to that of any', () => {
    fc.assert(
      fc.property(tasks, queries, (some, given) => {
        const matched = (completion: AsanaQuery['completion']) =>
          readingOf(queryOf({ ...given, completion }), some).matched!;
        expect(matched('complete') + matched('incomplete')).toBe(matched('any'));
        expect(readingOf(queryOf(given), some).completed).toBe(matched('complete'));
      }),
    );
  });

  it('never completes more than it matches, and splits by assignee and section without a rest', () => {
    fc.assert(
      fc.property(tasks, queries, (some, given) => {
        const { matched, completed } = readingOf(queryOf(given), some);
        expect(completed).toBeLessThanOrEqual(matched!);
        const of = (gid: string) => readingOf(queryOf({ ...given, assignee_gids: [gid] }), some).matched!;
        expect(readingOf(queryOf({ ...given, assignee_gids: ['1', '2'] }), some).matched).toBe(of('1') + of('2'));
      }),
    );
  });
});
