import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Refusal } from '../domain/refusal.ts';
import type { WebEnv } from './context.ts';
import { sameOrigin, security } from './middleware/security.ts';
import { session } from './middleware/session.ts';
import { checkIn } from './check-in.tsx';
import { home } from './home.tsx';
import { mailbox } from './mailbox.tsx';
import { onError } from './respond.tsx';
import { signin } from './signin.tsx';
import { signout } from './signout.tsx';
import { start } from './start.tsx';

const FORM_BYTES = 256 * 1024;

/** Door 1: pages. One file per resource; everything below /o/:org needs a member of that organization. */
export const web = new Hono<WebEnv>();

web.use(security, sameOrigin, bodyLimit({ maxSize: FORM_BYTES }));
web.use('/o/:org/*', session);
web.use('/o/:org', session);

web.route('/', start);
web.route('/', signin);
web.route('/', signout);
web.route('/', mailbox);
web.route('/', home);
web.route('/', checkIn);

web.notFound(() => {
  throw new Refusal('not_found', 'There is no page at this address.');
});
web.onError(onError);
