import { newId } from '../../src/db/ids.ts';
import type { tasks } from '../../src/db/schema/tasks.ts';
import type { Tally } from '../../src/domain/tasks/task.ts';
import { addDays, type Day, startOf } from '../../src/lib/days.ts';
import type { Node } from './node.ts';
import { HOUR, type Setting } from './planned-okr.ts';

/** How many steps were done by the end of a day. None is done before the project begins. */
export const tallyOn = (node: Node, day: Day, setting: Setting): Tally => {
  const steps = node.plan.steps ?? [];
  return { all: steps.length, done: steps.filter((_, i) => (doneOn(node, i, setting) ?? '9999') <= day).length };
};

function doneOn({ plan, born }: Node, step: number, { today }: Setting): Day | null {
  const { doneAgo } = plan.steps![step]!;
  if (doneAgo === undefined) return null;
  const day = addDays(today, -doneAgo);
  return day < born ? born : day;
}

/** The tasks of a project. */
export const tasksOf = (node: Node, setting: Setting): (typeof tasks.$inferInsert)[] =>
  (node.plan.steps ?? []).map(({ title, assignee, dueIn }, position) => {
    const done = doneOn(node, position, setting);
    const { createdAt, orgId, id } = node.okr;
    return {
      id: newId('tsk', createdAt + position),
      orgId,
      okrId: id,
      title,
      assigneeId: setting.member(assignee),
      dueOn: dueIn === undefined ? done : addDays(setting.today, dueIn),
      doneAt: done === null ? null : Math.min(startOf(done, setting.org.timeZone) + 8.5 * HOUR, setting.now),
      position,
      createdAt,
    };
  });
