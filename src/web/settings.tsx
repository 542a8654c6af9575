import { Hono } from 'hono';
import { removeLogo, setLogo } from '../domain/organizations/logo.ts';
import { timeZones } from '../domain/organizations/places.ts';
import { settingsOf } from '../domain/organizations/settings.ts';
import { OrganizationSettingsPage } from '../views/settings/organization-page.tsx';
import { organizationGroups } from '../views/settings/settings-view.ts';
import type { WebContext, WebEnv } from './context.ts';
import { readForm } from './form.ts';
import { admins } from './middleware/admins.ts';
import { trying } from './refused.ts';
import { shellOf, show, tell } from './respond.tsx';
import { groupOf, type Returned, returnedOf, valuesOf } from './settings-form.ts';
import { save } from './settings-saving.ts';

/** Admin -> Settings: name, logo, place, rhythm and tags of the organization. */
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

settings.post(`${PATH}/logo`, async (c) => {
  const { refused } = await trying(take());
  if (refused) return page(c, undefined, refused.fields.logo ?? refused.message);
  return back(c, 'This is the logo now.');

  async function take() {
    const file = (await c.req.formData().catch(() => null))?.get('file');
    await setLogo(c.var.ctx, file instanceof File ? new Uint8Array(await file.arrayBuffer()) : new Uint8Array());
  }
});

settings.post(`${PATH}/logo/removal`, async (c) => {
  await removeLogo(c.var.ctx);
  return back(c, 'The logo is gone.');
});

function back(c: WebContext, words: string) {
  tell(c, words);
  return c.redirect(`${baseOf(c)}#logo`, 303);
}

async function page(c: WebContext, returned?: Returned, logoError?: string) {
  const { ctx, preferences } = c.var;
  const shell = await shellOf(c, 'settings');
  return show(
    c,
    <OrganizationSettingsPage
      {...{ shell, base: baseOf(c), zones: timeZones() }}
      values={valuesOf(settingsOf(ctx.org), preferences.locale, returned)}
      returned={returnedOf(returned)}
      logoError={logoError ?? null}
    />,
    logoError ? 422 : returned?.refused?.status,
  );
}

const baseOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/admin/settings`;
