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
