import { z } from 'zod';
import type { ConnectionId } from '../db/ids.ts';
import { connectionInput, connectionPatch, type PublicConnection } from '../domain/connections/connection.ts';
import { editConnection } from '../domain/connections/editing.ts';
import { findChangeableConnection, findConnection, listConnections } from '../domain/connections/finding.ts';
import { cut, valuesOf } from '../domain/paging.ts';
import { Refusal } from '../domain/refusal.ts';
import {
  connect,
  disconnect,
  replaceCredentials,
  replaceWebhookSecret,
  testConnection,
} from '../writers/connecting.ts';
import { created, done, found, page } from './answer.ts';
import { demandVersion } from './conditional.ts';
import { cutOf, pageQuery } from './cursor.ts';
import { presentConnection } from './present.ts';
import { inside } from './problem.ts';
import { type Call, route } from './route.ts';
import { pageOf } from './shapes.ts';
import { connectionShape, connectionWithWebhookShape, madeConnectionShape } from './source-shapes.ts';

const patch = connectionPatch.extend({ config: z.record(z.string(), z.unknown()) }).partial();

const leftShape = z
  .strictObject({ connection_id: z.string(), detail: z.string() })
  .meta({ id: 'StillLinked', description: 'Some OKRs are taken off it; delete again for the next ones.' });

export const connections = [
  route({
    method: 'get',
    path: '/connections',
    summary: 'List the connections that the caller may see',
    query: pageQuery,
    answers: { 200: pageOf(connectionShape) },
    handle: async ({ ctx, query }) => {
      const { after, limit } = cutOf(query);
      const [last = ''] = valuesOf(after, 'string') ?? [];
      const all = (await listConnections(ctx)).filter(({ id }) => id > last).sort((a, b) => (a.id < b.id ? -1 : 1));
      return page(
        cut(all, limit, ({ id }) => [id]),
        presentConnection,
      );
    },
  }),
  route({
    method: 'post',
    path: '/connections',
    summary: 'Connect an account, once its provider accepts the credentials',
    body: connectionInput,
    answers: { 201: madeConnectionShape },
    handle: async ({ ctx, env, body, origin }) => {
      const made = await connect(env, ctx, body).catch(refuseConfig);
      const { id, provider, version } = made.connection;
      const shown = provider === 'jira' ? withWebhook(origin, made) : presentConnection(made.connection);
      return created(`/connections/${id}`, shown, version);
    },
  }),
  route({
    method: 'get',
    path: '/connections/:id',
    summary: 'Read a connection; never its credentials',
    answers: { 200: connectionShape },
    handle: async (call) => foundConnection(await findConnection(call.ctx, idOf(call))),
  }),
  route({
    method: 'patch',
    path: '/connections/:id',
    summary: 'Rename or share a connection, change how often it is read, or give it new credentials (config)',
    body: patch,
    guarded: true,
    answers: { 200: connectionShape },
    handle: async (call) => {
      const { ctx, env, body, ifMatch } = call;
      const { config, ...said } = body;
      const before = await findChangeableConnection(ctx, idOf(call));
      demandVersion(ifMatch, before.version);
      const after = config
        ? await replaceCredentials(env, ctx, before.id, config, call.origin, said).catch(refuseConfig)
        : await editConnection(ctx, before.id, said, before.version);
      return foundConnection(after);
    },
  }),
  route({
    method: 'delete',
    path: '/connections/:id',
    summary: 'Delete a connection; its OKRs keep their values and are checked in by hand',
    guarded: true,
    answers: { 202: leftShape, 204: null },
    handle: async (call) => {
      const { ctx, env, ifMatch } = call;
      const { id, version } = await findChangeableConnection(ctx, idOf(call));
      demandVersion(ifMatch, version);
      if (await disconnect(env, ctx, id)) return done();
      const detail = 'More OKRs are linked to this connection. Delete it again to take the next ones off.';
      return { status: 202, body: { connection_id: id, detail } };
    },
  }),
  route({
    method: 'post',
    path: '/connections/:id/test',
    summary: 'Ask the provider whether it still accepts the credentials; health tells',
    answers: { 200: connectionShape },
    handle: async (call) => foundConnection(await testConnection(call.env, call.ctx, idOf(call))),
  }),
  route({
    method: 'post',
    path: '/connections/:id/webhook-secret',
    summary: 'Make a new secret for pushes; the old one ends at once',
    answers: { 200: connectionWithWebhookShape },
    handle: async (call) => {
      const made = await replaceWebhookSecret(call.env, call.ctx, idOf(call));
      return found(withWebhook(call.origin, made), made.connection.version);
    },
  }),
];

const idOf = ({ params }: Call<unknown, unknown>) => params.id as ConnectionId;

/** What the provider refuses lies in `config`; the name is ours. */
function refuseConfig(reason: unknown): never {
  throw reason instanceof Refusal && reason.fields?.name ? reason : inside('config', reason);
}

const foundConnection = (connection: PublicConnection) => found(presentConnection(connection), connection.version);

const withWebhook = (
  origin: string,
  { connection, webhookSecret }: { connection: PublicConnection; webhookSecret: string },
) => ({
  ...presentConnection(connection),
  webhook: { url: `${origin}/hooks/${connection.provider}/${connection.id}`, secret: webhookSecret },
});
