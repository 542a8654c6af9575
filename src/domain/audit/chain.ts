import { hashOf } from '../../lib/tokens.ts';

/** An event as it is sealed: its columns as the database holds them, `data` as its text. */
export type SealedEvent = {
  id: string;
  at: number;
  actorId: string | null;
  byId: string | null;
  via: string;
  action: string;
  subjectId: string;
  data: string;
};

/** What the first seal of an organization follows. */
export const BEGINNING = '0'.repeat(64);

/**
 * The hash of a seal: SHA-256, hexadecimal, over the hash before it and each event in the order of its id, one per line as
 * a JSON array. Whoever changes, adds or removes an event, or a seal before, gets another one.
 */
export const sealOf = (orgId: string, previous: string, events: readonly SealedEvent[]): Promise<string> =>
  hashOf([previous, ...events.map((event) => line(orgId, event))].join('\n'));

const line = (orgId: string, { id, at, actorId, byId, via, action, subjectId, data }: SealedEvent) =>
  JSON.stringify([orgId, id, at, actorId, byId, via, action, subjectId, data]);
