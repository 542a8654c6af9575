/** One item behind a number, kept as evidence for "why this number". */
export type Sample = { key: string; title: string; state: string; done: boolean; url: string };

/** What one sync of a data link saw: whole numbers of items, and up to 20 of them as evidence. */
export type Reading = {
  matched: number;
  completed: number;
  /** The provider only estimates these counts. */
  approximate: boolean;
  samples: Sample[];
};
