import { err, ok } from '../../lib/result.ts';
import type { Asked, Choice, FailureReason } from '../adapter.ts';
import { found } from '../picking.ts';
import { GID } from './config.ts';
import {
  type Asana,
  askAccount,
  askNumberFields,
  askPeople,
  askProjects,
  askSections,
  askSectionsOfTasks,
  askSuggestions,
  askTaskNames,
} from './request.ts';

const WORKSPACES = 5;

/** An app with narrow scopes may do less than a token: another way there is worth trying after these. */
const REFUSALS: readonly FailureReason[] = ['forbidden', 'not_found', 'invalid_query', 'bad_response'];

/** Projects and people of the account's workspaces, and the sections, tasks and number fields of one project. */
export async function pick(
  asana: Asana,
  list: string,
  within: Readonly<Record<string, string>>,
  search: string,
): Promise<Asked<Choice[]>> {
  if (list === 'project_gid') return found(await ofWorkspaces(asana, 'project', search), '');
  if (list === 'assignee_gids') return found(await ofWorkspaces(asana, 'user', search), '');
  const project = within.project_gid ?? '';
  if (!GID.test(project)) return err({ reason: 'invalid_query', detail: 'Choose a project first.' });
  if (list === 'section_gids') return found(await sectionsOf(asana, project), search);
  if (list === 'parent_task_gid') return found(await askTaskNames(asana, project), search);
  if (list === 'sum_field_gid') return found(await askNumberFields(asana, project), search);
  return err({ reason: 'invalid_query', detail: 'Asana has no such list.' });
}

/** What Asana suggests for a text, in each of the first workspaces of the account; their names tell equal ones apart. */
async function ofWorkspaces(asana: Asana, type: 'project' | 'user', search: string): Promise<Asked<Choice[]>> {
  const account = await askAccount(asana);
  if (!account.ok) return account;
  const workspaces = account.value.workspaces.slice(0, WORKSPACES);
  const asked = await Promise.all(workspaces.map(({ gid }) => namesIn(asana, gid, type, search)));
  const failed = asked.find((each) => !each.ok);
  if (failed) return failed;
  const several = workspaces.length > 1;
  return ok(
    asked.flatMap((each, i) =>
      each.ok ? each.value.map((choice) => (several ? { ...choice, detail: workspaces[i]!.name } : choice)) : [],
    ),
  );
}

async function namesIn(asana: Asana, workspace: string, type: 'project' | 'user', search: string) {
  const suggested = await askSuggestions(asana, workspace, type, search);
  if (!refused(suggested)) return suggested;
  return found(await (type === 'project' ? askProjects : askPeople)(asana, workspace), search);
}

async function sectionsOf(asana: Asana, project: string) {
  const listed = await askSections(asana, project);
  return refused(listed) ? askSectionsOfTasks(asana, project) : listed;
}

const refused = (asked: Asked<unknown>) => !asked.ok && REFUSALS.includes(asked.error.reason);
