import type { Member } from '../../domain/members/member.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { CheckBox } from '../ui/field.tsx';
import { PageHead } from '../ui/heads.tsx';
import { userLinks } from '../users/links.ts';

type PageProps = {
  shell: Shell;
  /** Address of the list of users. */
  base: string;
  member: Member;
  message?: string;
};

/** What deleting the data of a person means, and the button that does it once they are deactivated. */
export const ErasurePage = ({ shell, base, member, message }: PageProps) => {
  const links = userLinks(base, member.id);
  return (
    <Layout shell={shell} title={`Delete the data of ${member.name}`} narrow>
      <PageHead
        title={`Delete the data of ${member.name}?`}
        over={
          <p class="small">
            <a href={base}>Users</a> · <a href={links.page}>{member.name}</a>
          </p>
        }
      />
      {message && <Alert status="behind" title={message} urgent />}
      {member.erasedAt !== null ? (
        <Alert status="on_track" title="The data of this person is deleted">
          What they did stays, under no name.
        </Alert>
      ) : member.deactivatedAt === null ? (
        <Alert
          status="not_started"
          title="They can still come in"
          action={
            <a class="btn" href={links.deactivation}>
              Deactivate
            </a>
          }
        >
          Deactivate {member.name} first, and hand over what they have.
        </Alert>
      ) : (
        <Asking {...{ shell, member }} links={links} />
      )}
    </Layout>
  );
};

const Asking = ({
  shell,
  member,
  links,
}: Pick<PageProps, 'shell' | 'member'> & { links: ReturnType<typeof userLinks> }) => (
  <form class="stack" method="post" action={links.erasure} {...once}>
    <div class="stack tight">
      <p>
        Name, address, profile, sessions, passkeys, personal tokens, invitations and letters go for good, and so do the
        credentials of accounts that nobody else was let use. What {member.name} did stays in the history of{' '}
        {shell.org.name}, by “Former member”.
      </p>
      <p>
        The name is taken out of mentions within a few minutes. A name that somebody wrote without an @, or in a title,
        stays as it is. Exports that were made are deleted, because they hold the data too; those that somebody fetched
        are in your hands.
      </p>
      <p>Sessions and passkeys stay where the address belongs to another organization as well.</p>
    </div>
    <CheckBox
      id="comments"
      name="comments"
      label="Delete their comments too"
      hint="Notes of check-ins stay, because they explain numbers."
    />
    <div class="row">
      <button class="btn primary">Delete the data for good</button>
      <a class="btn quiet" href={links.page}>
        Keep it
      </a>
    </div>
  </form>
);
