import type { Bounce } from '../../domain/letters/bounce.ts';
import type { Holdings } from '../../domain/members/holdings.ts';
import type { Member } from '../../domain/members/member.ts';
import type { Role } from '../../domain/words.ts';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { ended } from '../ui/ended.ts';
import { Facts } from '../ui/facts.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { HoldingsList } from './holdings.tsx';
import { userLinks } from './links.ts';
import { MemberFields, type MemberFieldsProps } from './member-fields.tsx';
import { Standing } from './table.tsx';
import { lastSeen, roleWords } from './words.ts';

type PageProps = Omit<MemberFieldsProps, 'action' | 'roles'> & {
  shell: Shell;
  formats: Formats;
  /** Address of the list. */
  base: string;
  member: Member;
  holdings: Holdings;
  /** What is known of letters that came back from their address. */
  bounce: Bounce | null;
  /** The roles that whoever looks may give them; none where they may not change this member. */
  roles: readonly Role[];
  message?: string;
};

/** One user: what is known of them, what they may do, what they have, and whether they may come in. */
export const MemberPage = ({ shell, formats, base, member, holdings, bounce, message, ...fields }: PageProps) => {
  const links = userLinks(base, member.id);
  return (
    <Layout shell={shell} title={member.name}>
      <PageHead
        title={member.name}
        over={
          <p class="small">
            <a href={base}>Users</a>
          </p>
        }
        under={member.erasedAt === null && `${roleWords[member.role]}, ${member.email}`}
      />
      <div class="split">
        <div class="stack">
          {message && <Alert status="behind" title={message} urgent />}
          {member.erasedAt !== null ? (
            <Alert status="not_started" title="The data of this person is deleted">
              What they did stays, under no name. Whoever comes back is invited anew.
            </Alert>
          ) : fields.roles.length === 0 ? (
            <Alert status="not_started" title="Only owners change an owner">
              Ask one of them.
            </Alert>
          ) : (
            <form class="stack tight" method="post" action={links.page} {...once}>
              <MemberFields {...fields} action={links.page} />
              <div class="row">
                <button class="btn primary">Save</button>
                <a class="btn quiet" href={base}>
                  Cancel
                </a>
              </div>
            </form>
          )}
        </div>
        <aside class="stack" aria-label={`About ${member.name}`}>
          <section class="stack tight" aria-labelledby="access">
            <SectionHead id="access" title="Access" />
            <Facts
              items={[
                { term: 'Standing', value: <Standing user={member} formats={formats} /> },
                { term: 'Last seen', value: lastSeen(member.seenAt, formats) },
                { term: 'Added', value: formats.day(formats.dayOf(member.createdAt)) },
              ]}
            />
            {fields.roles.length > 0 && member.erasedAt === null && (
              <AccessActions member={member} links={links} owner={shell.me.role === 'owner'} />
            )}
            {bounce && <ReturnedMail bounce={bounce} action={links.mail} formats={formats} />}
          </section>
          <section class="stack tight" aria-labelledby="holdings">
            <SectionHead
              id="holdings"
              title="What they have"
              action={
                holdings.okrs + holdings.teams + holdings.reports + holdings.connections > 0 &&
                fields.roles.length > 0 && (
                  <a class="small" href={links.handOver}>
                    Hand over
                  </a>
                )
              }
            />
            <HoldingsList holdings={holdings} formats={formats} />
          </section>
        </aside>
      </div>
    </Layout>
  );
};

type ActionsProps = {
  member: Member;
  links: ReturnType<typeof userLinks>;
  /** Whether whoever looks is an owner. */
  owner: boolean;
};

const AccessActions = ({ member, links, owner }: ActionsProps) =>
  member.deactivatedAt === null ? (
    <p class="row">
      {member.invitedAt === null && member.role !== 'owner' && (
        <a class="btn" href={links.behalf}>
          Work on behalf
        </a>
      )}
      <a class="btn" href={links.deactivation}>
        Deactivate
      </a>
    </p>
  ) : (
    <form class="row" method="post" action={links.reactivation}>
      <button class="btn">Let them in again</button>
      {owner && (
        <a class="btn quiet" href={links.erasure}>
          Delete their data
        </a>
      )}
    </form>
  );

type ReturnedProps = { bounce: Bounce; action: string; formats: Formats };

const ReturnedMail = ({ bounce, action, formats }: ReturnedProps) => (
  <form class="stack tight" method="post" action={action}>
    <Alert status="behind" title="Mail comes back">
      {bounce.kind === 'complained'
        ? `A letter to this address was called junk, ${formats.moment(bounce.at)}.`
        : `A letter to this address came back, ${formats.moment(bounce.at)}: ${ended(bounce.reason)}`}{' '}
      Nothing more is sent there, except a sign-in link that they ask for a day later.
    </Alert>
    <p>
      <button class="btn">Send mail there again</button>
    </p>
  </form>
);
