import { stateOf } from '../../domain/members/member.ts';
import { MOST_OKRS, type User } from '../../domain/members/user.ts';
import type { Formats } from '../format.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Empty } from '../ui/empty.tsx';
import { Menu, MenuButton } from '../ui/menu.tsx';
import { Pager } from '../ui/pager.tsx';
import { StatusMark } from '../ui/status.tsx';
import { userLinks } from './links.ts';
import { lastSeen, okrsOf, openOkrs, roleWords, standing } from './words.ts';

export type TableProps = {
  base: string;
  formats: Formats;
  users: readonly User[];
  /** The one who looks. */
  me: string | null;
  /** Address of the rest of the list. */
  more: string | null;
};

/** The users of a page of the list; what a search replaces. */
export const UserTable = ({ base, formats, users, me, more }: TableProps) => (
  <div class="stack tight" id="people">
    {users.length === 0 ? (
      <Empty heading="h2" title="Nobody is like that">
        Look for the beginning of a name, an address or a team, or show everyone.
      </Empty>
    ) : (
      <div class="scroll" tabindex={0} role="region" aria-label="Table of people">
        <table class="table people">
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col">Role</th>
              <th scope="col">Teams</th>
              <th scope="col">Manager</th>
              <th scope="col" class="n">
                OKRs
              </th>
              <th scope="col">Last seen</th>
              <th scope="col">Standing</th>
              <th scope="col">
                <span class="vh">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {users.map((user) => (
              <Row {...{ base, formats, user }} own={user.id === me} />
            ))}
          </tbody>
        </table>
      </div>
    )}
    <Pager href={more} />
  </div>
);

type RowProps = Pick<TableProps, 'base' | 'formats'> & { user: User; own: boolean };

const Row = ({ base, formats, user, own }: RowProps) => (
  <tr id={user.id}>
    <th scope="row">
      <span class="row">
        <Avatar name={user.name} silent />
        <span>
          <a href={userLinks(base, user.id).page}>{user.name}</a>
          {own && <span class="count"> you</span>}
          <small>{user.email}</small>
          {user.bouncedAt !== null && <StatusMark status="behind" says="Mail comes back" />}
          <small class="brief">{briefOf(user, formats)}</small>
        </span>
      </span>
    </th>
    <td>{roleWords[user.role]}</td>
    <td>{teamsOf(user.teams)}</td>
    <td>{user.manager}</td>
    <td class="n">{okrsOf(user.okrs, formats, MOST_OKRS)}</td>
    <td class="short">{lastSeen(user.seenAt, formats)}</td>
    <td>
      <Standing user={user} formats={formats} />
    </td>
    <td class="n">
      <Actions {...{ base, user, own }} />
    </td>
  </tr>
);

/** How somebody stands: a word alone for those who are here, with a shape for those who are not. */
export const Standing = ({ user, formats }: { user: Pick<User, 'deactivatedAt' | 'invitedAt'>; formats: Formats }) => {
  const state = stateOf(user);
  const says = standing(user, formats);
  if (state === 'active') return <>{says}</>;
  return <StatusMark status={state === 'invited' ? 'not_started' : 'closed'} says={says} />;
};

const Actions = ({ base, user, own }: Pick<RowProps, 'base' | 'user' | 'own'>) => {
  const menu = `menu-${user.id}`;
  const links = userLinks(base, user.id);
  const state = stateOf(user);
  return (
    <>
      <MenuButton menu={menu} label={`More about ${user.name}`} quiet />
      <Menu id={menu} label={`About ${user.name}`}>
        <a href={links.page}>Edit, change role</a>
        {state === 'invited' && (
          <form method="post" action={links.invitation}>
            <button>Send invitation again</button>
          </form>
        )}
        {state === 'active' && !own && <a href={links.behalf}>Work on behalf of</a>}
        <a href={links.handOver}>Hand over what they have</a>
        <hr />
        {state === 'deactivated' ? (
          <form method="post" action={links.reactivation}>
            <button>Let them in again</button>
          </form>
        ) : (
          <a class="status is-risk" href={links.deactivation}>
            Deactivate
          </a>
        )}
      </Menu>
    </>
  );
};

/** What the columns say that a phone has no room for. */
const briefOf = (user: User, formats: Formats): string =>
  [
    roleWords[user.role],
    stateOf(user) !== 'active' && standing(user, formats),
    user.teams.length > 0 && teamsOf(user.teams),
    user.okrs > 0 && openOkrs(user.okrs, formats),
  ]
    .filter(Boolean)
    .join(' · ');

const NAMED = 2;

const teamsOf = (teams: readonly string[]): string =>
  teams.length <= NAMED ? teams.join(', ') : `${teams.slice(0, NAMED).join(', ')} and ${teams.length - NAMED} more`;
