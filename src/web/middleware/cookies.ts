import { getCookie, setCookie } from 'hono/cookie';
import { LONGEST_SESSION_MS } from '../../domain/sessions/session.ts';
import { newToken } from '../../lib/tokens.ts';
import type { WebContext } from '../context.ts';

// `__Host-` binds a cookie to this host and to https. Browsers treat http://localhost as secure enough for `Secure`,
// yet refuse the prefix on it in part; development therefore goes without.
const nameOf = (c: WebContext, name: string) => (c.env.ENVIRONMENT === 'development' ? name : `__Host-${name}`);

const options = (c: WebContext, maxAge: number) =>
  ({ path: '/', httpOnly: true, secure: c.env.ENVIRONMENT !== 'development', sameSite: 'Lax', maxAge }) as const;

export const sessionToken = (c: WebContext): string | undefined => getCookie(c, nameOf(c, 'session'));

/** How long it is good for is up to the database; the browser keeps it for as long as that can be. */
export const keepSession = (c: WebContext, token: string): void =>
  setCookie(c, nameOf(c, 'session'), token, options(c, LONGEST_SESSION_MS / 1000));

export const dropSession = (c: WebContext): void => setCookie(c, nameOf(c, 'session'), '', options(c, 0));

/** A secret of this browser, made on first need: sign-in links work only where it is. */
export function browserSecret(c: WebContext): string {
  const known = getCookie(c, nameOf(c, 'browser'));
  if (known) return known;
  const made = newToken();
  setCookie(c, nameOf(c, 'browser'), made, options(c, 365 * 24 * 60 * 60));
  return made;
}

const ERRAND_SECONDS = 10 * 60;

/** What this person signs in elsewhere for, until they come back; only encrypted. */
export const keepErrand = (c: WebContext, sealed: string): void =>
  setCookie(c, nameOf(c, 'errand'), sealed, options(c, ERRAND_SECONDS));

export const keptErrand = (c: WebContext): string | undefined => getCookie(c, nameOf(c, 'errand'));

export const dropErrand = (c: WebContext): void => setCookie(c, nameOf(c, 'errand'), '', options(c, 0));

const WORD_SECONDS = 30;

/** A sentence that waits for this person's next page in an organization. */
export const keepWord = (c: WebContext, org: string, words: string): void =>
  setCookie(c, 'said', words, { ...options(c, WORD_SECONDS), path: `/o/${org}` });

/** Takes the sentence that waits, so that it is told once. */
export function takeWord(c: WebContext, org: string): string | null {
  const words = getCookie(c, 'said');
  if (words) setCookie(c, 'said', '', { ...options(c, 0), path: `/o/${org}` });
  return words || null;
}

export function themeOf(c: WebContext): 'light' | 'dark' | null {
  const theme = getCookie(c, 'theme');
  return theme === 'light' || theme === 'dark' ? theme : null;
}
