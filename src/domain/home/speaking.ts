import type { TeamId } from '../../db/ids.ts';
import { startOf } from '../../lib/days.ts';
import { isStale } from '../connections/connection.ts';
import type { Acting } from '../context.ts';
import type { Status } from '../words.ts';
import type { TeamWork } from './finding-team-work.ts';

/** How a team's key results stand, and how many of them have spoken within one cadence. */
export type TeamVoice = { teamId: TeamId; statuses: Status[]; spoken: number };

/** An OKR from which nothing is heard: its source stopped, or its people did. `since` in ms; null when nothing ever was. */
export type Quiet = { okr: TeamWork; cause: 'source' | 'people'; since: number | null };

const BEST_FIRST: readonly Status[] = ['on_track', 'behind', 'at_risk', 'not_started', 'closed', 'postponed'];
const DAY_MS = 24 * 60 * 60_000;
const QUIET_AFTER = 2;
const MOST_QUIET = 5;

/** Each team's key results, the best standing first. What a person need not say (data, roll-up, closed) counts as said. */
export const voicesOf = (work: readonly TeamWork[], acting: Acting): TeamVoice[] =>
  [
    ...Map.groupBy(
      work.filter((okr) => okr.kind === 'key_result' && okr.teamId !== null),
      (okr) => okr.teamId!,
    ),
  ].map(([teamId, okrs]) => ({
    teamId,
    statuses: okrs.map((okr) => okr.status).sort((a, b) => BEST_FIRST.indexOf(a) - BEST_FIRST.indexOf(b)),
    spoken: okrs.filter((okr) => hasSpoken(okr, acting)).length,
  }));

/**
 * What has gone quiet: no word from a person for two cadences, or a source that is stale. The longest silence first, at
 * most five; without the OKRs that wait for the acting member, who sees them elsewhere.
 */
export const quietOf = (work: readonly TeamWork[], acting: Acting): Quiet[] =>
  work
    .filter((okr) => okr.closedAt === null)
    .flatMap((okr): Quiet[] => {
      if (okr.mode === 'data_source') return isSilent(okr, acting) ? [{ okr, cause: 'source', since: okr.readAt }] : [];
      const theirs = okr.mode === 'manual' && okr.checkInOwnerId !== acting.actor.memberId;
      const heardAt = okr.checkedInAt ?? startOf(okr.startsOn, acting.org.timeZone);
      return theirs && !within(QUIET_AFTER, heardAt, acting) ? [{ okr, cause: 'people', since: okr.checkedInAt }] : [];
    })
    .sort((a, b) => (a.since ?? 0) - (b.since ?? 0))
    .slice(0, MOST_QUIET);

function hasSpoken(okr: TeamWork, acting: Acting): boolean {
  if (okr.closedAt !== null || okr.mode === 'rollup') return true;
  if (okr.mode === 'data_source') return !isSilent(okr, acting);
  return okr.checkedInAt !== null && within(1, okr.checkedInAt, acting);
}

const isSilent = ({ readAt, linkedAt, interval }: TeamWork, { now }: Acting): boolean =>
  linkedAt !== null && interval !== null && isStale(readAt, linkedAt, interval, now);

const within = (cadences: number, at: number, { org, now }: Acting): boolean =>
  now - at <= cadences * org.cadenceDays * DAY_MS;
