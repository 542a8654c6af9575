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

/** An API token (Cloud) or a personal access token (Data Center). */
export type JiraSecret = { token: string };

export type JiraQuery = { jql: string };

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

/** `{site_url, user, token}` for Cloud, `{site_url, token}` for Data Center. A pasted page address becomes its site. */
export const input = z
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

export const query: z.ZodType<JiraQuery> = z.strictObject({
  jql: z
    .string('Write a JQL query.')
    .trim()
    .min(1, 'Write a JQL query.')
    .max(10_000, 'A JQL query has at most 10,000 characters.'),
});

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
