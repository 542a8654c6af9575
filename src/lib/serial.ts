/**
 * Returns a function that runs tasks one after another, in the order they were handed in.
 * A task that throws rejects its own promise and does not jam those behind it.
 */
export function serial(): <T>(task: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const next = last.then(task, task);
    last = next.catch(() => undefined);
    return next;
  };
}
