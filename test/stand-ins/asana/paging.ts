import { refusal } from './refusal.ts';

/** What a request asks of a list. `limit` null when it did not ask for pages. */
export type Wish = { limit: number | null; offset: string | null; fields: string[] | null };

/** How a list of Asana is cut: `life` is how long (ms) an offset is good, `most` how many come without a limit. */
export type Cut = { path: string; origin: string; now: number; life: number; most: number; repeats: boolean };

/** What a query string or a batch's options wish for, or why not. */
export function wishOf(params: URLSearchParams): Wish | Response {
  const limit = params.get('limit');
  if (limit !== null && !(/^\d+$/.test(limit) && Number(limit) >= 1 && Number(limit) <= 100))
    return refusal(400, `limit: Must be between 1 and 100, inclusive: ${limit}`);
  const fields = params.get('opt_fields')?.split(',').filter(Boolean) ?? null;
  return { limit: limit === null ? null : Number(limit), offset: params.get('offset'), fields };
}

/** One page of a list, or all of it where no limit was given. An offset is good for a while, for one list. */
export function pageOf(all: readonly unknown[], { limit, offset }: Wish, cut: Cut): Response {
  const from = offset === null ? 0 : startOf(offset, cut);
  if (from === 'wrong') return refusal(400, 'offset: Your pagination token is invalid.');
  if (from === 'old') return refusal(400, 'offset: Your pagination token has expired.');
  if (limit === null)
    return all.length > cut.most
      ? refusal(400, 'The result is too large. You should use pagination (may require specifying a workspace)!')
      : Response.json({ data: all });
  const next = cut.repeats ? 0 : from + limit;
  const token = btoa(JSON.stringify([cut.path, next, cut.repeats ? null : cut.now])).replaceAll('=', '');
  const path = `${cut.path}?limit=${limit}&offset=${token}`;
  const more = cut.repeats || next < all.length;
  return Response.json({
    data: all.slice(from, from + limit),
    next_page: more ? { offset: token, path, uri: `${cut.origin}/api/1.0${path}` } : null,
  });
}

function startOf(offset: string, { path, now, life }: Cut): number | 'wrong' | 'old' {
  try {
    const [list, at, since] = JSON.parse(atob(offset)) as [string, number, number | null];
    if (list !== path) return 'wrong';
    return since !== null && now - since > life ? 'old' : at;
  } catch {
    return 'wrong';
  }
}
