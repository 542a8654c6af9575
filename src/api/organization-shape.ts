import { z } from 'zod';
import { notificationSettings } from '../domain/organizations/notifications.ts';
import { approvals, creators, modes, parentStatusRules, statuses, tagPolicies } from '../domain/words.ts';

const band = z.strictObject({ green: z.number().min(0).max(1), orange: z.number().min(0).max(1) });

export const organizationShape = z
  .strictObject({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    time_zone: z.string(),
    locale: z.string(),
    fiscal_year_start: z.int().min(1).max(12),
    periods_ahead: z.boolean(),
    cadence_days: z.int().min(1),
    tag_policy: z.enum(tagPolicies),
    objectives_under_key_results: z.boolean(),
    key_results_under_key_results: z.boolean(),
    projects_aligned: z.boolean(),
    projects_contribute: z.boolean(),
    objective_mode: z.enum(modes),
    parent_status: z.enum(parentStatusRules),
    behind_bound: z.number().min(0).max(100).meta({ description: 'Points less than expected.' }),
    at_risk_bound: z.number().min(0).max(100).meta({ description: 'Points less than expected.' }),
    score_bands: z
      .strictObject({ committed: band, aspirational: band })
      .meta({ description: 'The least scores of green and of orange.' }),
    create_organization: z.enum(creators),
    create_team: z.enum(creators),
    create_individual: z.enum(creators),
    approval: z.enum(approvals),
    member_connections: z.boolean(),
    member_tokens: z.boolean(),
    session_days: z.int().min(1).max(90).meta({ description: 'After so many days an unused session ends.' }),
    notifications: notificationSettings.meta({ description: 'Hours in each member’s own time zone; 1 is Monday.' }),
    audit_days: z
      .int()
      .min(365)
      .max(3650)
      .nullable()
      .meta({ description: 'Days for which events are kept; null is for ever.' }),
  })
  .meta({ id: 'Organization', description: 'The organization of the token, with its settings.' });

export const recolouringShape = z
  .strictObject({
    open: z.int().min(0),
    changed: z.int().min(0),
    moves: z.array(z.strictObject({ from: z.enum(statuses), to: z.enum(statuses), count: z.int().min(1) })),
  })
  .meta({ id: 'Recolouring', description: 'Open OKRs, and those of them that would change their status.' });
