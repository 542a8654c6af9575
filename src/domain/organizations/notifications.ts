import { z } from 'zod';

const hour = z.int().min(0).max(23);

/** How an organization reminds its members: when, and through which channels. Hours in each member's own time zone. */
export const notificationSettings = z.strictObject({
  /** Asks whoever has check-ins waiting, on `weekday` (1 is Monday, 7 Sunday) at `hour`. */
  reminder: z.strictObject({ on: z.boolean(), weekday: z.int().min(1).max(7), hour }),
  /** Tells leads and admins how the week went. */
  digest: z.strictObject({ on: z.boolean(), weekday: z.int().min(1).max(7), hour }),
  /** Tells people when somebody mentions them, comments on what is theirs, or asks for their decision. */
  talk: z.strictObject({ on: z.boolean() }),
  channels: z.strictObject({ mail: z.boolean() }),
});
export type NotificationSettings = z.infer<typeof notificationSettings>;

/** What an organization begins with: a reminder on Monday at nine, a digest on Friday afternoon, by mail. */
export const usualNotifications: NotificationSettings = {
  reminder: { on: true, weekday: 1, hour: 9 },
  digest: { on: true, weekday: 5, hour: 15 },
  talk: { on: true },
  channels: { mail: true },
};
