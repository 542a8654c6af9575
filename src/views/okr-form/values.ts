import { typed as asTyped } from '../../domain/mentions/mention.ts';
import type { Subject } from '../../domain/okrs/finding-subject.ts';
import { measureOf } from '../../domain/okrs/okr.ts';
import type { Period } from '../../domain/periods/finding.ts';
import type { Direction, Kind, Mode, Visibility } from '../../domain/words.ts';
import { type LinkValues, valuesOfQuery } from '../data-links/query-values.ts';

/** What stands in the form, all of it text, exactly as typed. Names as in the API where there is one. */
export type OkrValues = LinkValues & {
  kind: string;
  title: string;
  description: string;
  /** Names, separated by commas. */
  tags: string;
  measure: string;
  measure_name: string;
  unit: string;
  /** Empty shows as many as a value has. */
  decimals: string;
  start: string;
  target: string;
  /** Only one that start and target do not tell: to stay above or below, or a baseline. */
  direction: string;
  owner_ids: string[];
  check_in_owner_id: string;
  team_id: string;
  level: string;
  period_id: string;
  starts_on: string;
  ends_on: string;
  ambition: string;
  visibility: Visibility;
  viewer_ids: string[];
  delegate_ids: string[];
  parents: string[];
  /** `line` or `checkpoints`. */
  expected: 'line' | 'checkpoints';
  checkpoints: { day: string; value: string }[];
  recurs: boolean;
};

/** An OKR with the names of its tags. */
export type Tagged = Subject & { tags: readonly string[] };

/** `objectiveMode` is where the organization lets a new objective take its progress from. */
type Beginning = { kind: Kind; objectiveMode: Mode; me: string; parents: string[]; periodId: string };

/** The form for a new OKR before anything is typed. */
export const emptyValues = ({ kind, objectiveMode, me, parents, periodId }: Beginning): OkrValues => ({
  kind,
  title: '',
  description: '',
  tags: '',
  measure: 'percent',
  measure_name: '',
  unit: '',
  decimals: '',
  start: '',
  target: '',
  direction: '',
  source: { objective: objectiveMode, key_result: 'manual', project: 'rollup' }[kind],
  connection_id: '',
  query: {},
  seek: {},
  count: 'completed',
  owner_ids: me ? [me] : [],
  check_in_owner_id: '',
  team_id: '',
  level: 'individual',
  period_id: periodId,
  starts_on: '',
  ends_on: '',
  ambition: 'committed',
  visibility: 'public',
  viewer_ids: [],
  delegate_ids: [],
  parents,
  expected: 'line',
  checkpoints: [],
  recurs: false,
});

/** The form for an OKR as it is. Dates that are the period's own are left out. */
export function valuesOfSubject(
  { okr, ties, parents, link, tags }: Tagged,
  periods: readonly Period[],
  locale: string,
): OkrValues {
  const period = periods.find((each) => each.id === okr.periodId);
  const measure = measureOf(okr);
  const metric = measure.type === 'metric' ? measure : null;
  return {
    kind: okr.kind,
    title: okr.title,
    description: asTyped(okr.description),
    tags: tags.join(', '),
    measure: measure.type,
    measure_name: metric?.name ?? '',
    unit: metric?.unit ?? '',
    decimals: metric?.decimals?.toString() ?? '',
    start: metric ? typed(metric.start, locale) : '',
    target: metric ? typed(metric.target, locale) : '',
    direction: metric && !isWay(metric.direction) ? metric.direction : '',
    source: sourceOf(okr.mode, link ? okr.provider : null),
    connection_id: link?.connectionId ?? '',
    query: link && okr.provider ? valuesOfQuery(okr.provider, link.query) : {},
    seek: {},
    count: link?.count ?? 'completed',
    owner_ids: [...ties.ownerIds],
    check_in_owner_id: okr.checkInOwnerId ?? '',
    team_id: okr.teamId ?? '',
    level: okr.level,
    period_id: okr.periodId,
    starts_on: okr.startsOn === period?.startsOn ? '' : okr.startsOn,
    ends_on: okr.endsOn === period?.endsOn ? '' : okr.endsOn,
    ambition: okr.ambition,
    visibility: okr.visibility,
    viewer_ids: [...ties.viewerIds],
    delegate_ids: [...ties.delegateIds],
    parents: parents.filter(({ seen }) => seen).map(({ okrId }) => okrId),
    expected: okr.checkpoints ? 'checkpoints' : 'line',
    checkpoints: (okr.checkpoints ?? []).map(({ day, value }) => ({ day, value: typed(value, locale) })),
    recurs: okr.recurs,
  };
}

const isWay = (direction: Direction) => direction === 'increase' || direction === 'decrease';

const sourceOf = (mode: Mode, provider: string | null) => (mode === 'data_source' ? (provider ?? 'manual') : mode);

/** A number as somebody would type it: every digit, no grouping. */
const typed = (value: number, locale: string): string =>
  new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 15 }).format(value);
