import { ok } from '../../lib/result.ts';
import type { Account, Asked } from '../adapter.ts';
import type { JiraConfig } from './config.ts';
import { askAccount, askCloudId, type Jira } from './request.ts';

/**
 * Finds out who the credentials belong to. Cloud's scoped tokens are refused by the site and work through the gateway
 * only, so a refusal by the site is asked again there; the cloud id is then kept, and every read goes that way. A gateway that cannot be
 * reached leaves the site's own refusal.
 */
export async function connect(jira: Jira): Promise<Asked<{ account: Account; config: JiraConfig }>> {
  if (jira.config.deployment === 'data_center' || 'access_token' in jira.secret) return introduce(jira);
  const bySite = { ...jira, config: { ...jira.config, cloud_id: null } };
  const met = await introduce(bySite);
  if (met.ok || met.error.reason !== 'unauthorized') return met;
  const cloudId = await askCloudId(jira);
  if (!cloudId.ok) return met;
  const byGateway = await introduce({ ...jira, config: { ...jira.config, cloud_id: cloudId.value } });
  return byGateway.ok || byGateway.error.reason !== 'unavailable' ? byGateway : met;
}

async function introduce(jira: Jira): Promise<Asked<{ account: Account; config: JiraConfig }>> {
  const name = await askAccount(jira);
  if (!name.ok) return name;
  return ok({ account: { name: name.value, address: jira.config.site_url }, config: jira.config });
}
