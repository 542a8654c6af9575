import { z } from 'zod';
import type { apiTokens } from '../../db/schema/access.ts';
import { addDays, type Day, dayOf, isDay, startOf } from '../../lib/days.ts';
import type { Organization } from '../context.ts';
import { type Role, type TokenScope, tokenKinds, tokenScopes } from '../words.ts';

/** An API token as people see it: all but its hash. */
export type Token = Omit<typeof apiTokens.$inferSelect, 'tokenHash'>;

/** A token with the name of the member whom it acts for, or who made it. */
export type NamedToken = Token & { member: string };

const DAY_MS = 24 * 60 * 60_000;

/** A token works for so long (ms) unless somebody says otherwise. */
export const USUAL_MS = 90 * DAY_MS;

/** The days from which a form offers to choose. */
export const offeredDays = [30, 90, 365] as const;

/** A scope and those that it includes: who may write may also check in and read. */
export const upTo = (scope: TokenScope): TokenScope[] => tokenScopes.slice(0, tokenScopes.indexOf(scope) + 1);

/** The most that a list of scopes allows. */
export const widest = (scopes: readonly TokenScope[]): TokenScope | undefined =>
  tokenScopes.findLast((scope) => scopes.includes(scope));

/** Whether scopes allow what needs `scope`. */
export const allows = (scopes: readonly TokenScope[], scope: TokenScope): boolean => {
  const most = widest(scopes);
  return most !== undefined && tokenScopes.indexOf(most) >= tokenScopes.indexOf(scope);
};

/** The most that a token of somebody with this role can do. */
export const mostOf = (role: Role): TokenScope =>
  role === 'owner' || role === 'admin' ? 'admin' : role === 'member' ? 'write' : 'check_in';

/** What is left of scopes for somebody with this role: a token never does more than its member may. */
export const scopesFor = (role: Role, scopes: readonly TokenScope[]): TokenScope[] =>
  upTo(mostOf(role)).filter((scope) => allows(scopes, scope));

/** What may be said of a new token. `expires_on` is its last day, null for never; 90 days from now unless said. */
export const newTokenInput = z.strictObject({
  name: z.string().trim().min(1, 'Give it a name.').max(80, 'A name has at most 80 characters.'),
  kind: z.enum(tokenKinds).default('personal'),
  scopes: z.array(z.enum(tokenScopes)).min(1, 'Choose what it may do.').max(tokenScopes.length),
  expires_on: z.string().refine(isDay, 'A day is written YYYY-MM-DD.').nullable().optional(),
});
export type NewToken = z.output<typeof newTokenInput>;

/** The last day of a token that is to work for so many days. */
export const lastDay = (days: number, now: number, { timeZone }: Pick<Organization, 'timeZone'>): Day =>
  addDays(dayOf(now, timeZone), days);

/** The moment (ms) at which a day is over. */
export const endOf = (day: Day, { timeZone }: Pick<Organization, 'timeZone'>): number =>
  startOf(addDays(day, 1), timeZone);

export const hasExpired = ({ expiresAt }: Pick<Token, 'expiresAt'>, now: number): boolean =>
  expiresAt !== null && expiresAt <= now;
