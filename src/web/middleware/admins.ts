import { createMiddleware } from 'hono/factory';
import { demand, may, sentences } from '../../domain/permission.ts';
import type { WebEnv } from '../context.ts';

/** Lets owners and admins through. @throws Refusal `forbidden` for everybody else */
export const admins = createMiddleware<WebEnv>(async (c, next) => {
  demand(may.administer(c.var.ctx.actor), sentences.admin);
  await next();
});
