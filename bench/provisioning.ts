import type { Company } from './company/founding.ts';
import type { Case } from './measuring.ts';

const scim = (name: string, path: (company: Company) => string): Case => ({
  name: `SCIM ${name}`,
  ask: (company) => ({ path: `/scim/v2${path(company)}` }),
});

const filtered = (filter: string) => `filter=${encodeURIComponent(filter)}`;
const counts = 'an answer says how many there are in all, so they are counted';

/** What does an identity system cost that looks for people and groups, and one that reads all of them? */
export const provisioning: Case[] = [
  { ...scim('users, first page', () => '/Users?count=50'), grows: counts },
  {
    ...scim('users, from the 5,001st', () => '/Users?startIndex=5001&count=50'),
    grows: `${counts}, and a page by number passes over those before it`,
  },
  scim('user by user name', ({ colleague }) => `/Users?${filtered(`userName eq "${colleague.email}"`)}`),
  scim('user by external id', ({ colleague }) => `/Users?${filtered(`externalId eq "${colleague.externalId}"`)}`),
  scim(
    'user by e-mail',
    ({ colleague }) => `/Users?${filtered(`emails[type eq "work"].value eq "${colleague.email}"`)}`,
  ),
  scim('a user', ({ colleague }) => `/Users/${colleague.id}`),
  { ...scim('groups, first page', () => '/Groups?count=50&excludedAttributes=members'), grows: counts },
  scim('group by name', () => `/Groups?${filtered('displayName eq "Team 0"')}`),
  scim('a group', ({ team }) => `/Groups/${team}`),
];
