import type { ConnectionId } from '../../db/ids.ts';
import { isStale, type PublicConnection } from '../connections/connection.ts';
import { sentenceOf } from '../connections/health.ts';
import { valueOfReading } from '../readings/valuing.ts';
import type { DataLink } from './finding-subject.ts';
import type { Measure } from './measure.ts';

/** What a link is read through, as far as the reader of a number needs to know. */
export type Source = Pick<
  PublicConnection,
  'name' | 'provider' | 'interval' | 'shared' | 'ownerId' | 'pausedAt' | 'retryAt' | 'failureReason' | 'failureDetail'
> & { id: ConnectionId };

export type Link = DataLink & { source: Source };

/** True when nothing new comes from a link: reading is paused, or the last good reading is too old. */
export const isOff = (link: Link, now: number): boolean =>
  link.source.pausedAt !== null || isStale(link.readAt, link.createdAt, link.source.interval, now);

/** The value that the last good reading gave; null when there was none, or it matched nothing. */
export const valueRead = (
  measure: Measure,
  { count, matched, completed, value }: Pick<DataLink, 'count' | 'matched' | 'completed' | 'value'>,
): number | null =>
  valueOfReading(measure, count, {
    matched,
    completed,
    value: matched === null ? value : null,
    approximate: false,
    samples: [],
  });

/** What keeps a link from bringing new values, as sentences: what happened, what it means, what to do. */
export function troublesOf(link: Link, now: number): string[] {
  const { outcome, failureReason, failureDetail, matched, readAt, createdAt, source } = link;
  const { happened, means, todo } = sentenceOf(failureReason ?? '', failureDetail, source.provider);
  return [
    matched === 0 && 'Nothing matches this query. The last value stays.',
    outcome === 'failed' && `${happened} ${means} ${todo}`,
    isStale(readAt, createdAt, source.interval, now) && 'The last good reading is older than three sync intervals.',
  ].filter((trouble) => trouble !== false);
}
