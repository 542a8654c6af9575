import { newId } from '../../src/db/ids.ts';
import { postComment } from '../../src/domain/comments/posting.ts';
import type { Ids } from './doors.ts';
import { tree, type World } from './world.ts';

/** What everything says that `privateThings` makes. */
export const SECRET = 'Said to few';

/** What Dana alone may see: an objective with a result that is checked in, talked about and linked, a project, a draft. */
export async function privateThings(w: World, ids: Ids): Promise<Ids> {
  const visibility = 'private' as const;
  const { objective, keyResults } = await tree(w, [{ title: `${SECRET}, as a result`, visibility }], {
    title: SECRET,
    team_id: w.team.id,
    visibility,
    tags: ['quiet'],
  });
  const okrs = keyResults[0]!.id;
  const { checkIn } = await w.writer(okrs).checkIn({ value: 10, note: `${SECRET}, as a note` }, newId('chk', w.now));
  const { comment } = await postComment(w.as(), okrs, { text: `${SECRET}, as a comment` });
  const project = await w.okr({ kind: 'project', title: `${SECRET}, as a project`, visibility });
  const { task } = await w.writer(project.id).addTask({ title: `${SECRET}, as a task` }, newId('tsk', w.now));
  const draft = await w.okr({ title: `${SECRET}, as a draft`, draft: true, visibility });
  const query = { jql: 'project = QUIET' };
  const connectionId = ids.connections as Awaited<ReturnType<World['connection']>>;
  await w.writer(okrs).linkData({ connectionId, query, queryKey: query.jql, sourceKey: query.jql, count: 'completed' });
  return {
    ...ids,
    okrs,
    parents: objective.id,
    'check-ins': checkIn.id,
    comments: comment.id,
    tasks: task.id,
    drafts: draft.id,
  };
}

/** Ids of the same kinds that nothing has. */
export const absentThings = (w: World, ids: Ids): Ids => ({
  ...ids,
  okrs: newId('okr', w.now),
  parents: newId('okr', w.now),
  'check-ins': newId('chk', w.now),
  comments: newId('cmt', w.now),
  tasks: newId('tsk', w.now),
  drafts: newId('okr', w.now),
});
