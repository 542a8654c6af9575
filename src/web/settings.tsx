import { Hono } from 'hono';
import { timeZones } from '../domain/organizations/places.ts';
import { settingsOf } from '../domain/organizations/settings.ts';
import { OrganizationSettingsPage } from '../views/settings/organization-page.tsx';
import { organizationGroups } from '../views/settings/settings-view.ts';
import type { WebContext, WebEnv } from './context.ts';
import { readForm } from './form.ts';
import { admins } from './middleware/admins.ts';
import { shellOf, show } from './respond.tsx';
import { groupOf, type Returned, returnedOf, valuesOf } from './settings-form.ts';
import { save } from './settings-saving.ts';

/** Admin -> Settings: name, place, rhythm and tags of the organization. */
export const settings = new Hono<WebEnv>();

const PATH = '/o/:org/admin/settings';

settings.use(PATH, admins);

settings.get(PATH, (c) => page(c));

settings.post(PATH, async (c) => {
  const sent = await readForm(c);
  const group = groupOf(sent, organizationGroups);
  const refused = await save(c, sent, group);
  return refused ? page(c, { sent, group, refused }) : c.redirect(baseOf(c), 303);
});

async function page(c: WebContext, returned?: Returned) {
  const { ctx, preferences } = c.var;
  const shell = await shellOf(c, 'settings');
  return show(
    c,
    <OrganizationSettingsPage
      {...{ shell, base: baseOf(c), zones: timeZones() }}
      values={valuesOf(settingsOf(ctx.org), preferences.locale, returned)}
      returned={returnedOf(returned)}
    />,
    returned?.refused?.status,
  );
}

const baseOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/admin/settings`;
