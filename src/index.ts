import { Hono } from 'hono';
import { api } from './api/app.ts';
import type { Env } from './env.ts';
import { health } from './health.ts';
import { hooks } from './hooks/app.ts';
import { consume } from './jobs/consumer.ts';
import { runDue } from './jobs/schedule.ts';
import { measured } from './measured.ts';
import { scim } from './scim/app.ts';
import { BASE as SCIM } from './scim/base.ts';
import { web } from './web/app.tsx';
import type { Job } from './writers/messages.ts';

export { ConnectionReader } from './writers/connection-reader.ts';
export { OkrWriter } from './writers/okr-writer.ts';

const app = new Hono<{ Bindings: Env }>();
app.use(measured as never);
app.route('/healthz', health);
app.route('/api/v1', api);
app.route('/hooks', hooks);
app.route(SCIM, scim);
app.route('/', web);

export default {
  fetch: app.fetch,
  scheduled: (controller, env) => runDue(env, controller.cron, controller.scheduledTime),
  queue: (batch, env) => consume(env, batch),
} satisfies ExportedHandler<Env, Job>;
