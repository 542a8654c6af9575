import type { MemberFilter } from '../../domain/members/filtering.ts';
import type { Census } from '../../domain/members/user.ts';
import { memberStates, roles } from '../../domain/words.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { PageHead } from '../ui/heads.tsx';
import { Icon } from '../ui/icon.tsx';
import { usersLink } from './links.ts';
import { type TableProps, UserTable } from './table.tsx';
import { censusSentence, roleWords, stateWords } from './words.ts';

type PageProps = TableProps & { shell: Shell; filter: MemberFilter; census: Census };

/** Admin -> Users: everybody of the organization, to be found, narrowed and looked after. */
export const UsersPage = ({ shell, filter, census, ...table }: PageProps) => {
  const { base, formats } = table;
  return (
    <Layout shell={shell} title="Users">
      <PageHead
        title="Users"
        under={censusSentence(census, formats)}
        actions={
          <>
            <ExportLink base={base} filter={filter} />
            <a class="btn primary" href={`${base}/invite`}>
              <Icon name="plus" />
              Invite people
            </a>
          </>
        }
      />
      <section class="stack tight" aria-label="People">
        <Filters base={base} filter={filter} />
        <UserTable {...table} />
      </section>
    </Layout>
  );
};

/** What a search replaces: the table, and the address of the export. */
export const FoundUsers = ({ filter, ...table }: TableProps & { filter: MemberFilter }) => (
  <>
    <UserTable {...table} />
    <hx-partial hx-target="#export" hx-swap="outerHTML">
      <ExportLink base={table.base} filter={filter} />
    </hx-partial>
  </>
);

const ExportLink = ({ base, filter }: { base: string; filter: MemberFilter }) => (
  <a class="btn" id="export" href={usersLink(`${base}.csv`, filter)} download>
    <Icon name="save" />
    Export
  </a>
);

const Filters = ({ base, filter }: { base: string; filter: MemberFilter }) => (
  <form
    class="row people-find"
    role="search"
    aria-label="People"
    action={base}
    hx-get={base}
    hx-target="#people"
    hx-swap="outerHTML"
    hx-trigger="input delay:300ms, change, submit"
    hx-sync="this:replace"
    hx-replace-url="true"
  >
    <span class="find">
      <Icon name="search" />
      <input type="search" name="q" value={filter.q} placeholder="Name, email or team" aria-label="Find a person" />
    </span>
    <div class="seg" role="radiogroup" aria-label="Standing">
      {[null, ...memberStates].map((state) => (
        <label>
          <input type="radio" name="state" value={state ?? ''} checked={filter.state === state} />
          {state ? stateWords[state] : 'Everyone'}
        </label>
      ))}
    </div>
    <span class="row end">
      <span class="field">
        <select name="role" aria-label="Role">
          <option value="">Any role</option>
          {roles.map((role) => (
            <option value={role} selected={filter.role === role}>
              {roleWords[role]}
            </option>
          ))}
        </select>
      </span>
      <button class="btn">Find</button>
    </span>
  </form>
);
