import type { okrs } from '../../db/schema/okrs.ts';
import { dayOf } from '../../lib/days.ts';
import type { Organization } from '../context.ts';
import type { Call, ClosedStatus, Status } from '../words.ts';
import { bendsOf } from './checkpoints.ts';
import { type Course, expectedOn, type Span } from './expected.ts';
import type { Measure } from './measure.ts';
import type { Standing } from './status.ts';

/** One OKR as it is stored. `progress` is a fraction; times in ms; days in the organization's time zone. */
export type Okr = typeof okrs.$inferSelect;

/** What an OKR has not got on the day it is made. */
export const untouched = {
  provider: null,
  value: null,
  progress: null,
  valueAt: null,
  status: 'not_started',
  statusSource: 'computed',
  turnsAt: null,
  checkedInAt: null,
  heldAt: null,
  weighing: 'equal',
  score: null,
  closedAt: null,
  closingNote: null,
  copiedFromId: null,
  checkpoints: null,
  draft: false,
  draftOfId: null,
  proposalId: null,
  recurs: false,
  prepareOn: null,
  version: 1,
} as const satisfies Partial<Okr>;

type MeasureColumns = Pick<
  Okr,
  'measureType' | 'measureName' | 'unit' | 'startValue' | 'targetValue' | 'direction' | 'riskThreshold' | 'decimals'
>;

export const measureOf = (okr: MeasureColumns): Measure =>
  okr.measureType === 'percent'
    ? { type: 'percent' }
    : {
        type: 'metric',
        name: okr.measureName ?? '',
        unit: okr.unit,
        start: okr.startValue ?? 0,
        target: okr.targetValue ?? 0,
        direction: okr.direction ?? 'increase',
        riskThreshold: okr.riskThreshold,
        decimals: okr.decimals,
      };

export const measureColumns = (measure: Measure): MeasureColumns =>
  measure.type === 'percent'
    ? {
        measureType: 'percent',
        measureName: null,
        unit: null,
        startValue: null,
        targetValue: null,
        direction: null,
        riskThreshold: null,
        decimals: null,
      }
    : {
        measureType: 'metric',
        measureName: measure.name,
        unit: measure.unit,
        startValue: measure.start,
        targetValue: measure.target,
        direction: measure.direction,
        riskThreshold: measure.riskThreshold,
        decimals: measure.decimals,
      };

/** What an OKR is judged by, apart from its children. */
export type JudgedColumns = CourseColumns &
  Pick<Okr, 'value' | 'progress' | 'status' | 'statusSource' | 'closedAt' | 'draft'>;

/** What decides the OKR's status; `children` are the statuses of those that contribute, where the setting asks them. */
export const standingOf = (okr: JudgedColumns, children: readonly Status[] | null): Standing => ({
  ...courseOf(okr),
  measure: measureOf(okr),
  value: okr.value,
  progress: okr.progress,
  closed: closedAs(okr),
  chosen: okr.statusSource === 'chosen' ? (okr.status as Call) : null,
  children,
});

/** What decides where an OKR should be on a day. */
export type CourseColumns = Span & MeasureColumns & Pick<Okr, 'checkpoints'>;

/** What is expected of an OKR over time. */
export const courseOf = (okr: CourseColumns): Course => ({
  startsOn: okr.startsOn,
  endsOn: okr.endsOn,
  bends: bendsOf(okr.checkpoints, measureOf(okr)),
});

/** Expected progress (0..1) at a moment (ms), in the organization's time zone. */
export const expectedOf = (okr: CourseColumns, org: Pick<Organization, 'timeZone'>, now: number): number =>
  expectedOn(dayOf(now, org.timeZone), courseOf(okr));

/** How an OKR ended; null while it is open, whatever its children make of its status. */
export const closedAs = ({ closedAt, status }: Pick<Okr, 'closedAt' | 'status'>): ClosedStatus | null =>
  closedAt === null ? null : status === 'postponed' ? 'postponed' : 'closed';

/** True when the OKR is only read: closed or postponed. */
export const isClosed = (okr: Pick<Okr, 'closedAt'>): boolean => okr.closedAt !== null;
