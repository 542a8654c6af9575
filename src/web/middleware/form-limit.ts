import { bodyLimit } from 'hono/body-limit';
import { createMiddleware } from 'hono/factory';
import type { WebEnv } from '../context.ts';
import { tooLarge } from '../respond.tsx';

const KIB = 1024;

/** What a form that carries a file may have: the file, and what surrounds it. */
const files: { path: RegExp; most: number }[] = [
  { path: /^\/o\/[^/]+\/admin\/users\/invite\/file$/, most: 1040 * KIB },
  // Once confirmed it comes as text, which may have grown by its encoding.
  { path: /^\/o\/[^/]+\/admin\/teams\/import$/, most: 2048 * KIB },
  { path: /^\/o\/[^/]+\/admin\/data\/restore$/, most: (25 * 1024 + 16) * KIB },
];

const limited = (most: number) => bodyLimit({ maxSize: most, onError: (c) => tooLarge(c as never, most) });

const usual = limited(256 * KIB);
const larger = files.map(({ path, most }) => ({ path, limit: limited(most) }));

/** Forms have at most 256 KiB, but for the few that carry a file. */
export const formLimit = createMiddleware<WebEnv>((c, next) => {
  const own = larger.find(({ path }) => path.test(c.req.path));
  return (own?.limit ?? usual)(c, next);
});
