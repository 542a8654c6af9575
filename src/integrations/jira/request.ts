import type { z } from 'zod';
import { err, ok } from '../../lib/result.ts';
import type { Asked, ProviderSettings, Reach } from '../adapter.ts';
import { isCloudHost, type JiraConfig, type JiraSecret } from './config.ts';
import { jiraFailure, misshapen } from './failure.ts';
import {
  accountBody,
  countBody,
  fieldsBody,
  filterItem,
  type Issue,
  listBody,
  pageBody,
  projectItem,
  tenantBody,
  totalBody,
} from './process.ts';

/** One account at one Jira, ready to be asked. */
export type Jira = { reach: Reach; config: JiraConfig; secret: JiraSecret };

const FIELDS = ['summary', 'status'];

/** The name of the account that the token belongs to. The only question that proves credentials. */
export const askAccount = (jira: Jira): Promise<Asked<string>> => ask(jira, accountBody, '/myself');

/** An estimate of how many issues match. Cloud only. */
export const askCount = (jira: Jira, jql: string): Promise<Asked<number>> =>
  ask(jira, countBody, '/search/approximate-count', { jql });

/** One page of matching issues; `size` is a wish, Jira may give fewer. `also` names more fields. Cloud only. */
export const askPage = (
  jira: Jira,
  jql: string,
  size: number,
  nextPageToken?: string,
  also: readonly string[] = [],
): Promise<Asked<{ issues: Issue[]; next: string | null }>> =>
  ask(jira, pageBody, '/search/jql', { jql, fields: [...FIELDS, ...also], maxResults: size, nextPageToken });

/** How many issues match, with `size` of them from `startAt` on. `also` names more fields. Data Center only. */
export const askTotal = (
  jira: Jira,
  jql: string,
  size: number,
  startAt = 0,
  also: readonly string[] = [],
): Promise<Asked<{ total: number; issues: Issue[] }>> =>
  ask(jira, totalBody, '/search', { jql, fields: [...FIELDS, ...also], startAt, maxResults: size });

/** Every field that issues can have. */
export const askFields = (jira: Jira) => ask(jira, fieldsBody, '/field');

/** Projects that the account sees: in Cloud those whose name or key holds `search`, on Data Center all. */
export const askProjects = (jira: Jira, search: string) =>
  ask(jira, listBody(projectItem), isCloud(jira) ? `/project/search?${page({ query: search })}` : '/project');

/** Saved filters: in Cloud those whose name holds `search`, on Data Center the account's favourites. */
export const askFilters = (jira: Jira, search: string) =>
  ask(
    jira,
    listBody(filterItem),
    isCloud(jira) ? `/filter/search?${page({ filterName: search, isSubstringMatch: 'true' })}` : '/filter/favourite',
  );

const isCloud = ({ config }: Jira) => config.deployment === 'cloud';

/** The first page by name; what is not searched for is not sent. */
const page = (given: Record<string, string>) =>
  new URLSearchParams([
    ...Object.entries(given).filter(([, text]) => text !== ''),
    ['maxResults', '50'],
    ['orderBy', 'name'],
  ]);

/** The id under which the API gateway knows the site. Asked without credentials. */
export async function askCloudId({ reach, config }: Jira): Promise<Asked<string>> {
  return understand(tenantBody, await reach.http.json(`${config.site_url}/_edge/tenant_info`));
}

async function ask<T>(jira: Jira, shape: z.ZodType<T>, path: string, body?: object): Promise<Asked<T>> {
  const { reach, config } = jira;
  if (config.deployment === 'cloud' && !isCloudSite(jira)) {
    const detail =
      'Jira Cloud sites end in .atlassian.net. For Jira Data Center, leave the user empty and use a personal access token.';
    return err({ reason: 'refused_address', detail });
  }
  const headers = { Authorization: authorization(jira) };
  const method = body ? 'POST' : 'GET';
  return understand(shape, await reach.http.json(apiUrl(reach, config) + path, { method, headers, body }));
}

/** What an answer says in the shape that was expected, or what went wrong according to Jira. */
export function understand<T>(shape: z.ZodType<T>, asked: Awaited<ReturnType<Reach['http']['json']>>): Asked<T> {
  if (!asked.ok) return asked;
  const failure = jiraFailure(asked.value);
  if (failure) return err(failure);
  const parsed = shape.safeParse(asked.value.body);
  return parsed.success ? ok(parsed.data) : err(misshapen(asked.value));
}

function isCloudSite({ reach, config }: Jira): boolean {
  return isCloudHost(new URL(config.site_url).hostname) || reach.http.isExempt(config.site_url);
}

function apiUrl({ settings }: Reach, { deployment, site_url, cloud_id }: JiraConfig): string {
  if (deployment === 'data_center') return `${site_url}/rest/api/2`;
  if (!cloud_id) return `${site_url}/rest/api/3`;
  return `${gatewayUrl(settings)}/ex/jira/${cloud_id}/rest/api/3`;
}

export const gatewayUrl = ({ jiraGatewayUrl }: ProviderSettings): string => jiraGatewayUrl.replace(/\/+$/, '');

function authorization({ config, secret }: Jira): string {
  if ('access_token' in secret) return `Bearer ${secret.access_token}`;
  if (config.user === undefined) return `Bearer ${secret.token}`;
  const pair = new TextEncoder().encode(`${config.user}:${secret.token}`);
  return `Basic ${btoa(String.fromCharCode(...pair))}`;
}
