/** Something that a person can clear away. Its message is the sentence that says how; `output` is what led to it. */
export class Obstacle extends Error {
  readonly output: string;

  constructor(message: string, output = '') {
    super(message);
    this.output = output;
  }
}

/** Ends the process with the sentence of an obstacle, or with the whole story of anything else. */
export function giveUp(error: unknown): never {
  const story =
    error instanceof Obstacle
      ? `${error.output}\n\n${error.message}`
      : error instanceof Error
        ? error.stack
        : String(error);
  process.stderr.write(`${story?.trim()}\n`);
  process.exit(1);
}
