import type { Child } from 'hono/jsx';
import { todayOf } from '../domain/context.ts';
import { findSurroundings, type Surroundings } from '../domain/organizations/finding-shell.ts';
import { may } from '../domain/permission.ts';
import { Refusal, type RefusalCode } from '../domain/refusal.ts';
import { log } from '../lib/log.ts';
import { type ErrorKind, ErrorNotice, ErrorPage } from '../views/errors.tsx';
import type { Frame, Place, Shell } from '../views/shell.ts';
import type { WebContext } from './context.ts';
import { keepWord, takeWord, themeOf } from './middleware/cookies.ts';

const statusOf = {
  invalid: 422,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  stale: 409,
  limit: 429,
  unavailable: 503,
} as const satisfies Record<RefusalCode, number>;

/** True when htmx asks for a part of a page; it wants the fragment that it will swap in. */
export const wantsFragment = (c: WebContext): boolean => c.req.header('HX-Request-Type') === 'partial';

/** What a page around nobody needs. */
export const frameOf = (c: WebContext): Frame => ({
  locale: c.var.preferences?.locale ?? 'en',
  theme: themeOf(c),
  environment: c.env.ENVIRONMENT,
});

/** What a page around a signed-in member needs. Its reads travel with others awaited beside it. */
export async function shellOf(c: WebContext, current: Place | null): Promise<Shell> {
  const { ctx, preferences } = c.var;
  const said = takeWord(c, ctx.org.slug);
  const { period, teams, due } = await (c.var.surroundings ?? remember(c, findSurroundings(ctx)));
  return {
    ...frameOf(c),
    org: {
      slug: ctx.org.slug,
      name: ctx.org.name,
      logo: ctx.org.logoHash && `/o/${ctx.org.slug}/logo/${ctx.org.logoHash}`,
    },
    me: { name: ctx.actor.name, email: preferences.email, role: ctx.actor.role },
    timeZone: preferences.timeZone,
    today: todayOf(ctx),
    period,
    teams,
    due,
    connects: may.addConnection(ctx.actor, ctx.org),
    acting: actingIn(c),
    deleteAt: ctx.org.deleteAt,
    current,
    said,
  };
}

/** Who acts for the member, if an admin does. */
function actingIn(c: WebContext): Shell['acting'] {
  const { behalf, ctx, now } = c.var;
  const { actor } = ctx;
  if (!behalf || actor.via !== 'page' || !actor.by) return null;
  const { endsAt: until } = behalf;
  return { admin: actor.by.name, until, minutesLeft: Math.ceil((until - now) / 60_000) };
}

/** A page that turns into a refusal half way shows the same surroundings and does not read them again. */
function remember(c: WebContext, surroundings: Promise<Surroundings>): Promise<Surroundings> {
  c.set('surroundings', surroundings);
  return surroundings;
}

/** Keeps a sentence for the next page that this person sees: for those whom a redirect brings there. */
export const tell = (c: WebContext, words: string): void => keepWord(c, c.var.ctx.org.slug, words);

/** Answers with a page or a fragment; tells caches that both live at one address. */
export function show(
  c: WebContext,
  view: Child,
  status: 200 | 201 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503 = 200,
) {
  c.header('Vary', 'HX-Request-Type, Cookie');
  c.header('Cache-Control', 'private, no-store');
  return c.html(view as never, status);
}

/** The one place where what went wrong becomes an answer of a page. Unknown errors are logged, never shown. */
export function onError(reason: Error, c: WebContext): Response | Promise<Response> {
  if (reason instanceof Refusal) return refuse(c, reason);
  const { requestId } = c.var;
  log('page failed', { requestId, method: c.req.method, path: c.req.path, reason });
  return answer(c, 500, 'failure', 'Something broke on our side. Nothing you typed was saved.', requestId);
}

/** The answer to a form that is longer than any of ours. */
export const tooLarge = (c: WebContext, most: number): Promise<Response> =>
  answer(
    c,
    413,
    'limit',
    most < 1024 * 1024
      ? `A form has at most ${most / 1024} KiB. Send less at once.`
      : `A file has at most ${Math.floor(most / 1024 / 1024)} MB. Send a smaller one.`,
  );

function refuse(c: WebContext, { code, message }: Refusal) {
  if (code !== 'unauthorized') return answer(c, statusOf[code], kindOf[code], message);
  const here = new URL(c.req.url);
  const signIn = `/signin?next=${encodeURIComponent(c.req.method === 'GET' ? here.pathname + here.search : '/')}`;
  if (c.req.header('HX-Request') !== 'true') return c.redirect(signIn, 303);
  c.header('HX-Redirect', signIn);
  return c.body(null, 401);
}

const kindOf: Record<Exclude<RefusalCode, 'unauthorized'>, ErrorKind> = {
  invalid: 'invalid',
  forbidden: 'forbidden',
  not_found: 'not_found',
  conflict: 'stale',
  stale: 'stale',
  limit: 'limit',
  unavailable: 'unavailable',
};

/** A page for the person who asked, or for htmx a notice above what they were doing. */
export async function answer(
  c: WebContext,
  status: 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503,
  kind: ErrorKind,
  detail?: string,
  requestId?: string,
): Promise<Response> {
  if (wantsFragment(c)) {
    c.header('HX-Retarget', '#notices');
    c.header('HX-Reswap', 'innerHTML');
    return show(c, <ErrorNotice kind={kind} detail={detail} requestId={requestId} />, status);
  }
  const shell = c.var.ctx && status !== 500 ? await shellOf(c, null) : null;
  const error = { kind, detail, requestId, words: await wordsIn(c) };
  return show(c, shell ? <ErrorPage shell={shell} {...error} /> : <ErrorPage frame={frameOf(c)} {...error} />, status);
}

/** Fields in which people write at length. */
const WRITTEN = ['title', 'description', 'text', 'note'];

/** What was written in a form that ends on another page than its own. */
async function wordsIn(c: WebContext): Promise<string[]> {
  if (c.req.method !== 'POST') return [];
  const data = await c.req.formData().catch(() => null);
  return WRITTEN.flatMap((name) => data?.getAll(name) ?? []).filter(
    (value): value is string => typeof value === 'string' && value.trim() !== '',
  );
}
