import type { Case } from './measuring.ts';

let said = 0;
/** Another value each time, so that every check-in moves all that stands above. */
const next = () => (said++ * 13) % 100;

/** What does a check-in on the deepest level cost, with all five of its ancestors recomputed before the answer? */
export const writes: Case[] = [
  {
    name: 'Check-in by page',
    ask: ({ slug, leaf }) => ({ path: `/o/${slug}/check-in`, form: { okr: leaf, value: String(next()) } }),
    status: 303,
  },
  {
    name: 'Check-in by API',
    ask: ({ leaf }) => ({ path: `/api/v1/okrs/${leaf}/check-ins`, json: { value: next() } }),
    status: 201,
  },
];
