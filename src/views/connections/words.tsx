import { type Health, healthOf, type PublicConnection } from '../../domain/connections/connection.ts';
import { type Interval, providerNames, type Status, type SyncOutcome, type SyncTrigger } from '../../domain/words.ts';
import { StatusMark } from '../ui/status.tsx';
import { Trail, type TrailStone } from '../ui/trail.tsx';

const marks: Record<Health, { status: Status; says: string }> = {
  healthy: { status: 'on_track', says: 'Healthy' },
  new: { status: 'not_started', says: 'Not read yet' },
  waiting: { status: 'behind', says: 'Asked to wait' },
  failing: { status: 'behind', says: 'Not answering' },
  paused: { status: 'at_risk', says: 'Paused' },
};

/** How a connection is doing, in two words. */
export const HealthMark = ({ connection, enabled }: { connection: PublicConnection; enabled: boolean }) => (
  <StatusMark {...(enabled ? marks[healthOf(connection)] : { status: 'not_started', says: 'Switched off' })} />
);

export const intervalWords: Record<Interval, string> = {
  '15min': 'Every 15 minutes',
  hourly: 'Hourly',
  daily: 'Daily',
};

export const triggerWords: Record<SyncTrigger, string> = {
  schedule: 'On schedule',
  push: 'Pushed',
  refresh: 'Refreshed',
  edit: 'Query edited',
};

export const outcomeWords: Record<SyncOutcome, { status: Status; says: string }> = {
  updated: { status: 'on_track', says: 'Changed the value' },
  unchanged: { status: 'on_track', says: 'No change' },
  empty: { status: 'behind', says: 'Nothing matched' },
  failed: { status: 'at_risk', says: 'Failed' },
};

/** “Jira · northwind.atlassian.net”. */
export const whereOf = ({ provider, config }: PublicConnection): string => {
  const url = typeof config.site_url === 'string' ? URL.parse(config.site_url) : null;
  return [providerNames[provider], url && `${url.host}${url.pathname.replace(/\/$/, '')}`].filter(Boolean).join(' · ');
};

export const countOf = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;

const stones: Record<SyncOutcome, TrailStone> = { updated: 'flow', unchanged: 'flow', empty: 'missed', failed: 'risk' };

/** The last readings, oldest first on the screen; `outcomes` come newest first. */
export const ReadingTrail = ({ outcomes }: { outcomes: readonly SyncOutcome[] }) =>
  outcomes.length === 0 ? (
    <span class="count">None yet</span>
  ) : (
    <Trail weeks={outcomes.toReversed().map((each) => stones[each])} label={trailSentence(outcomes)} step={11} />
  );

function trailSentence(outcomes: readonly SyncOutcome[]): string {
  const failed = outcomes.filter((each) => each === 'failed').length;
  const empty = outcomes.filter((each) => each === 'empty').length;
  const good = outcomes.length - failed - empty;
  const parts = [
    good > 0 && countOf(good, 'good reading'),
    empty > 0 && `${empty} where nothing matched`,
    failed > 0 && `${failed} failed`,
  ];
  return `Of the last ${outcomes.length}: ${parts.filter(Boolean).join(', ')}`;
}
