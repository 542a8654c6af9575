import { Hono } from 'hono';
import { editOrganization } from '../domain/organizations/editing.ts';
import { notificationSettings } from '../domain/organizations/notifications.ts';
import { settingsOf } from '../domain/organizations/settings.ts';
import { Refusal } from '../domain/refusal.ts';
import { missingMailSettings } from '../mail/mail.ts';
import { NotificationsPage } from '../views/settings/notifications-page.tsx';
import type { WebEnv } from './context.ts';
import { readForm } from './form.ts';
import { shellOf, show, tell } from './respond.tsx';

/** Admin -> Notifications: when members are reminded, and through which channels. */
export const notifications = new Hono<WebEnv>();

const PATH = '/o/:org/admin/notifications';

notifications.get(PATH, async (c) =>
  show(
    c,
    <NotificationsPage
      shell={await shellOf(c, 'notifications')}
      settings={settingsOf(c.var.ctx.org).notifications}
      mails={missingMailSettings(c.env).length === 0}
    />,
  ),
);

notifications.post(PATH, async (c) => {
  const sent = await readForm(c);
  const when = (name: string) => ({
    on: sent.has(name),
    weekday: Number(sent.text(`${name}.weekday`)),
    hour: Number(sent.text(`${name}.hour`)),
  });
  const parsed = notificationSettings.safeParse({
    reminder: when('reminder'),
    digest: when('digest'),
    talk: { on: sent.has('talk') },
    channels: { mail: sent.has('mail') },
  });
  if (!parsed.success) throw new Refusal('invalid', 'Choose a day of the week and an hour from the lists.');
  await editOrganization(c.var.ctx, { notifications: parsed.data });
  tell(c, 'Saved.');
  return c.redirect(`/o/${c.var.ctx.org.slug}/admin/notifications`, 303);
});
