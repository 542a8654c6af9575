import type { bounces } from '../../db/schema/letters.ts';

/** Why letters to an address are of no use: it does not take them, or its person called one of them junk. */
export const bounceKinds = ['bounced', 'complained'] as const;
export type BounceKind = (typeof bounceKinds)[number];

export type Bounce = typeof bounces.$inferSelect;

const ASKED_AGAIN_AFTER_MS = 24 * 60 * 60_000;

/**
 * Whether a letter to an address that letters came back from stays here: all but those which the person themselves asked
 * for a day later, when the mailbox may work again. `now` in ms.
 */
export const isHeldBack = (bounce: Pick<Bounce, 'at'> | null, asked: boolean, now: number): boolean =>
  bounce !== null && !(asked && now - bounce.at >= ASKED_AGAIN_AFTER_MS);
