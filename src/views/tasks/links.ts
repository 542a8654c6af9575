/** Addresses of a project's tasks, and of what can be done with one. */
export const taskLinks = (org: string, okr: string, task = '') => {
  const tasks = `/o/${org}/okrs/${okr}/tasks`;
  const own = `${tasks}/${task}`;
  return {
    tasks,
    page: own,
    completion: `${own}/completion`,
    reopening: `${own}/completion/removal`,
    position: `${own}/position`,
    deletion: `${own}/deletion`,
    section: `/o/${org}/okrs/${okr}#okr-tasks`,
  };
};
