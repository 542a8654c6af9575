import type { Company } from './company/founding.ts';
import type { Case } from './measuring.ts';

const page = (name: string, path: (company: Company) => string): Case => ({
  name,
  ask: (company) => ({ path: `/o/${company.slug}${path(company)}` }),
});

const admin = (name: string, path: (company: Company) => string): Case =>
  page(name, (company) => `/admin${path(company)}`);

const yesterday = new Date(Date.now() - 24 * 60 * 60_000).toISOString().slice(0, 10);

const wordsChoose = 'a search reads those whom its words find: here a hundredth of all members has the family name';
const manyFound = 'a search reads those whom its words find: here a tenth of all members has a word that begins so';
const counted = 'users are counted, those who wait and those who left also, each up to 1,000';
const offered = 'up to 100 people and 200 teams are offered by name';
const looksThrough =
  'a word may stand anywhere in the name of a team, so names are looked through until a page is full';

/** What do the pages about people cost, with ten thousand of them in a thousand teams? */
export const adminPages: Case[] = [
  { ...admin('Users', () => '/users'), grows: counted },
  admin('Users, a later page', () => '/users?after=Ma&after=mem_'),
  admin('Users, observers', () => '/users?role=observer'),
  { ...admin('Users, active members', () => '/users?role=member&state=active'), grows: counted },
  admin('Users, deactivated', () => '/users?state=deactivated'),
  admin('Users, invited', () => '/users?state=invited'),
  {
    ...admin('Users, a name', ({ colleague }) => `/users?q=${encodeURIComponent(colleague.name)}`),
    grows: wordsChoose,
  },
  { ...admin('Users, first letters', () => '/users?q=no'), grows: manyFound },
  { ...admin('Users of a team', () => '/users?q=Team+0'), grows: counted },
  admin('A user', ({ colleague }) => `/users/${colleague.id}`),
  { ...admin('Users, invite', () => '/users/invite'), grows: offered },
  admin('Invitations', () => '/users/invitations'),
  admin('A hand-over', ({ colleague }) => `/users/${colleague.id}/hand-over`),
  admin('Teams, the tree', () => '/teams'),
  admin('Teams below one', ({ head }) => `/teams?under=${head}`),
  { ...admin('Teams, a search', () => '/teams?q=0'), grows: looksThrough },
  {
    ...admin('Teams, archived', () => '/teams?archived=1'),
    grows: 'archived teams have no index of their own, so all are looked through until a page is full',
  },
  admin('A team, for admins', ({ team }) => `/teams/${team}`),
  admin('New team', () => '/teams/new'),
  page('Team', ({ team }) => `/teams/${team}`),
  page('Team at the top', ({ head }) => `/teams/${head}`),
  page('Team, its members', ({ team }) => `/teams/${team}/members`),
  page('Person', ({ colleague }) => `/people/${colleague.id}`),
  page('Person without OKRs', ({ other }) => `/people/${other.id}`),
  { ...page('Mentions, first letters', () => '/mentions?q=no'), grows: manyFound },
  page('New OKR, from a team', ({ team }) => `/okrs/new?team=${team}`),
  admin('Audit log', () => '/audit'),
  admin('Audit log of a person', ({ colleague }) => `/audit?actor=${colleague.id}`),
  admin('Audit log of an OKR', ({ top }) => `/audit?subject=${top}`),
  admin('Audit log, an action', () => '/audit?action=okr.checked_in'),
  admin('Audit log, a day', () => `/audit?from=${yesterday}&to=${yesterday}`),
  admin('Audit log, a person on a day', ({ colleague }) => `/audit?actor=${colleague.id}&from=${yesterday}`),
  admin('Security', () => '/security'),
  admin('Tokens of all', () => '/security/tokens'),
  admin('On behalf', () => '/behalves'),
  admin('Data', () => '/data'),
  admin('Settings', () => '/settings'),
  page('Account', () => '/account'),
  page('Tokens of mine', () => '/account/tokens'),
  { name: 'Sign-in', ask: () => ({ path: '/signin' }) },
];

let said = 0;

/** What do a sign-in, the forms of admins and the writes of an identity system cost? */
export const adminWrites: Case[] = [
  {
    name: 'Sign-in by link',
    ask: ({ mailed }) => ({ path: `/signin/link?token=${mailed.pop()}`, form: {} }),
    status: 303,
  },
  {
    name: 'A user, looking for a manager',
    ask: ({ slug, colleague }) => ({
      path: `/o/${slug}/admin/users/${colleague.id}`,
      form: {
        find: 'manager_id',
        sought_manager_id: 'no',
        name: colleague.name,
        email: colleague.email,
        role: 'member',
      },
    }),
    grows: manyFound,
  },
  {
    name: 'Verification of five seals',
    ask: ({ slug }) => ({ path: `/o/${slug}/admin/audit/verification`, form: { after: '0' } }),
    grows: 'a step checks five seals, 2,500 events; the small company has two seals',
  },
  {
    name: 'SCIM, a user changes',
    ask: ({ other }) => ({
      path: `/scim/v2/Users/${other.id}`,
      method: 'PATCH',
      json: patchOf([{ op: 'replace', path: 'title', value: `Engineer ${said++}` }]),
    }),
  },
  {
    name: 'SCIM, a user leaves a group or joins it',
    ask: ({ head, other }) => ({
      path: `/scim/v2/Groups/${head}`,
      method: 'PATCH',
      json: patchOf([{ op: said++ % 4 < 2 ? 'add' : 'remove', path: 'members', value: [{ value: other.id }] }]),
    }),
    status: 204,
  },
];

const patchOf = (Operations: unknown[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
});
