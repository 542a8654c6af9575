import type { z } from 'zod';
import type { Told } from '../domain/check-ins/finding.ts';
import { healthOf, isStale, type PublicConnection } from '../domain/connections/connection.ts';
import type { Actor, Context, Organization } from '../domain/context.ts';
import { type CopyJob, isCopyJob } from '../domain/copies/order.ts';
import type { Job } from '../domain/jobs/job.ts';
import { type HandOverJob, isHandOverJob } from '../domain/members/hand-over.ts';
import { type Member, stateOf } from '../domain/members/member.ts';
import type { Explanation } from '../domain/okrs/explanation.ts';
import type { FullOkr, LinkSummary } from '../domain/okrs/finding-full.ts';
import type { Foresight } from '../domain/okrs/foresight.ts';
import { expectedOf, isClosed, measureOf } from '../domain/okrs/okr.ts';
import { shownPercent } from '../domain/okrs/percent.ts';
import { settingsOf } from '../domain/organizations/settings.ts';
import type { Period } from '../domain/periods/finding.ts';
import { may } from '../domain/permission.ts';
import type { Sync } from '../domain/readings/recording.ts';
import type { Tag } from '../domain/tags/tag.ts';
import type { Team } from '../domain/teams/team.ts';
import { dayOf } from '../lib/days.ts';
import type { explanationShape } from './explanation-shape.ts';
import type { organizationShape } from './organization-shape.ts';
import type {
  checkInShape,
  dataLinkShape,
  jobShape,
  memberShape,
  okrShape,
  periodShape,
  tagShape,
  teamShape,
} from './shapes.ts';
import type { connectionShape, syncShape } from './source-shapes.ts';

// Names and forms of the API; everything it says of the domain is said here.

export const presentOrganization = (org: Organization): z.infer<typeof organizationShape> => ({
  id: org.id,
  slug: org.slug,
  ...settingsOf(org),
});

export const presentPeriod = (period: Period): z.infer<typeof periodShape> => ({
  id: period.id,
  name: period.name,
  kind: period.kind,
  starts_on: period.startsOn,
  ends_on: period.endsOn,
  created_at: moment(period.createdAt),
});

export const presentTeam = (team: Team): z.infer<typeof teamShape> => ({
  id: team.id,
  name: team.name,
  type: team.type,
  parent_id: team.parentId,
  lead_id: team.leadId,
  member_ids: team.memberIds,
  archived_at: momentOrNull(team.archivedAt),
  created_at: moment(team.createdAt),
});

/** When somebody was last here is for admins to know. */
export const presentMember = (actor: Actor, member: Member): z.infer<typeof memberShape> => ({
  id: member.id,
  name: member.name,
  email: member.email,
  role: member.role,
  manager_id: member.managerId,
  locale: member.locale,
  time_zone: member.timeZone,
  state: stateOf(member),
  invited_at: momentOrNull(member.invitedAt),
  last_seen_at: may.administer(actor) ? momentOrNull(member.seenAt) : null,
  deactivated_at: momentOrNull(member.deactivatedAt),
  created_at: moment(member.createdAt),
});

export const presentTag = ({ id, name, createdAt }: Tag): z.infer<typeof tagShape> => ({
  id,
  name,
  created_at: moment(createdAt),
});

export const presentOkr = (
  { org, now }: Pick<Context, 'org' | 'now'>,
  { okr, ownerIds, viewerIds, delegateIds, tags, parents, link }: FullOkr,
): z.infer<typeof okrShape> => ({
  id: okr.id,
  kind: okr.kind,
  title: okr.title,
  description: okr.description,
  level: okr.level,
  team_id: okr.teamId,
  owner_ids: ownerIds,
  check_in_owner_id: okr.checkInOwnerId,
  period_id: okr.periodId,
  starts_on: okr.startsOn,
  ends_on: okr.endsOn,
  ambition: okr.ambition,
  visibility: okr.visibility,
  viewer_ids: viewerIds,
  delegate_ids: delegateIds,
  tags,
  parents: parents.map(({ okrId, contribution, fixedWeight, counts }) => ({
    okr_id: okrId,
    contribution: rounded(contribution, 1),
    fixed: fixedWeight !== null,
    counts,
  })),
  measure: presentMeasure(okr),
  mode: okr.mode,
  value: okr.value,
  progress: okr.progress,
  percent: percentOf(okr.progress),
  expected: rounded(expectedOf(okr, org, now), 4),
  status: okr.status,
  status_source: okr.statusSource,
  score: okr.score,
  closed_at: momentOrNull(okr.closedAt),
  closing_note: okr.closingNote,
  copied_from_id: okr.copiedFromId,
  draft: okr.draft,
  draft_of_id: okr.draftOfId,
  proposal_id: okr.proposalId,
  checkpoints: okr.checkpoints,
  recurs: okr.recurs,
  prepare_on: okr.prepareOn,
  data_link: link && presentLink(link),
  value_at: momentOrNull(okr.valueAt),
  stale: link !== null && !isClosed(okr) && isStale(link.readAt, link.createdAt, link.interval, now),
  version: okr.version,
  created_at: moment(okr.createdAt),
  updated_at: moment(okr.updatedAt),
});

export const presentLink = (link: LinkSummary): z.infer<typeof dataLinkShape> => ({
  connection_id: link.connectionId,
  query: link.query,
  count: link.count,
  matched: link.matched,
  completed: link.completed,
  value: link.value,
  read_at: momentOrNull(link.readAt),
  outcome: link.outcome,
  reason: link.failureReason,
  detail: link.failureDetail,
});

export const presentCheckIn = ({ org }: Pick<Context, 'org'>, checkIn: Told): z.infer<typeof checkInShape> => ({
  id: checkIn.id,
  okr_id: checkIn.okrId,
  at: moment(checkIn.at),
  on: dayOf(checkIn.at, org.timeZone),
  author: {
    type: checkIn.source === 'person' ? 'member' : checkIn.source,
    member_id: checkIn.authorId,
    name: checkIn.author ?? 'Cairn',
  },
  source: checkIn.source,
  value: checkIn.value,
  progress: checkIn.progress,
  status: checkIn.status,
  chosen_status: checkIn.chosenStatus,
  note: checkIn.note,
  edited_at: momentOrNull(checkIn.editedAt),
});

export const presentSync = (sync: Sync): z.infer<typeof syncShape> => ({
  id: sync.id,
  okr_id: sync.okrId,
  started_at: moment(sync.startedAt),
  finished_at: moment(sync.finishedAt),
  outcome: sync.outcome,
  matched: sync.matched,
  completed: sync.completed,
  value: sync.value,
  reason: sync.reason,
  detail: sync.detail,
  retry_at: momentOrNull(sync.retryAt),
  requests: sync.requests,
  repeats: sync.repeats,
});

export const presentConnection = (connection: PublicConnection): z.infer<typeof connectionShape> => ({
  id: connection.id,
  provider: connection.provider,
  name: connection.name,
  config: connection.config,
  account: connection.account,
  shared: connection.shared,
  interval: connection.interval,
  owner_id: connection.ownerId,
  health: {
    state: healthOf(connection),
    reason: connection.failureReason,
    detail: connection.failureDetail,
    failing_since: momentOrNull(connection.failingSince),
    retry_at: momentOrNull(connection.retryAt),
    last_good_at: momentOrNull(connection.lastGoodAt),
    last_push_at: momentOrNull(connection.lastPushAt),
  },
  version: connection.version,
  created_at: moment(connection.createdAt),
});

export const presentJob = (job: Job | CopyJob | HandOverJob): z.infer<typeof jobShape> => ({
  id: job.id,
  type: isHandOverJob(job) ? job.type : 'copies',
  state: job.state,
  done: job.done,
  total: job.total,
  result: isHandOverJob(job)
    ? { okr_ids: [], handed_over: handedOver(job) }
    : { okr_ids: isCopyJob(job) ? job.result.okr_ids : [] },
  failure: job.failure,
  created_at: moment(job.createdAt),
  updated_at: moment(job.updatedAt),
});

const handedOver = ({ result: { okrs, teams, reports, connections, kept } }: HandOverJob) => ({
  ...{ okrs, teams, reports, connections, kept },
});

export const presentExplanation = (explanation: Explanation & Foresight): z.infer<typeof explanationShape> => ({
  ...explanation,
  percent: percentOf(explanation.progress),
  expected: rounded(explanation.expected, 4),
});

export const moment = (at: number): string => new Date(at).toISOString();
export const momentOrNull = (at: number | null): string | null => (at === null ? null : moment(at));

export function presentMeasure(okr: Parameters<typeof measureOf>[0]): z.infer<typeof okrShape>['measure'] {
  const measure = measureOf(okr);
  if (measure.type === 'percent') return measure;
  const { riskThreshold, ...rest } = measure;
  return { ...rest, risk_threshold: riskThreshold };
}

/** Screens say "<1 %" where a number has to be 0. */
export function percentOf(progress: number | null): number | null {
  const shown = shownPercent(progress);
  return shown === '<1' ? 0 : shown;
}

export const rounded = (value: number, decimals: number) => Number(value.toFixed(decimals));
