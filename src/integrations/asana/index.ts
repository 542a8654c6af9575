import { ok } from '../../lib/result.ts';
import type { Adapter } from '../adapter.ts';
import { type AsanaConfig, type AsanaQuery, type AsanaSecret, input, query } from './config.ts';
import { freshen } from './oauth.ts';
import { pick } from './picking.ts';
import { read } from './reading.ts';
import { askAccount, askIsAlive, askWebhook, removeWebhook } from './request.ts';

/** Asana, by personal access token or by signing in. One scan of a project serves all queries about it. */
export const asana: Adapter<AsanaConfig, AsanaSecret, AsanaQuery> = {
  name: 'Asana',
  input,
  query,
  queryKey: (asked) => JSON.stringify(asked),
  sourceKey: ({ project_gid, parent_task_gid }) => parent_task_gid ?? project_gid,
  async connect(reach, config, secret) {
    const met = await askAccount({ reach, secret });
    return met.ok ? ok({ account: { name: met.value.name, address: 'app.asana.com' }, config }) : met;
  },
  read: (reach, _config, secret, queries) => read({ reach, secret }, queries),
  pick: (reach, _config, secret, list, within, search) => pick({ reach, secret }, list, within, search),
  freshen: (reach, _config, secret, refused) => freshen(reach, secret, refused),
  push: {
    offered: () => true,
    topicOf: ({ project_gid }) => project_gid,
    subscribe: (reach, _config, secret, project, target) => askWebhook({ reach, secret }, project, target),
    isAlive: (reach, _config, secret, id) => askIsAlive({ reach, secret }, id),
    unsubscribe: (reach, _config, secret, id) => removeWebhook({ reach, secret }, id),
  },
};
