import { z } from 'zod';
import type { TagId } from '../../db/ids.ts';
import type { tags } from '../../db/schema/tags.ts';

/** A word that OKRs are sorted by. */
export type Tag = typeof tags.$inferSelect;

/** OKRs of one tag are counted up to here, so that a list of tags costs no more in a larger organization. */
export const MOST_COUNTED = 100;

/** A tag with how many OKRs carry it, counted up to `MOST_COUNTED`. */
export type CountedTag = Tag & { okrs: number };

/** A name as it is kept: trimmed, with single blanks. Commas separate names where people type several. */
export const tagName = z
  .string()
  .normalize('NFC')
  .trim()
  .overwrite((name) => name.replace(/\s+/g, ' '))
  .min(1, 'Give the tag a name.')
  .max(40, 'A tag has at most 40 characters.')
  .regex(/^[^,]*$/, 'A tag has no comma in it.');

/** The names of an OKR's tags. */
export const tagNames = z.array(tagName).max(10, 'An OKR has at most 10 tags.');

/** What a name is known by: it is one tag, however it is written. */
export const foldedOf = (name: string): string =>
  name.normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase().normalize('NFC');

export const newTagInput = z.strictObject({ name: tagName });
export type NewTag = z.infer<typeof newTagInput>;

/** A new name, or the tag to become one with. */
export const tagPatch = z
  .strictObject({ name: tagName, merge_into: z.string().max(60) as unknown as z.ZodType<TagId> })
  .partial()
  .refine(({ name, merge_into }) => name === undefined || merge_into === undefined, {
    path: ['merge_into'],
    message: 'Rename a tag or merge it, one at a time.',
  });
export type TagPatch = z.infer<typeof tagPatch>;
