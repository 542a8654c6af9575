import { Hono } from 'hono';
import { previewSettings } from '../domain/organizations/previewing.ts';
import { settingsOf } from '../domain/organizations/settings.ts';
import { OkrSettingsPage } from '../views/settings/okrs-page.tsx';
import { type Foreseen, okrGroups } from '../views/settings/settings-view.ts';
import { ForeseenColours } from '../views/settings/status-rules.tsx';
import type { WebContext, WebEnv } from './context.ts';
import { readForm, type Sent } from './form.ts';
import { admins } from './middleware/admins.ts';
import { trying } from './refused.ts';
import { shellOf, show, wantsFragment } from './respond.tsx';
import { groupOf, type Returned, readGroup, returnedOf, valuesOf } from './settings-form.ts';
import { save } from './settings-saving.ts';

/** Admin -> OKRs & projects: the rules of the model, with what a change of colours would do. */
export const okrSettings = new Hono<WebEnv>();

const PATH = '/o/:org/admin/okrs';

okrSettings.use(`${PATH}/*`, admins);

okrSettings.get(PATH, (c) => page(c));

okrSettings.post(PATH, async (c) => {
  const sent = await readForm(c);
  const group = groupOf(sent, okrGroups);
  const refused = await save(c, sent, group);
  return refused ? page(c, { sent, group, refused }) : c.redirect(baseOf(c), 303);
});

/** Always 200: bounds that are still being typed are no mistake. */
okrSettings.post(`${PATH}/preview`, async (c) => {
  const sent = await readForm(c);
  const { value: foreseen, refused } = await trying(foresee(c, sent));
  const returned = {
    sent,
    group: 'status' as const,
    ...(refused && { refused: { ...refused, status: 200 as const } }),
  };
  if (!wantsFragment(c)) return page(c, returned, foreseen);
  const trouble = refused && Object.values(refused.fields).join(' ');
  return show(
    c,
    trouble ? <p class="small">{trouble}</p> : <ForeseenColours foreseen={foreseen} formats={c.var.formats} />,
  );
});

async function foresee(c: WebContext, sent: Sent): Promise<Foreseen> {
  const { ctx, preferences } = c.var;
  return (await previewSettings(ctx, readGroup(sent, 'status', preferences.locale))) ?? 'too_many';
}

async function page(c: WebContext, returned?: Returned, foreseen: Foreseen = null) {
  const { ctx, formats, preferences } = c.var;
  const shell = await shellOf(c, 'okr-settings');
  return show(
    c,
    <OkrSettingsPage
      {...{ shell, formats, foreseen, base: baseOf(c) }}
      values={valuesOf(settingsOf(ctx.org), preferences.locale, returned)}
      returned={returnedOf(returned)}
    />,
    returned?.refused?.status,
  );
}

const baseOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/admin/okrs`;
