import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { Refusal } from '../domain/refusal.ts';
import { log } from '../lib/log.ts';
import { answer } from './answering.ts';
import { anybody, identitySystems } from './authentication.ts';
import type { ScimEnv } from './context.ts';
import { discovery } from './discovery.ts';
import { error, Fault, presentFault } from './fault.ts';
import { groups } from './groups.ts';
import { searching } from './searching.ts';
import { users } from './users.ts';

const MOST_BYTES = 256 * 1024;

/** Door 5: SCIM 2.0, by which an identity system keeps people and teams (RFC 7643 and 7644). Knows its own tokens alone. */
export const scim = new Hono<ScimEnv>();

scim.use(async (c, next) => {
  await next();
  c.header('X-Content-Type-Options', 'nosniff');
});
for (const path of ['/ServiceProviderConfig', '/ResourceTypes/*', '/Schemas/*']) scim.use(path, anybody);
for (const path of ['/Users/*', '/Groups/*', '/.search', '/Bulk', '/Me']) scim.use(path, identitySystems);
scim.use(
  bodyLimit({
    maxSize: MOST_BYTES,
    onError: () => {
      throw new Fault(413, undefined, 'A body has at most 256 KiB.');
    },
  }),
);

scim.route('/', discovery);
scim.route('/', searching);
scim.route('/Users', users);
scim.route('/Groups', groups);

for (const path of ['/Bulk', '/Me'])
  scim.all(path, () => {
    throw new Fault(501, undefined, 'Cairn does not offer this.');
  });

scim.all('*', () => {
  throw new Fault(404, undefined, 'There is nothing at this address.');
});

/** The one place where what went wrong becomes an answer. Unknown errors are logged, never shown. */
scim.onError((reason, c) => {
  if (reason instanceof Refusal) {
    const { status, body } = presentFault(reason);
    return answer(c, body, status as ContentfulStatusCode);
  }
  const { requestId } = c.var;
  log('scim failed', { requestId, method: c.req.method, path: c.req.routePath, reason });
  return answer(c, error(500, `Something broke on our side. The log knows it by ${requestId}.`), 500);
});
