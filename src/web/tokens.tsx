import { Hono } from 'hono';
import type { TokenId } from '../db/ids.ts';
import { may } from '../domain/permission.ts';
import { createToken } from '../domain/tokens/creating.ts';
import { findToken, listOwnTokens, listTokenPage } from '../domain/tokens/listing.ts';
import { revokeToken } from '../domain/tokens/revoking.ts';
import { mostOf, upTo } from '../domain/tokens/token.ts';
import type { TokenKind } from '../domain/words.ts';
import { AllTokensPage } from '../views/tokens/all-page.tsx';
import { type TokenValues, usualValues } from '../views/tokens/form.tsx';
import { MadeTokenPage } from '../views/tokens/made-page.tsx';
import { OwnTokensPage } from '../views/tokens/own-page.tsx';
import { RevocationPage } from '../views/tokens/revocation-page.tsx';
import type { WebContext, WebEnv } from './context.ts';
import { readForm } from './form.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell } from './respond.tsx';
import { readToken, tokenValues } from './token-form.ts';

/** API tokens: one's own on the account, and all of the organization under Admin -> Security. */
export const tokens = new Hono<WebEnv>();

const SHOWN = 100;

type Returned = { values: TokenValues; refused: Refused };

for (const [path, kind, list] of [
  ['/account/tokens', 'personal', ownPage],
  ['/admin/security/tokens', 'organization', allPage],
] as const) {
  const PATH = `/o/:org${path}`;
  const baseOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}${path}`;
  const place = kind === 'organization' ? 'security' : null;

  tokens.get(PATH, (c) => list(c, baseOf(c)));

  tokens.post(PATH, async (c) => {
    const values = tokenValues(await readForm(c));
    const { value, refused } = await trying(make(c, values, kind));
    if (refused) return list(c, baseOf(c), { values, refused });
    const shell = await shellOf(c, place);
    return show(c, <MadeTokenPage {...value} shell={shell} base={baseOf(c)} now={c.var.now} />, 201);
  });

  tokens.get(`${PATH}/:token/revocation`, async (c) => {
    const [shell, token] = await Promise.all([shellOf(c, place), findToken(c.var.ctx, idOf(c))]);
    return show(c, <RevocationPage shell={shell} base={baseOf(c)} token={token} />);
  });

  tokens.post(`${PATH}/:token/revocation`, async (c) => {
    const { name } = await revokeToken(c.var.ctx, idOf(c));
    tell(c, `${name} is revoked.`);
    return c.redirect(baseOf(c), 303);
  });
}

async function make(c: WebContext, values: TokenValues, kind: TokenKind) {
  return createToken(c.var.ctx, readToken(c, values, kind));
}

async function ownPage(c: WebContext, base: string, returned?: Returned) {
  const { ctx, now } = c.var;
  const [shell, own] = await Promise.all([shellOf(c, null), listOwnTokens(ctx)]);
  const makes = may.makeToken(ctx.actor, ctx.org);
  return show(
    c,
    <OwnTokensPage
      {...{ shell, base, now, tokens: own, ...filled(returned) }}
      scopes={makes ? upTo(mostOf(ctx.actor.role)) : null}
      endless={may.administer(ctx.actor)}
    />,
    returned?.refused.status,
  );
}

async function allPage(c: WebContext, base: string, returned?: Returned) {
  const { ctx, now } = c.var;
  const [kind, id] = [c.req.query('kind'), c.req.query('after')];
  const after = kind && id ? [kind, id] : null;
  const [shell, { items, next }] = await Promise.all([
    shellOf(c, 'security'),
    listTokenPage(ctx, { after, limit: SHOWN }),
  ]);
  const more = next && `${base}?${new URLSearchParams({ kind: String(next[0]), after: String(next[1]) })}`;
  return show(
    c,
    <AllTokensPage {...{ shell, base, now, more, tokens: items, ...filled(returned) }} />,
    returned?.refused.status,
  );
}

const filled = (returned?: Returned) => ({
  values: returned?.values ?? usualValues,
  errors: returned?.refused.fields ?? {},
  message: returned?.refused.message,
});

const idOf = (c: WebContext) => c.req.param('token') as TokenId;
