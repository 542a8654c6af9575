import { invalid } from '../domain/refusal.ts';
import { lastDay, type NewToken, newTokenInput, offeredDays } from '../domain/tokens/token.ts';
import { type TokenKind, tokenScopes } from '../domain/words.ts';
import type { TokenValues } from '../views/tokens/form.tsx';
import type { WebContext } from './context.ts';
import { fieldErrors, type Sent } from './form.ts';

/** A form of a token as it was typed. */
export const tokenValues = (sent: Sent): TokenValues => ({
  name: sent.text('name'),
  scope: tokenScopes.find((scope) => scope === sent.text('scope')) ?? 'read',
  expires: sent.text('expires') || '90',
  day: sent.text('day'),
});

/** The token that a form asks for. @throws Refusal `invalid` with a sentence per field */
export function readToken(c: WebContext, values: TokenValues, kind: TokenKind): NewToken {
  const { ctx } = c.var;
  const { name, scope, expires, day } = values;
  const days = offeredDays.find((each) => String(each) === expires);
  const expires_on = expires === 'never' ? null : days ? lastDay(days, ctx.now, ctx.org) : day;
  const parsed = newTokenInput.safeParse({ name, kind, scopes: [scope], expires_on });
  const dayless = expires === 'day' && day === '' && { expires_on: 'Choose its last day.' };
  if (!parsed.success) throw invalid({ ...fieldErrors(parsed.error), ...dayless });
  return parsed.data;
}
