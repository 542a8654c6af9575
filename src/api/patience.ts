/** How long (ms) a caller waits for a provider before the answer is that the work goes on. */
export const PATIENCE_MS = 10_000;

/** What work comes to, or null when it takes longer than `ms`; it then goes on, kept alive by `defer`. */
export async function patiently<T>(
  work: Promise<T>,
  ms: number,
  defer: (work: Promise<unknown>) => void,
): Promise<{ came: T } | null> {
  const { promise: enough, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), ms);
  try {
    const first = await Promise.race([work.then((came) => ({ came })), enough]);
    if (first === null) defer(work.catch(() => undefined));
    return first;
  } finally {
    clearTimeout(timer);
  }
}
