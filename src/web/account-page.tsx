import { findMember } from '../domain/members/listing.ts';
import { timeZones } from '../domain/organizations/places.ts';
import { listPasskeys } from '../domain/passkeys/finding.ts';
import { isFresh } from '../domain/passkeys/registering.ts';
import { deviceWords } from '../domain/sessions/device.ts';
import { listOwnSessions } from '../domain/sessions/listing.ts';
import type { AccountView, ProfileValues, SignIns } from '../views/account/account-view.ts';
import { AccountPage } from '../views/account/page.tsx';
import type { WebContext } from './context.ts';
import type { Refused } from './refused.ts';
import { shellOf, show } from './respond.tsx';

/** A form of the page that was refused: the profile, a new passkey, or the passkey of that id. */
export type ReturnedForm = { form: string; refused: Refused; values?: ProfileValues; typed?: string };

/** A person's own page. Its reads travel with those of the shell. */
export async function showAccount(c: WebContext, returned?: ReturnedForm): Promise<Response> {
  const { ctx, formats } = c.var;
  const [shell, member, signIns] = await Promise.all([
    shellOf(c, null),
    findMember(ctx, ctx.actor.memberId!),
    signInsOf(c),
  ]);
  const { name, locale, timeZone } = member;
  const values = returned?.values ?? { name, locale: locale ?? '', time_zone: timeZone ?? '' };
  return show(
    c,
    <AccountPage
      {...{ shell, base: accountOf(c), values, org: ctx.org, zones: timeZones(), formats, signIns }}
      returned={returned ? viewOf(returned) : null}
    />,
    returned?.refused.status,
  );
}

export const accountOf = (c: WebContext): string => `/o/${c.var.ctx.org.slug}/account`;

async function signInsOf(c: WebContext): Promise<SignIns> {
  const { ctx, session: own } = c.var;
  const [sessions, passkeys] = await Promise.all([listOwnSessions(ctx, own), own.proved ? listPasskeys(ctx) : []]);
  return {
    sessions,
    passkeys,
    current: own.id,
    changes: own.proved ? (isFresh(own, ctx.now) ? 'now' : 'after_sign_in') : 'never',
    device: deviceWords(c.req.header('User-Agent') ?? null),
  };
}

const viewOf = ({ form, refused, typed }: ReturnedForm): AccountView['returned'] => ({
  form,
  errors: refused.fields,
  message: refused.message,
  typed,
});
