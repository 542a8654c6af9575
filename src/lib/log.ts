/**
 * One structured line. Errors keep message and stack only; no caller passes credentials, bodies or addresses of people.
 */
export function log(message: string, fields: Record<string, unknown> = {}): void {
  const plain = Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      value instanceof Error ? (value.stack ?? value.message) : value,
    ]),
  );
  // biome-ignore lint/suspicious/noConsole: the console is where Workers collect logs
  console.log(JSON.stringify({ message, ...plain }));
}
