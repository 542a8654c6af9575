import { z } from 'zod';

/** The signs that people put under what others say, by the words that stand for them in addresses. */
export const signs = ['agree', 'celebrate', 'love', 'watching', 'thanks'] as const;
export type Sign = (typeof signs)[number];

export const isSign = (text: string): text is Sign => z.enum(signs).safeParse(text).success;
