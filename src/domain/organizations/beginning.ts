import type { Organization } from '../context.ts';

type Own = 'id' | 'slug' | 'name' | 'timeZone' | 'locale' | 'fiscalYearStart';

/** The settings that an organization begins with: everything is allowed and nothing needs approval. */
export const beginning = {
  behindBound: 0,
  atRiskBound: 25,
  parentStatus: 'children',
  cadenceDays: 7,
  tagPolicy: 'everyone',
  scoreBands: null,
  objectivesUnderKeyResults: true,
  keyResultsUnderKeyResults: true,
  projectsAligned: true,
  projectsContribute: false,
  objectiveMode: 'rollup',
  createOrganization: 'everyone',
  createTeam: 'everyone',
  createIndividual: 'everyone',
  approval: 'off',
  memberConnections: false,
  periodsAhead: true,
  ssoOnly: false,
  sessionDays: 30,
  memberTokens: true,
  auditDays: null,
  notifications: null,
  logoHash: null,
  deleteAt: null,
} as const satisfies Omit<Organization, Own>;
