import type { NamedBehalf } from '../../domain/behalves/behalf.ts';
import type { Security } from '../../domain/organizations/finding-security.ts';
import { BehalfRows } from '../behalves/rows.tsx';
import { formats as formatsOf } from '../format.ts';
import { Layout } from '../layout.tsx';
import { Group } from '../settings/group.tsx';
import type { SettingsView } from '../settings/settings-view.ts';
import { CheckBox, TextField } from '../ui/field.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { domainWords, provisioningWords, signOnWords, tokenWords } from './words.ts';

type PageProps = SettingsView & {
  security: Security;
  ssoOnly: boolean;
  /** The last times that somebody acted for a member. */
  behalves: readonly NamedBehalf[];
  now: number;
  /** Whether this person may sign everybody out. */
  ends: boolean;
};

/** How people and scripts come in, each with its present state in words. */
export const SecurityPage = ({ security, ssoOnly, behalves, now, ends, ...view }: PageProps) => {
  const { shell, base } = view;
  const formats = formatsOf(shell);
  const doors = [
    { href: `${base}/sso`, title: 'Single sign-on', state: signOnWords(security, ssoOnly) },
    { href: `${base}/domains`, title: 'Domains', state: domainWords(security, formats) },
    { href: `${base}/scim`, title: 'Provisioning', state: provisioningWords(security, formats) },
    { href: `${base}/tokens`, title: 'API tokens', state: tokenWords(security, formats) },
  ];
  return (
    <Layout shell={shell} title="Security" narrow>
      <PageHead title="Security" under="How people and scripts come in." />
      <ul class="rows" role="list">
        {doors.map(({ href, title, state }) => (
          <li>
            <p>
              <a href={href}>{title}</a>
              <small>{state}</small>
            </p>
          </li>
        ))}
      </ul>
      <Group
        {...view}
        group="sessions"
        title="Sessions"
        says="A browser that nobody used for so long is asked to sign in again."
        actions={
          ends && (
            <a class="btn quiet" href={`${base}/sessions`}>
              Sign everybody out
            </a>
          )
        }
      >
        {(errors) => (
          <TextField
            id="session_days"
            name="session_days"
            label="Days without use"
            value={view.values.session_days}
            unit="days"
            inputmode="numeric"
            hint="From 1 to 90."
            error={errors.session_days}
            required
          />
        )}
      </Group>
      <Group
        {...view}
        group="tokens"
        title="Who makes API tokens"
        says="Owners and admins always do. Tokens that exist go on working until somebody revokes them."
      >
        {() => (
          <CheckBox
            id="member_tokens"
            name="member_tokens"
            label="Members may make tokens of their own"
            hint="Such a token does no more than its member may."
            checked={view.values.member_tokens === 'on'}
          />
        )}
      </Group>
      <section class="stack tight" aria-labelledby="acting">
        <SectionHead
          id="acting"
          title="Acting for members"
          action={
            behalves.length > 0 && (
              <a class="small" href={`/o/${shell.org.slug}/admin/behalves`}>
                Show all
              </a>
            )
          }
        />
        {behalves.length === 0 ? (
          <p class="small">Nobody has acted for anybody. It begins on the page of a member, under Users.</p>
        ) : (
          <BehalfRows behalves={behalves} now={now} formats={formats} />
        )}
      </section>
    </Layout>
  );
};
