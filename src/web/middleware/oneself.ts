import { createMiddleware } from 'hono/factory';
import { notOnBehalf } from '../../domain/permission.ts';
import type { WebEnv } from '../context.ts';

/** Keeps an admin who acts for a member out of what is that member's alone. @throws Refusal `forbidden` */
export const oneself = createMiddleware<WebEnv>(async (c, next) => {
  notOnBehalf(c.var.ctx);
  await next();
});
