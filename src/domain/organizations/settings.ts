import { z } from 'zod';
import type { Organization } from '../context.ts';
import { bandsOf } from '../okrs/scoring.ts';
import { approvals, creators, parentStatusRules, tagPolicies } from '../words.ts';
import { notificationSettings, usualNotifications } from './notifications.ts';
import { canonicalLocale, isTimeZone } from './places.ts';

const POINTS = 'Write a number of points from 0 to 100.';
const SCORE = 'Write a number from 0 to 1.';
const MONTH = 'Choose a month, from 1 to 12.';
const KEPT = 'Events are kept for 365 to 3650 days, or for ever.';
const UNUSED = 'Write a number of days from 1 to 90.';
const DAYS = 'Write a number of days from 1 to 92.';

const points = z.number('Write a number of points, like 25.').min(0, POINTS).max(100, POINTS);
const score = z.number('Write a number from 0 to 1, like 0.7.').min(0, SCORE).max(1, SCORE);
const creator = z.enum(creators);

const band = z.strictObject({ green: score, orange: score }).refine(({ green, orange }) => orange < green, {
  path: ['orange'],
  message: 'Orange has to begin below green.',
});

/** What an admin may change of an organization. Names as in the API. Bounds in points, scores from 0 to 1. */
export const settingsPatch = z
  .strictObject({
    name: z.string().trim().min(1, 'Give the organization a name.').max(80, 'A name has at most 80 characters.'),
    time_zone: z
      .string()
      .trim()
      .refine(isTimeZone, 'There is no time zone of this name. Write one like Europe/London.'),
    locale: z
      .string()
      .trim()
      .refine((tag) => canonicalLocale(tag) !== null, 'No such language is known here. Write one like en-GB.')
      .overwrite((tag) => canonicalLocale(tag) ?? tag),
    fiscal_year_start: z.int(MONTH).min(1, MONTH).max(12, MONTH),
    periods_ahead: z.boolean(),
    cadence_days: z.int(DAYS).min(1, DAYS).max(92, DAYS),
    tag_policy: z.enum(tagPolicies),
    objectives_under_key_results: z.boolean(),
    key_results_under_key_results: z.boolean(),
    projects_aligned: z.boolean(),
    projects_contribute: z.boolean(),
    objective_mode: z.enum(['manual', 'rollup']),
    parent_status: z.enum(parentStatusRules),
    behind_bound: points,
    at_risk_bound: points,
    score_bands: z.strictObject({ committed: band, aspirational: band }),
    create_organization: creator,
    create_team: creator,
    create_individual: creator,
    approval: z.enum(approvals),
    member_connections: z.boolean(),
    member_tokens: z.boolean(),
    session_days: z.int(UNUSED).min(1, UNUSED).max(90, UNUSED),
    notifications: notificationSettings,
    audit_days: z.int(KEPT).min(365, KEPT).max(3650, KEPT).nullable(),
  })
  .partial();

export type SettingsPatch = z.output<typeof settingsPatch>;
export type Settings = Required<SettingsPatch>;
export type Setting = keyof Settings;

/** Where each setting is kept. */
export const columnOf = {
  name: 'name',
  time_zone: 'timeZone',
  locale: 'locale',
  fiscal_year_start: 'fiscalYearStart',
  periods_ahead: 'periodsAhead',
  cadence_days: 'cadenceDays',
  tag_policy: 'tagPolicy',
  objectives_under_key_results: 'objectivesUnderKeyResults',
  key_results_under_key_results: 'keyResultsUnderKeyResults',
  projects_aligned: 'projectsAligned',
  projects_contribute: 'projectsContribute',
  objective_mode: 'objectiveMode',
  parent_status: 'parentStatus',
  behind_bound: 'behindBound',
  at_risk_bound: 'atRiskBound',
  score_bands: 'scoreBands',
  create_organization: 'createOrganization',
  create_team: 'createTeam',
  create_individual: 'createIndividual',
  approval: 'approval',
  member_connections: 'memberConnections',
  member_tokens: 'memberTokens',
  session_days: 'sessionDays',
  notifications: 'notifications',
  audit_days: 'auditDays',
} as const satisfies Record<Setting, keyof Organization>;

/** The settings of an organization, with the score bands that it begins with where it has set none. */
export function settingsOf(org: Organization): Settings {
  const kept = Object.entries(columnOf).map(([setting, column]) => [setting, org[column]]);
  const notifications = org.notifications ?? usualNotifications;
  return { ...Object.fromEntries(kept), score_bands: bandsOf(org), notifications } as Settings;
}

/** The settings in which two states of an organization differ. */
export const differing = (before: Organization, after: Organization): Setting[] => {
  const [was, is] = [settingsOf(before), settingsOf(after)];
  return (Object.keys(columnOf) as Setting[]).filter((each) => JSON.stringify(was[each]) !== JSON.stringify(is[each]));
};

/** Settings that decide how open OKRs are judged: changing one may change what colour they have today. */
const judging: readonly Setting[] = ['behind_bound', 'at_risk_bound', 'parent_status', 'time_zone'];

/** Whether open OKRs have to be judged again when an organization changes so. */
export const judgesAnew = (before: Organization, after: Organization): boolean =>
  differing(before, after).some((each) => judging.includes(each));
