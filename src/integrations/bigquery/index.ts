import { ok } from '../../lib/result.ts';
import type { Adapter } from '../adapter.ts';
import { type BigQueryConfig, type BigQueryQuery, type BigQuerySecret, input, query } from './config.ts';
import { read, rehearse } from './reading.ts';
import { askDry } from './request.ts';
import { accountOf } from './token.ts';

/** BigQuery: one number of one SQL query, as the deployment's own service account or with a key of the connection. */
export const bigquery: Adapter<BigQueryConfig, BigQuerySecret, BigQueryQuery> = {
  name: 'BigQuery',
  input,
  query,
  queryKey: (asked) => JSON.stringify(asked),
  sourceKey: (asked) => JSON.stringify(asked),
  async connect(reach, config, secret) {
    const account = accountOf({ reach, config, secret });
    if (!account.ok) return account;
    // A query that reads nothing proves the key, the project and the right to run jobs in it; so does an objection to it.
    const dry = await askDry({ reach, config, secret }, { sql: 'SELECT 1', maximum_bytes_billed: '10485760' });
    if (!dry.ok && dry.error.reason !== 'invalid_query') return dry;
    const name = account.value.client_email;
    return ok({ account: { name, address: config.project_id }, config: { ...config, account: name } });
  },
  read: (reach, config, secret, queries) => Promise.all(queries.map((each) => read({ reach, config, secret }, each))),
  estimate: (reach, config, secret, asked) => rehearse({ reach, config, secret }, asked),
};
