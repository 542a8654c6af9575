import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Refusal } from '../domain/refusal.ts';
import { checkIn } from './check-in.tsx';
import { checkIns } from './check-ins.tsx';
import { closures } from './closures.tsx';
import { coach } from './coach.tsx';
import { connections } from './connections.tsx';
import type { WebEnv } from './context.ts';
import { contributions } from './contributions.tsx';
import { copies } from './copies.tsx';
import { dataLinks } from './data-links.tsx';
import { drafts } from './drafts.tsx';
import { edits } from './edits.tsx';
import { home } from './home.tsx';
import { integrations } from './integrations.tsx';
import { mailbox } from './mailbox.tsx';
import { sameOrigin, security } from './middleware/security.ts';
import { session } from './middleware/session.ts';
import { okrs } from './okrs.tsx';
import { overrides } from './overrides.tsx';
import { onError, tooLarge } from './respond.tsx';
import { signin } from './signin.tsx';
import { signout } from './signout.tsx';
import { start } from './start.tsx';
import { syncs } from './syncs.tsx';
import { tags } from './tags.tsx';
import { templates } from './templates.tsx';
import { theme } from './theme.ts';

const FORM_BYTES = 256 * 1024;

/** Door 1: pages. One file per resource; everything below /o/:org needs a member of that organization. */
export const web = new Hono<WebEnv>();

web.use(security, sameOrigin, bodyLimit({ maxSize: FORM_BYTES, onError: tooLarge }));
web.use('/o/:org/*', session);

web.route('/', start);
web.route('/', signin);
web.route('/', signout);
web.route('/', theme);
web.route('/', mailbox);
web.route('/', home);
web.route('/', checkIn);
web.route('/', drafts);
web.route('/', coach);
web.route('/', templates);
web.route('/', edits);
web.route('/', dataLinks);
web.route('/', closures);
web.route('/', copies);
web.route('/', okrs);
web.route('/', checkIns);
web.route('/', syncs);
web.route('/', contributions);
web.route('/', overrides);
web.route('/', integrations);
web.route('/', connections);
web.route('/', tags);

web.all('*', () => {
  throw new Refusal('not_found', 'There is no page at this address.');
});
web.onError(onError);
