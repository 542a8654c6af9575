import { Hono } from 'hono';
import { listDecisions } from '../domain/connections/enabling.ts';
import { listConnections } from '../domain/connections/finding.ts';
import { listTrails } from '../domain/connections/finding-runs.ts';
import { demand, may, sentences } from '../domain/permission.ts';
import { OwnConnectionsPage } from '../views/connections/own-page.tsx';
import { integrationsOf } from './addresses.ts';
import type { WebEnv } from './context.ts';
import { deploymentOf } from './deployment.ts';
import { shellOf, show } from './respond.tsx';

/** The connections of a member who is no admin. Admins find theirs among all others. */
export const ownConnections = new Hono<WebEnv>();

const PATH = '/o/:org/connections';
const READINGS_SHOWN = 12;

ownConnections.use(`${PATH}/*`, async (c, next) => {
  demand(may.ownConnection(c.var.ctx.actor), sentences.observer);
  await next();
});

ownConnections.get(PATH, async (c) => {
  const { ctx, formats } = c.var;
  if (may.administer(ctx.actor)) return c.redirect(integrationsOf(c), 303);
  const [shell, seen, trails, decisions] = await Promise.all([
    shellOf(c, 'connections'),
    listConnections(ctx),
    listTrails(ctx, READINGS_SHOWN),
    listDecisions(ctx),
  ]);
  const connections = seen.filter(({ ownerId }) => ownerId === ctx.actor.memberId);
  const deployment = deploymentOf(c.env);
  return show(c, <OwnConnectionsPage {...{ shell, formats, connections, trails, decisions, deployment }} />);
});
