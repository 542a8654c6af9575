import { z } from 'zod';
import type { checkIns } from '../../db/schema/okrs.ts';
import { isDay } from '../../lib/days.ts';
import { calls } from '../words.ts';

/** One dated report, as it is stored. */
export type CheckIn = typeof checkIns.$inferSelect;

export const NOTE_LENGTH = 4000;

/**
 * What a person or a script reports. `value` in the measure's own unit (0..100 for percent); `percent` is the way gone,
 * in percent, for any measure. `sticky` keeps the value against automatic ones until somebody resumes them; false lets
 * the next one replace it again. At least one of these five must be said. `on` is the day that it is about, in the
 * organization's time zone: today unless said.
 */
export const checkInInput = z
  .strictObject({
    value: z.number().finite().optional(),
    percent: z.number().finite().optional(),
    status: z.enum(calls, 'A status is on_track, behind or at_risk.').optional(),
    note: z.string().trim().max(NOTE_LENGTH, `A note has at most ${NOTE_LENGTH} characters.`).optional(),
    sticky: z.boolean().optional(),
    on: z.string().refine(isDay, 'A day is written YYYY-MM-DD.').optional(),
  })
  .superRefine(({ value, percent, status, note, sticky }, issues) => {
    const refuse = (path: string, message: string) => issues.addIssue({ code: 'custom', path: [path], message });
    if (value !== undefined && percent !== undefined) refuse('percent', 'Give a value or a percent, not both.');
    if (value === undefined && percent === undefined && !status && !note && !sticky)
      refuse('value', 'Say a value, a status or a note.');
  });

export type CheckInInput = z.infer<typeof checkInInput>;
