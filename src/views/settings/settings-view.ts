import type { Recolouring } from '../../domain/organizations/previewing.ts';
import type { Setting } from '../../domain/organizations/settings.ts';
import type { FieldErrors } from '../../domain/refusal.ts';
import type { Formats } from '../format.ts';
import type { Shell } from '../shell.ts';

/** Settings that are saved together: each group is a form of its own. */
export const groups = {
  organization: ['name', 'time_zone', 'locale', 'fiscal_year_start'],
  rhythm: ['cadence_days'],
  tags: ['tag_policy'],
  structure: [
    'objectives_under_key_results',
    'key_results_under_key_results',
    'projects_aligned',
    'projects_contribute',
  ],
  progress: ['objective_mode'],
  status: ['parent_status', 'behind_bound', 'at_risk_bound'],
  scores: ['score_bands'],
  creating: ['create_organization', 'create_team', 'create_individual'],
  approval: ['approval'],
  connecting: ['member_connections'],
  sessions: ['session_days'],
  tokens: ['member_tokens'],
} as const satisfies Record<string, readonly Setting[]>;

export type GroupName = keyof typeof groups;

/** The groups of each page, in order. */
export const organizationGroups = ['organization', 'rhythm', 'tags'] as const satisfies GroupName[];
export const okrGroups = [
  'structure',
  'progress',
  'status',
  'scores',
  'creating',
  'approval',
  'connecting',
] as const satisfies GroupName[];

export const securityGroups = ['sessions', 'tokens'] as const satisfies GroupName[];

/** Fields as text, named as in the API; parts of a setting follow it after a dot. A switch is `on` or empty. */
export type SettingsValues = Record<string, string>;

export type SettingsView = {
  shell: Shell;
  /** Address of the page and of its forms. */
  base: string;
  values: SettingsValues;
  /** The group that came back, with what is wrong. */
  returned: { group: GroupName; errors: FieldErrors; message?: string } | null;
};

/** What saving would do to open OKRs: counted, too many to count, or not asked for yet. */
export type Foreseen = Recolouring | 'too_many' | null;

export type OkrSettingsView = SettingsView & { foreseen: Foreseen; formats: Formats };
