import type { NotificationSettings } from '../../domain/organizations/notifications.ts';
import { once } from '../hx.ts';
import { knownLocale } from '../intl.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { CheckBox, SelectField } from '../ui/field.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';

type Props = {
  shell: Shell;
  settings: NotificationSettings;
  /** Whether this deployment can send mail. */
  mails: boolean;
};

/** When members hear from Cairn without asking, and how. */
export const NotificationsPage = ({ shell, settings, mails }: Props) => (
  <Layout shell={shell} title="Notifications" narrow>
    <PageHead
      title="Notifications"
      under="What Cairn should say by itself. These choices are kept for the reminders and digests; until those are sent, Cairn writes sign-in links, invitations, and to owners of connections that pause."
    />
    {!mails && (
      <Alert status="behind" title="This deployment sends no mail yet">
        Whoever runs it sets MAIL_FROM and MAIL_API_KEY; the README says how.
      </Alert>
    )}
    <form class="stack" method="post" action={`/o/${shell.org.slug}/admin/notifications`} {...once}>
      <section class="stack tight" aria-labelledby="rhythm">
        <SectionHead id="rhythm" title="Rhythm" />
        <p class="small">Days and hours are those of each member’s own time zone.</p>
        <Rhythm {...{ shell }} name="reminder" label="Remind whoever has check-ins waiting" value={settings.reminder} />
        <Rhythm {...{ shell }} name="digest" label="Tell leads and admins how the week went" value={settings.digest} />
      </section>
      <section class="stack tight" aria-labelledby="talk-head">
        <SectionHead id="talk-head" title="Conversation" />
        <CheckBox
          id="talk"
          name="talk"
          label="Tell people of mentions, comments and decisions that wait for them"
          checked={settings.talk.on}
        />
      </section>
      <section class="stack tight" aria-labelledby="channels">
        <SectionHead id="channels" title="Channels" />
        <CheckBox id="mail" name="mail" label="E-mail" checked={settings.channels.mail} />
      </section>
      <div class="row">
        <button class="btn primary">Save</button>
      </div>
    </form>
  </Layout>
);

type RhythmProps = {
  shell: Shell;
  name: string;
  label: string;
  value: { on: boolean; weekday: number; hour: number };
};

const Rhythm = ({ shell, name, label, value }: RhythmProps) => (
  <fieldset class="field wide">
    <legend class="vh">{label}</legend>
    <CheckBox id={name} name={name} label={label} checked={value.on} />
    <div class="grid">
      <SelectField
        id={`${name}-weekday`}
        name={`${name}.weekday`}
        label="On"
        value={String(value.weekday)}
        options={weekdaysIn(shell.locale).map((day, i) => ({ value: String(i + 1), label: day }))}
      />
      <SelectField
        id={`${name}-hour`}
        name={`${name}.hour`}
        label="At"
        value={String(value.hour)}
        options={hoursIn(shell.locale).map((hour, i) => ({ value: String(i), label: hour }))}
      />
    </div>
  </fieldset>
);

// The first of January 2024 was a Monday.
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 24 * 60 * 60_000;
const HOUR_MS = 60 * 60_000;

const written = (locale: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(knownLocale(locale), { ...options, timeZone: 'UTC' });

const weekdaysIn = (locale: string): string[] =>
  Array.from({ length: 7 }, (_, i) => written(locale, { weekday: 'long' }).format(MONDAY + i * DAY_MS));

const hoursIn = (locale: string): string[] =>
  Array.from({ length: 24 }, (_, i) =>
    written(locale, { hour: '2-digit', minute: '2-digit' }).format(MONDAY + i * HOUR_MS),
  );
