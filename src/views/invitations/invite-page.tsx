import type { Role } from '../../domain/words.ts';
import { roles } from '../../domain/words.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { SelectField, TextArea, TextField } from '../ui/field.tsx';
import { PageHead } from '../ui/heads.tsx';
import { SegmentedLinks } from '../ui/segmented.tsx';
import { roleWords } from '../users/words.ts';

export const ways = ['one', 'several', 'file'] as const;
export type Way = (typeof ways)[number];

/** What stands in the forms, as text: teams by name, a manager by address. */
export type InviteValues = {
  name: string;
  email: string;
  role: string;
  teams: string;
  manager: string;
  people: string;
};

type PageProps = {
  shell: Shell;
  /** Address of the list of users. */
  users: string;
  way: Way;
  values: InviteValues;
  errors: Record<string, string>;
  message?: string;
  teams: readonly { name: string }[];
  people: readonly { name: string; email: string }[];
  /** Whether the reader is an owner, and so may invite owners. */
  owner: boolean;
  /** Whether this deployment can send letters. */
  mails: boolean;
};

const wayWords: Record<Way, string> = { one: 'One person', several: 'Several', file: 'From a file' };

/** Three ways to invite people: by name, by a list of addresses, by a file. */
export const InvitePage = (props: PageProps) => {
  const { shell, users, way, message, mails } = props;
  return (
    <Layout shell={shell} title="Invite people" narrow>
      <PageHead
        title="Invite people"
        over={
          <p class="small">
            <a href={users}>Users</a>
          </p>
        }
        under="Each gets a letter with a link that works for 14 days. Teams and OKRs can be given to them at once."
      />
      {!mails && (
        <Alert status="behind" title="This deployment cannot send mail yet">
          People become members all the same, and letters can be sent again later.
        </Alert>
      )}
      {message && <Alert status="behind" title={message} urgent />}
      <SegmentedLinks
        label="How many"
        links={ways.map((each) => ({
          href: `${users}/invite?by=${each}`,
          label: wayWords[each],
          current: each === way,
        }))}
      />
      {way === 'one' && <OnePerson {...props} />}
      {way === 'several' && <Several {...props} />}
      {way === 'file' && <FromFile {...props} />}
    </Layout>
  );
};

const OnePerson = ({ users, values, errors, people, ...rest }: PageProps) => (
  <form class="stack" method="post" action={`${users}/invite`} {...once}>
    <div class="grid">
      <TextField
        id="name"
        name="name"
        label="Name"
        value={values.name}
        error={errors.name}
        autocomplete="off"
        required
      />
      <TextField
        id="email"
        name="email"
        type="email"
        label="Email address"
        value={values.email}
        error={errors.email}
        autocomplete="off"
        attributes={{ maxlength: 254 }}
        required
      />
      <RoleField {...rest} values={values} errors={errors} />
      <TeamsField {...rest} values={values} errors={errors} />
      <TextField
        id="manager"
        name="manager"
        type="email"
        label="Manager"
        optional
        value={values.manager}
        hint="Their email address."
        error={errors.manager ?? errors.manager_id}
        autocomplete="off"
        attributes={{ list: 'addresses' }}
      />
      <datalist id="addresses">
        {people.map(({ name, email }) => (
          <option value={email}>{name}</option>
        ))}
      </datalist>
    </div>
    <Buttons users={users} does="Invite" />
  </form>
);

const Several = ({ users, values, errors, ...rest }: PageProps) => (
  <form class="stack" method="post" action={`${users}/invite/several`} {...once}>
    <TextArea
      id="people"
      name="people"
      label="Email addresses"
      rows={8}
      value={values.people}
      hint="At most 200, on lines of their own or with commas between them. Dana Whitlock <dana@example.com> gives a name as well."
      error={errors.people}
      autocomplete="off"
      required
    />
    <div class="grid">
      <RoleField {...rest} values={values} errors={errors} />
      <TeamsField {...rest} values={values} errors={errors} />
    </div>
    <Buttons users={users} does="Look them over" />
  </form>
);

const FromFile = ({ users, errors }: PageProps) => (
  <form class="stack" method="post" action={`${users}/invite/file`} enctype="multipart/form-data" {...once}>
    <TextField
      id="file"
      name="file"
      type="file"
      label="CSV file"
      hint="At most 5,000 people and 1 MB, as spreadsheets write it. Nothing happens before you have seen what each row would do."
      error={errors.file}
      attributes={{ accept: '.csv,.txt,text/csv' }}
      required
    />
    <div class="stack tight">
      <p class="small">
        The first row names the columns, in any order: <b>name</b>, <b>email</b>, <b>teams</b> with semicolons between
        them, <b>manager email</b>, <b>role</b>. Only the address is needed.
      </p>
      <p class="small">
        Members who are here already are changed where the file says something else. Loading a file twice changes
        nothing.
      </p>
    </div>
    <Buttons users={users} does="Look it over" />
  </form>
);

type FieldsProps = Pick<PageProps, 'values' | 'errors' | 'teams' | 'owner'>;

const RoleField = ({ values, errors, owner }: Omit<FieldsProps, 'teams'>) => (
  <SelectField
    id="role"
    name="role"
    label="Role"
    value={values.role}
    options={roles
      .filter((role: Role) => role !== 'owner' || owner)
      .map((role) => ({ value: role, label: roleWords[role] }))}
    error={errors.role}
  />
);

const TeamsField = ({ values, errors, teams }: Omit<FieldsProps, 'owner'>) => (
  <>
    <TextField
      id="teams"
      name="teams"
      label="Teams"
      optional
      value={values.teams}
      hint="Separate them with commas."
      error={errors.teams ?? errors.team_ids}
      autocomplete="off"
      attributes={{ list: 'team-names' }}
    />
    <datalist id="team-names">
      {teams.map(({ name }) => (
        <option value={name}></option>
      ))}
    </datalist>
  </>
);

const Buttons = ({ users, does }: { users: string; does: string }) => (
  <div class="row">
    <button class="btn primary">{does}</button>
    <a class="btn quiet" href={users}>
      Cancel
    </a>
  </div>
);
