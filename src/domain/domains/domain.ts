import { z } from 'zod';
import type { domains } from '../../db/schema/people.ts';
import { publicDomains } from './public-domains.ts';

/** An e-mail domain that an organization says is its own; proved when `provedAt` is set. */
export type Domain = typeof domains.$inferSelect;

/** Domains of one organization. */
export const MOST_DOMAINS = 50;

const SHAPE = 'Write a domain, like northwind.com.';

/** A domain as it is kept: small letters, punycode, without what people copy along from an address. */
export const domainInput = z.strictObject({
  domain: z
    .string()
    .trim()
    .min(1, SHAPE)
    .max(260, SHAPE)
    .transform((text, checked) => {
      const domain = asciiOf(text.replace(/^(https?:\/\/|.*@)/i, '').replace(/\/.*$/, ''));
      if (domain !== null) return domain;
      checked.addIssue({ code: 'custom', message: SHAPE });
      return z.NEVER;
    })
    .refine((domain) => !publicDomains.has(domain), {
      message: 'Anybody gets an address there, so it cannot be an organization’s own.',
    }),
});
export type NewDomain = z.output<typeof domainInput>;

/** The domain of an e-mail address, in punycode and small letters; null where there is none. */
export function domainOf(address: string): string | null {
  const at = address.lastIndexOf('@');
  return at < 1 ? null : asciiOf(address.slice(at + 1));
}

/** What the DNS record of a domain has to say. */
export const recordOf = ({ token }: Pick<Domain, 'token'>): string => `cairn-verification=${token}`;

/** A host name of at least two labels as `URL` writes it; null for anything else, addresses of machines among it. */
function asciiOf(text: string): string | null {
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(text)) return null;
  const host = URL.parse(`https://${text.replace(/\.$/, '')}`)?.hostname ?? '';
  const isName = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/.test(host);
  return isName ? host : null;
}
