/**
 * One structured line. Of errors it keeps where they began: what wraps them (drizzle's hold SQL with its parameters) may
 * tell of people. No caller passes credentials, bodies or addresses.
 */
export function log(message: string, fields: Record<string, unknown> = {}): void {
  const plain = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value instanceof Error ? storyOf(value) : value]),
  );
  // biome-ignore lint/suspicious/noConsole: the console is where Workers collect logs
  console.log(JSON.stringify({ message, ...plain }));
}

const storyOf = (error: Error): string => originOf(error).stack ?? originOf(error).message;

/** Where an error began. */
export function originOf(error: Error): Error {
  let origin = error;
  while (origin.cause instanceof Error) origin = origin.cause;
  return origin;
}

/** What an object may throw to who called it: the platform logs that, and what wraps an error may tell of people. */
export const plain = (reason: unknown): unknown => (reason instanceof Error ? originOf(reason) : reason);
