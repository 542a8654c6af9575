import { asana as adapter } from '../../../src/integrations/asana/index.ts';
import { createAsana } from '../../stand-ins/asana/asana.ts';
import { demoGids } from '../../stand-ins/asana/demo.ts';
import type { Made } from '../describing.ts';
import { narrowed, queryOf, reachTo, token } from './reach.ts';

type Action = { method: string; relative_path: string; data?: object; options?: { fields?: string[] } };

/** Connects, picks, reads and listens in every way the adapter knows; what it asked, with the actions of batches. */
export async function everyRequest(): Promise<Made[]> {
  const made: Made[] = [];
  const asana = createAsana({ deliver: echo });
  asana.pageSize = 7;
  let narrow = false;
  const reach = reachTo({
    async fetch(request) {
      const { pathname, searchParams: search } = new URL(request.url);
      const path = pathname.slice('/api/1.0'.length);
      const body: unknown = request.method === 'POST' ? await request.clone().json() : undefined;
      made.push({ method: request.method, path, search, body });
      if (path === '/batch') made.push(...(body as { data: { actions: Action[] } }).data.actions.map(ofAction));
      return narrow ? narrowed(asana).fetch(request) : asana.fetch(request);
    },
  });
  const { website, points, launch, campaign } = demoGids;
  await adapter.connect(reach, {}, token);
  for (const list of ['project_gid', 'assignee_gids', 'section_gids', 'parent_task_gid', 'sum_field_gid'])
    await adapter.pick?.(reach, {}, token, list, { project_gid: website }, 'a');
  await adapter.read(reach, {}, token, [queryOf(), queryOf({ scope: 'subtasks', sum_field_gid: points })]);
  await adapter.read(reach, {}, token, [queryOf({ project_gid: campaign })]);
  await adapter.read(reach, {}, token, [queryOf({ scope: 'subtasks', parent_task_gid: launch })]);
  narrow = true;
  for (const list of ['project_gid', 'assignee_gids', 'section_gids'])
    await adapter.pick?.(reach, {}, token, list, { project_gid: website }, 'a');
  narrow = false;
  const hook = await adapter.push?.subscribe(reach, {}, token, website, 'https://cairn.test/hooks/asana/con_1');
  if (hook?.ok) await adapter.push?.isAlive(reach, {}, token, hook.value.id);
  if (hook?.ok) await adapter.push?.unsubscribe(reach, {}, token, hook.value.id);
  return made;
}

const echo = async ({ headers }: Request) =>
  new Response(null, { headers: { 'X-Hook-Secret': headers.get('X-Hook-Secret') ?? '' } });

/** The request that an action of a batch stands for. */
function ofAction({ method, relative_path, data, options }: Action): Made {
  const { fields, ...paging } = options ?? {};
  const asked = { ...data, ...paging, ...(fields ? { opt_fields: fields.join(',') } : {}) };
  const search = new URLSearchParams(Object.entries(asked).map(([name, value]) => [name, String(value)]));
  return { method: method.toUpperCase(), path: relative_path, search };
}
