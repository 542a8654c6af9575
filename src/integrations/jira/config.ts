import { z } from 'zod';

/**
 * What is stored in the clear. `site_url` is the origin, for Data Center with its context path; no trailing slash.
 * `cloud_id` is set when the token works through Atlassian's API gateway only.
 */
export type JiraConfig = {
  deployment: 'cloud' | 'data_center';
  site_url: string;
  user?: string;
  cloud_id?: string | null;
};

/** What signing in to Atlassian gave, with the time (ms since 1970) until which it is good. */
export type JiraTokens = { access_token: string; refresh_token: string; expires_at: number };

/** An API token (Cloud), a personal access token (Data Center), or the tokens of a sign-in (Cloud, by the gateway). */
export type JiraSecret = { token: string } | JiraTokens;

/** `sum_field` names a number that issues carry, to add up instead of counting the issues. */
export type JiraQuery = { jql: string; sum_field?: string };

const SITE = 'Give the address of the site, such as https://example.atlassian.net.';

const siteUrl = z
  .string(SITE)
  .trim()
  .max(2000)
  .transform((text, ctx) => {
    const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`);
    if (url && ['https:', 'http:'].includes(url.protocol) && !url.username && !url.password) return url;
    ctx.addIssue({ code: 'custom', message: SITE });
    return z.NEVER;
  });

/** The id under which the API gateway knows a site; it becomes a part of a path. */
export const cloudId = z.string().regex(/^[A-Za-z0-9_-]{1,100}$/);

const user = z
  .string('A user name is a text.')
  .trim()
  .max(254)
  .regex(/^[^:\p{Cc}]*$/u, 'A user name holds no colon.');

const token = z
  .string('Paste the token.')
  .trim()
  .min(1, 'Paste the token.')
  .max(4096)
  .regex(/^[\x21-\x7e]*$/, 'A token holds no spaces and no special characters.');

const pasted = z
  .strictObject({ site_url: siteUrl, user: user.optional(), token })
  .transform(({ site_url, user, token }, ctx): { config: JiraConfig; secret: JiraSecret } => {
    if (user) return { config: { deployment: 'cloud', site_url: originOf(site_url), user }, secret: { token } };
    if (isCloudHost(site_url.hostname)) {
      const message = 'Jira Cloud wants the e-mail address of the account beside its API token.';
      ctx.addIssue({ code: 'custom', path: ['user'], message });
      return z.NEVER;
    }
    const base = originOf(site_url) + contextPath(site_url.pathname);
    return { config: { deployment: 'data_center', site_url: base }, secret: { token } };
  });

const SIGN_IN = 'Sign in to Atlassian again.';

const signedIn = z
  .strictObject({
    site_url: siteUrl,
    cloud_id: cloudId,
    access_token: z.string(SIGN_IN).min(1, SIGN_IN).max(10_000),
    refresh_token: z.string(SIGN_IN).min(1, SIGN_IN).max(10_000),
    expires_at: z.number(SIGN_IN).int().positive(),
  })
  .transform(({ site_url, cloud_id, ...secret }): { config: JiraConfig; secret: JiraSecret } => ({
    config: { deployment: 'cloud', site_url: originOf(site_url), cloud_id },
    secret,
  }));

/**
 * `{site_url, user, token}` for Cloud, `{site_url, token}` for Data Center, a pasted page address becoming its site; or
 * what a sign-in gave, `{site_url, cloud_id, access_token, refresh_token, expires_at}`.
 */
export const input: z.ZodType<{ config: JiraConfig; secret: JiraSecret }> = z.unknown().transform((given, ctx) => {
  const schema = typeof given === 'object' && given !== null && 'access_token' in given ? signedIn : pasted;
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  for (const { path, message } of parsed.error.issues) ctx.addIssue({ code: 'custom', path, message });
  return z.NEVER;
});

const FIELD = 'Choose a field that holds numbers.';

/** A custom field by its id, also as JQL writes it (cf[10016]), or one of Jira's own time fields; empty counts issues. */
const sumField = z
  .string(FIELD)
  .trim()
  .transform((text) => text.replace(/^cf\[(\d+)\]$/i, 'customfield_$1'))
  .refine((text) => /^(customfield_\d{1,12}|[a-z]{2,40})?$/.test(text), FIELD);

export const query: z.ZodType<JiraQuery> = z
  .strictObject({
    jql: z
      .string('Write a JQL query.')
      .trim()
      .min(1, 'Write a JQL query.')
      .max(10_000, 'A JQL query has at most 10,000 characters.'),
    sum_field: sumField.nullish(),
  })
  .transform(({ jql, sum_field }) => ({ jql, ...(sum_field && { sum_field }) }));

export const isCloudHost = (hostname: string): boolean => /\.(atlassian\.net|jira\.com)\.?$/i.test(hostname);

const originOf = (url: URL): string => url.origin.replace(/\.+(?=(:\d+)?$)/, '');

// Data Center may live under a path of its own; what follows it in a pasted address is a page of Jira.
const contextPath = (pathname: string): string =>
  pathname
    .replace(
      /\/(browse|secure|projects|software|servicedesk|issues|rest|plugins|login\.jsp|dashboards?|login)(\/.*)?$/i,
      '',
    )
    .replace(/\/+$/, '');
