import type { Holdings } from '../../domain/members/holdings.ts';
import type { Member } from '../../domain/members/member.ts';
import type { Role } from '../../domain/words.ts';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
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
  /** The roles that whoever looks may give them; none where they may not change this member. */
  roles: readonly Role[];
  message?: string;
};

/** One user: what is known of them, what they may do, what they have, and whether they may come in. */
export const MemberPage = ({ shell, formats, base, member, holdings, message, ...fields }: PageProps) => {
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
        under={`${roleWords[member.role]}, ${member.email}`}
      />
      <div class="split">
        <div class="stack">
          {message && <Alert status="behind" title={message} urgent />}
          {fields.roles.length === 0 ? (
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
            {fields.roles.length > 0 && <AccessActions member={member} links={links} />}
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

const AccessActions = ({ member, links }: { member: Member; links: ReturnType<typeof userLinks> }) =>
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
    <form method="post" action={links.reactivation}>
      <button class="btn">Let them in again</button>
    </form>
  );
