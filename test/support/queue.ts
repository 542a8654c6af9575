import { createMessageBatch } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { vi } from 'vitest';
import { consume } from '../../src/jobs/consumer.ts';
import type { Job } from '../../src/writers/messages.ts';

/** A queue that keeps what is sent until the test lets it be worked off. */
export type HeldQueue = {
  waiting: Job[];
  /** Works off the next message, or this one. */
  next(message?: Job): Promise<void>;
  /** Works off all that waits, and all that comes of it. */
  drain(): Promise<void>;
};

/** Holds every message from now on. */
export function holdQueue(): HeldQueue {
  const waiting: Job[] = [];
  const queue = Object.getPrototypeOf(env.JOBS) as typeof env.JOBS;
  vi.spyOn(queue, 'send').mockImplementation(async (body) => {
    waiting.push(body as Job);
    return undefined as never;
  });
  vi.spyOn(queue, 'sendBatch').mockImplementation(async (messages) => {
    waiting.push(...[...messages].map(({ body }) => body as Job));
    return undefined as never;
  });
  const next = async (message = waiting.shift()) => {
    if (!message) return;
    const delivery = { id: crypto.randomUUID(), timestamp: new Date(), attempts: 1, body: message };
    await consume(env, createMessageBatch('cairn-jobs', [delivery]));
  };
  return {
    waiting,
    next,
    drain: async () => {
      while (waiting.length > 0) await next();
    },
  };
}
