import { Hono } from 'hono';
import { findLogo } from '../domain/organizations/logo.ts';
import type { WebEnv } from './context.ts';

/** The picture of an organization, for its members. */
export const logo = new Hono<WebEnv>();

logo.get('/o/:org/logo/:hash', async (c) => {
  const { type, bytes, hash } = await findLogo(c.var.ctx);
  const isCurrent = c.req.param('hash') === hash;
  return c.body(bytes as Uint8Array<ArrayBuffer>, 200, {
    'Content-Type': type,
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': isCurrent ? 'private, max-age=31536000, immutable' : 'private, no-store',
  });
});
