import type { Pending } from '../../domain/invitations/finding.ts';
import { isExpired } from '../../domain/invitations/invitation.ts';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Empty } from '../ui/empty.tsx';
import { PageHead } from '../ui/heads.tsx';
import { Icon } from '../ui/icon.tsx';
import { Pager } from '../ui/pager.tsx';
import { StatusGlyph, statusClass } from '../ui/status.tsx';
import { roleWords } from '../users/words.ts';

type PageProps = {
  shell: Shell;
  /** Address of this page. */
  base: string;
  pending: readonly Pending[];
  more: string | null;
  now: number;
  formats: Formats;
};

/** Who was invited and has not come, since when, and until when their link works. */
export const PendingPage = ({ shell, base, pending, more, now, formats }: PageProps) => {
  const expired = pending.some(({ invitation }) => invitation && isExpired(invitation, now));
  const users = base.replace(/\/invitations$/, '');
  return (
    <Layout shell={shell} title="Invitations">
      <PageHead
        title="Invitations"
        over={
          <p class="small">
            <a href={users}>Users</a>
          </p>
        }
        under="People who are members already and have not come yet."
        actions={
          <>
            {expired && (
              <form method="post" action={base} {...once}>
                <button class="btn">Send expired ones again</button>
              </form>
            )}
            <a class="btn primary" href={`${users}/invite`}>
              <Icon name="plus" />
              Invite people
            </a>
          </>
        }
      />
      {pending.length === 0 ? (
        <Empty heading="h2" title="Nobody is waited for">
          Whoever was invited has come.
        </Empty>
      ) : (
        <ul class="rows wrap" role="list">
          {pending.map((each) => (
            <Line {...{ base, now, formats }} pending={each} />
          ))}
        </ul>
      )}
      <Pager href={more} />
    </Layout>
  );
};

const Line = ({ base, pending, now, formats }: Pick<PageProps, 'base' | 'now' | 'formats'> & { pending: Pending }) => {
  const { member, bounced } = pending;
  return (
    <li id={member.id}>
      <p>
        {member.name}
        <small>
          {member.email}, {roleWords[member.role].toLowerCase()}
        </small>
      </p>
      <p>
        <Standing pending={pending} now={now} formats={formats} />
        {bounced && <small>Letters to this address came back: {bounced}</small>}
      </p>
      <form class="row" method="post" action={`${base}/${member.id}`} {...once}>
        <button class="btn">
          Send again<span class="vh"> to {member.name}</span>
        </button>
        <a class="btn quiet" href={`${base}/${member.id}/revocation`}>
          Take back<span class="vh"> the invitation of {member.name}</span>
        </a>
      </form>
    </li>
  );
};

const Standing = ({ pending, now, formats }: Pick<PageProps, 'now' | 'formats'> & { pending: Pending }) => {
  const { invitation, inviter } = pending;
  if (!invitation) return <>Nobody wrote to them</>;
  const by = inviter ? `${formats.ago(invitation.createdAt)} by ${inviter}` : formats.ago(invitation.createdAt);
  const day = formats.day(formats.dayOf(invitation.expiresAt));
  const expired = isExpired(invitation, now);
  return (
    <>
      {expired ? (
        <span class={`status ${statusClass('behind')}`}>
          <StatusGlyph status="behind" />
          {`Expired ${day}`}
        </span>
      ) : (
        `Works until ${day}`
      )}
      <small>{`Sent ${by}`}</small>
    </>
  );
};
