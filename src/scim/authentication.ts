import { createMiddleware } from 'hono/factory';
import { findIdentitySystem, noteProvisioning } from '../domain/provisioning/identity-system.ts';
import type { ScimEnv } from './context.ts';
import { Fault } from './fault.ts';

/** Lets identity systems through. One round trip. @throws Fault 401, the same for every token that nobody has */
export const identitySystems = createMiddleware<ScimEnv>(async (c, next) => {
  const token = /^Bearer +(\S+)$/i.exec(c.req.header('Authorization')?.trim() ?? '')?.[1];
  const { db, now } = c.var;
  const system = token ? await findIdentitySystem(db, token) : null;
  if (!system) {
    c.header('WWW-Authenticate', `Bearer realm="Cairn"${token ? ', error="invalid_token"' : ''}`);
    throw new Fault(401, undefined, 'Send the SCIM token of the organization: Authorization: Bearer cairn_scim_...');
  }
  c.set('ctx', { db, now, org: system.org, actor: system.actor });
  c.executionCtx.waitUntil(noteProvisioning(db, system, now));
  await next();
});

/** What a server can do is for everybody to read; a token that is sent all the same has to be good. */
export const anybody = createMiddleware<ScimEnv>((c, next) =>
  c.req.header('Authorization') === undefined ? next() : identitySystems(c, next),
);
