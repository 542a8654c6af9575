import { Hono } from 'hono';
import { listBehalfPage } from '../domain/behalves/listing.ts';
import { endAllSessions } from '../domain/organizations/ending-sessions.ts';
import { findSecurity } from '../domain/organizations/finding-security.ts';
import { settingsOf } from '../domain/organizations/settings.ts';
import { demand, may, sentences } from '../domain/permission.ts';
import { EndSessionsPage } from '../views/security/end-sessions-page.tsx';
import { SecurityPage } from '../views/security/page.tsx';
import { securityGroups } from '../views/settings/settings-view.ts';
import type { WebContext, WebEnv } from './context.ts';
import { readForm } from './form.ts';
import { sessionToken } from './middleware/cookies.ts';
import { shellOf, show, tell } from './respond.tsx';
import { groupOf, type Returned, returnedOf, valuesOf } from './settings-form.ts';
import { save } from './settings-saving.ts';

/** Admin -> Security: the state of every door, and how long sessions live. */
export const securityHub = new Hono<WebEnv>();

const PATH = '/o/:org/admin/security';
const LAST = 3;

securityHub.get(PATH, (c) => page(c));

securityHub.post(PATH, async (c) => {
  const sent = await readForm(c);
  const group = groupOf(sent, securityGroups);
  const refused = await save(c, sent, group);
  return refused ? page(c, { sent, group, refused }) : c.redirect(baseOf(c), 303);
});

securityHub.get(`${PATH}/sessions`, async (c) => {
  demand(may.endAllSessions(c.var.ctx.actor), sentences.owner);
  return show(c, <EndSessionsPage shell={await shellOf(c, 'security')} base={baseOf(c)} />);
});

securityHub.post(`${PATH}/sessions`, async (c) => {
  await endAllSessions(c.var.ctx, sessionToken(c)!);
  tell(c, 'Everybody else is signed out.');
  return c.redirect(baseOf(c), 303);
});

async function page(c: WebContext, returned?: Returned) {
  const { ctx, now, preferences } = c.var;
  const [shell, security, { items }] = await Promise.all([
    shellOf(c, 'security'),
    findSecurity(ctx),
    listBehalfPage(ctx, { after: null, limit: LAST }),
  ]);
  return show(
    c,
    <SecurityPage
      {...{ shell, security, now, behalves: items, base: baseOf(c), ssoOnly: ctx.org.ssoOnly }}
      values={valuesOf(settingsOf(ctx.org), preferences.locale, returned)}
      returned={returnedOf(returned)}
      ends={may.endAllSessions(ctx.actor)}
    />,
    returned?.refused?.status,
  );
}

const baseOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/admin/security`;
