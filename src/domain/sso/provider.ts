import { z } from 'zod';
import type { identityProviders } from '../../db/schema/people.ts';

/** An organization's own sign-in: an OpenID provider, and what it may do. */
export type IdentityProvider = typeof identityProviders.$inferSelect;

/** What a screen may know of one: that it has a secret, never which. */
export type ShownProvider = Omit<IdentityProvider, 'secret'> & { hasSecret: boolean };

/** What people become who are admitted by coming. Nobody becomes an admin by an address. */
export const admittedAs = ['member', 'observer'] as const;

const ISSUER = 'Write the issuer’s address, like https://login.example.com.';

/** What an owner says of a provider. `client_secret` empty keeps the one that is there. */
export const providerInput = z.strictObject({
  label: z.string().trim().min(1, 'Say what the button is called, like Northwind.').max(60, 'At most 60 characters.'),
  issuer: z
    .string()
    .trim()
    .max(500, 'An issuer has at most 500 characters.')
    .overwrite((text) => text.replace(/\/\.well-known\/openid-configuration$/, ''))
    .refine(isIssuer, { message: ISSUER, abort: true })
    .refine((text) => !servesEverybody(text), {
      message:
        'This address lets in everybody who has a Microsoft account. Put your Directory (tenant) ID in place of the last part: https://login.microsoftonline.com/<tenant ID>/v2.0.',
    }),
  client_id: z.string().trim().min(1, 'Copy the client ID from your provider.').max(300, 'At most 300 characters.'),
  client_secret: z.string().trim().max(1000, 'At most 1000 characters.'),
  enabled: z.boolean(),
  admits: z.boolean(),
  admits_as: z.enum(admittedAs, 'Choose member or observer.'),
});
export type ProviderInput = z.output<typeof providerInput>;

/** Whether a text is an issuer as OpenID Connect wants it: an address without query and fragment. */
function isIssuer(text: string): boolean {
  const url = URL.parse(text);
  if (!url || !['https:', 'http:'].includes(url.protocol)) return false;
  return !/[?#]/.test(text) && url.username === '' && url.password === '';
}

/** Microsoft's shared addresses, whose tokens name another issuer for each tenant: one who comes may be of any of them. */
function servesEverybody(text: string): boolean {
  const url = URL.parse(text);
  if (!url || !/^login\.(microsoftonline\.com|microsoftonline\.us|partner\.microsoftonline\.cn)$/.test(url.hostname))
    return /\{tenant(id)?\}/i.test(text);
  return /^\/(common|organizations|consumers|\{.*\}|%7B.*%7D)?(\/|$)/i.test(url.pathname);
}
