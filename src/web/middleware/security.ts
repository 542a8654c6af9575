import { createMiddleware } from 'hono/factory';
import { secureHeaders } from 'hono/secure-headers';
import { Refusal } from '../../domain/refusal.ts';

/** Passkeys are made and used by our own pages alone; a name that Hono's types do not know yet. */
const passkeys = { publickeyCredentialsGet: ['self'], publickeyCredentialsCreate: ['self'] };

/** Only our own files run and load; nobody frames us; nothing inline. */
export const security = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
  },
  referrerPolicy: 'same-origin',
  strictTransportSecurity: 'max-age=63072000; includeSubDomains',
  xFrameOptions: 'DENY',
  permissionsPolicy: { camera: [], microphone: [], geolocation: [], ...passkeys },
});

/**
 * A form of another site cannot act here. Browsers say where a request comes from; one that does not is a script, which
 * carries nobody's cookies but its own. @throws Refusal `forbidden`
 */
export const sameOrigin = createMiddleware(async (c, next) => {
  if (!SAFE.includes(c.req.method) && isForeign(c.req.raw))
    throw new Refusal('forbidden', 'This form was not sent from a page of Cairn.');
  await next();
});

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

function isForeign({ headers, url }: Request): boolean {
  const site = headers.get('Sec-Fetch-Site');
  if (site !== null) return site !== 'same-origin' && site !== 'none';
  const origin = headers.get('Origin');
  return origin !== null && origin !== new URL(url).origin;
}
