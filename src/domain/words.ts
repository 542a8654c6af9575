// The closed vocabularies of the product. The schema, the API and the screens all take them from here.

export const roles = ['owner', 'admin', 'member', 'observer'] as const;
export type Role = (typeof roles)[number];

export const kinds = ['objective', 'key_result', 'project'] as const;
export type Kind = (typeof kinds)[number];

export const levels = ['organization', 'team', 'individual'] as const;
export type Level = (typeof levels)[number];

export const ambitions = ['committed', 'aspirational'] as const;
export type Ambition = (typeof ambitions)[number];

export const visibilities = ['public', 'private'] as const;
export type Visibility = (typeof visibilities)[number];

export const measureTypes = ['percent', 'metric'] as const;
export type MeasureType = (typeof measureTypes)[number];

export const directions = ['increase', 'decrease', 'stay_above', 'stay_below', 'baseline'] as const;
export type Direction = (typeof directions)[number];

export const modes = ['manual', 'rollup', 'data_source'] as const;
export type Mode = (typeof modes)[number];

export const statuses = ['not_started', 'on_track', 'behind', 'at_risk', 'closed', 'postponed'] as const;
export type Status = (typeof statuses)[number];

/** The two ways in which an OKR ends. */
export const closedStatuses = ['closed', 'postponed'] as const;
export type ClosedStatus = (typeof closedStatuses)[number];

/** The statuses that a person may give in a check-in. */
export const calls = ['on_track', 'behind', 'at_risk'] as const;
export type Call = (typeof calls)[number];

export const statusSources = ['computed', 'chosen'] as const;
export type StatusSource = (typeof statusSources)[number];

/** Where a check-in came from. `person` is a page, `token` the API. */
export const checkInSources = ['person', 'token', 'sync', 'roll_up', 'import'] as const;
export type CheckInSource = (typeof checkInSources)[number];

export const periodKinds = ['quarter', 'year', 'custom'] as const;
export type PeriodKind = (typeof periodKinds)[number];

export const providers = ['jira', 'asana', 'trello', 'bigquery'] as const;
export type Provider = (typeof providers)[number];

/** The names that people know providers by. */
export const providerNames: Record<Provider, string> = {
  jira: 'Jira',
  asana: 'Asana',
  trello: 'Trello',
  bigquery: 'BigQuery',
};

/** What people call the things that a provider's queries find, one and several; a SQL query finds a number. */
export const providerItems: Record<Provider, { one: string; many: string }> = {
  jira: { one: 'issue', many: 'issues' },
  asana: { one: 'task', many: 'tasks' },
  trello: { one: 'card', many: 'cards' },
  bigquery: { one: 'number', many: 'numbers' },
};

export const intervals = ['15min', 'hourly', 'daily'] as const;
export type Interval = (typeof intervals)[number];

/** What a data link counts for a metric: finished items, or all that match. */
export const counts = ['completed', 'matched'] as const;
export type Count = (typeof counts)[number];

/** What a metric counts unless somebody says otherwise. */
export const usualCount: Record<Provider, Count> = {
  jira: 'completed',
  asana: 'completed',
  trello: 'matched',
  bigquery: 'matched',
};

export const syncOutcomes = ['updated', 'unchanged', 'empty', 'failed'] as const;
export type SyncOutcome = (typeof syncOutcomes)[number];

/** What set a sync off. */
export const syncTriggers = ['schedule', 'push', 'refresh', 'edit'] as const;
export type SyncTrigger = (typeof syncTriggers)[number];

/** Whether the provider was asked to push, does so, or would not. */
export const subscriptionStates = ['asked', 'active', 'failed'] as const;
export type SubscriptionState = (typeof subscriptionStates)[number];

/** How children share the contributions that nobody has fixed: equally, or by the size of their targets. */
export const weighings = ['equal', 'size'] as const;
export type Weighing = (typeof weighings)[number];

export const parentStatusRules = ['children', 'progress'] as const;
export type ParentStatusRule = (typeof parentStatusRules)[number];

/** Who may make new tags. */
export const tagPolicies = ['everyone', 'admins'] as const;
export type TagPolicy = (typeof tagPolicies)[number];

/** Who may create OKRs of a level: everyone who takes part, those who lead a team, or admins alone. */
export const creators = ['everyone', 'leads', 'admins'] as const;
export type Creators = (typeof creators)[number];

/** Whether a team's drafts need the approval of its lead before they are published. */
export const approvals = ['off', 'leads'] as const;
export type Approval = (typeof approvals)[number];

/** Where a team's proposal stands. A returned one is worked on again. */
export const proposalStates = ['open', 'proposed', 'returned', 'published'] as const;
export type ProposalState = (typeof proposalStates)[number];

/** What a member may be to an OKR besides owning it: one who acts for its owners, or one who may see it though private. */
export const okrParts = ['delegate', 'viewer'] as const;
export type OkrPart = (typeof okrParts)[number];

export const jobStates = ['waiting', 'running', 'done', 'failed'] as const;
export type JobState = (typeof jobStates)[number];

/** What a token may do: look, also check in, also change what its member may, also administer. */
export const tokenScopes = ['read', 'check_in', 'write', 'admin'] as const;
export type TokenScope = (typeof tokenScopes)[number];

export const tokenKinds = ['personal', 'organization'] as const;
export type TokenKind = (typeof tokenKinds)[number];

/** How a session began. `recovery` is an owner's way around the organization's own sign-in. */
export const signInMethods = ['link', 'invitation', 'passkey', 'sso', 'recovery', 'persona'] as const;
export type SignInMethod = (typeof signInMethods)[number];

/** Whether a member has come, was asked to come, or may not come any more. */
export const memberStates = ['active', 'invited', 'deactivated'] as const;
export type MemberState = (typeof memberStates)[number];

/** How an organization showed that an e-mail domain is its own. */
export const domainProofs = ['dns', 'owner'] as const;
export type DomainProof = (typeof domainProofs)[number];

export const letterStates = ['waiting', 'sent', 'failed'] as const;
export type LetterState = (typeof letterStates)[number];
