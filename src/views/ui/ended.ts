/** A sentence with a full stop at its end, for words of others that may come without one. */
export const ended = (words: string): string => (/[.:!?…][”’"')]*$/.test(words) ? words : `${words}.`);
