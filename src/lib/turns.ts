type Waiting = { urgent: () => boolean; begin: () => void };

/**
 * Returns a function that runs tasks one at a time: urgent ones first, else in the order they were handed in. `urgent` is
 * asked when a turn is free, so that a task can become urgent while it waits.
 */
export function turns(): <T>(urgent: () => boolean, task: () => Promise<T>) => Promise<T> {
  const waiting: Waiting[] = [];
  let busy = false;

  const next = () => {
    const at = waiting.findIndex((each) => each.urgent());
    const [chosen] = waiting.splice(Math.max(at, 0), 1);
    busy = chosen !== undefined;
    chosen?.begin();
  };

  return async (urgent, task) => {
    const turn = Promise.withResolvers<void>();
    waiting.push({ urgent, begin: () => turn.resolve() });
    if (!busy) next();
    await turn.promise;
    try {
      return await task();
    } finally {
      next();
    }
  };
}
