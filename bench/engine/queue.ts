import { env } from 'cloudflare:workers';
import { vi } from 'vitest';
import { consume } from '../../src/jobs/consumer.ts';
import type { Job } from '../../src/writers/messages.ts';

const TRIES = 6;
const AT_ONCE = 6;

type Waiting = { id: string; body: Job; attempts: number; later: boolean };

/** A queue in memory in place of the real one: it needs no clock, and it does what real ones only may do. */
export type Drain = {
  /** Delivers until nothing is left. */
  drain(): Promise<void>;
  counts: { sent: number; delivered: number; dead: number };
};

/**
 * Takes the place of the queue. Messages come in any order, some of them (`repeats`, a share) more than once; those with a
 * delay come when no others are left. What fails too often goes to the dead letters.
 */
export function standInQueue(random: () => number, repeats: number): Drain {
  const counts = { sent: 0, delivered: 0, dead: 0 };
  let waiting: Waiting[] = [];
  let underWay = 0;

  const put = (body: Job, later = false) => {
    counts.sent += 1;
    waiting.push({ id: crypto.randomUUID(), body: structuredClone(body), attempts: 1, later });
  };
  const queue = Object.getPrototypeOf(env.JOBS) as Queue<Job>;
  vi.spyOn(queue, 'send').mockImplementation(async (body, options) => {
    put(body as Job, Boolean(options?.delaySeconds));
    return undefined as never;
  });
  vi.spyOn(queue, 'sendBatch').mockImplementation(async (messages) => {
    for (const { body, delaySeconds } of messages) put(body as Job, Boolean(delaySeconds));
    return undefined as never;
  });

  function next(): Waiting | undefined {
    const ready = waiting.filter((each) => !each.later);
    if (ready.length === 0 && underWay > 0) return undefined;
    if (ready.length === 0) for (const each of waiting) each.later = false;
    const all = ready.length > 0 ? ready : waiting;
    const chosen = all[Math.floor(random() * all.length)];
    waiting = waiting.filter((each) => each !== chosen);
    return chosen;
  }

  async function deliver(message: Waiting): Promise<void> {
    counts.delivered += 1;
    let again = true;
    const given = {
      ...message,
      timestamp: new Date(),
      ack: () => {
        again = false;
      },
      retry: () => undefined,
    };
    const queueName = message.attempts > TRIES ? 'cairn-jobs-dead' : 'cairn-jobs';
    // Whoever dies in the middle has neither acknowledged nor asked for a repetition.
    await consume(env, { queue: queueName, messages: [given] } as unknown as MessageBatch<Job>).catch(() => undefined);
    if (again || random() < repeats) {
      if (again && message.attempts === TRIES) counts.dead += 1;
      waiting.push({ ...message, attempts: again ? message.attempts + 1 : message.attempts, later: again });
    }
  }

  const work = async () => {
    for (let message = next(); message; message = next()) {
      underWay += 1;
      await deliver(message);
      underWay -= 1;
    }
  };
  return {
    counts,
    drain: async () => {
      while (waiting.length > 0) await Promise.all(Array.from({ length: AT_ONCE }, work));
    },
  };
}
