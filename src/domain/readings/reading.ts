/** One item behind a number, kept as evidence for "why this number". */
export type Sample = { key: string; title: string; state: string; done: boolean; url: string };

/**
 * What one sync of a data link saw. `matched` and `completed` are amounts of items, or of what they carry; `value` is the
 * number of a provider that gives one number and no counts. What was not given is null.
 */
export type Reading = {
  matched: number | null;
  completed: number | null;
  value: number | null;
  /** The provider only estimates these numbers. */
  approximate: boolean;
  /** Up to 20 items, as evidence. */
  samples: Sample[];
};
