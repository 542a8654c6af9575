import type { Definition } from './listing-definitions.ts';
import { measureOf } from './okr.ts';

/** What a change may concern, by its name in the API; how it reads in an OKR. */
const said = {
  title: ({ okr }) => okr.title,
  description: ({ okr }) => okr.description,
  level: ({ okr }) => okr.level,
  team_id: ({ okr }) => okr.teamId,
  owner_ids: ({ owners }) => owners.map((owner) => owner.id),
  check_in_owner_id: ({ okr }) => okr.checkInOwnerId,
  delegate_ids: ({ people }) => people.filter(({ part }) => part === 'delegate').map(({ id }) => id),
  period_id: ({ okr }) => okr.periodId,
  starts_on: ({ okr }) => okr.startsOn,
  ends_on: ({ okr }) => okr.endsOn,
  ambition: ({ okr }) => okr.ambition,
  visibility: ({ okr }) => okr.visibility,
  viewer_ids: ({ people }) => people.filter(({ part }) => part === 'viewer').map(({ id }) => id),
  tags: ({ tags }) => tags,
  parents: ({ parents }) =>
    parents
      .filter(({ seen }) => seen)
      .map(({ id }) => id)
      .sort(),
  measure: ({ okr }) => measureOf(okr),
  decimals: ({ okr }) => okr.decimals,
  checkpoints: ({ okr }) => okr.checkpoints,
  recurs: ({ okr }) => okr.recurs,
  mode: ({ okr }) => okr.mode,
} as const satisfies Record<string, (definition: Definition) => unknown>;

export type Field = keyof typeof said;

export type Difference = { field: Field; from: unknown; to: unknown };

/** The columns of an OKR that a proposed change carries. */
export const definitionColumns = [
  'title',
  'description',
  'level',
  'teamId',
  'checkInOwnerId',
  'periodId',
  'startsOn',
  'endsOn',
  'ambition',
  'visibility',
  'measureType',
  'measureName',
  'unit',
  'startValue',
  'targetValue',
  'direction',
  'riskThreshold',
  'decimals',
  'checkpoints',
  'recurs',
] as const;

/**
 * What a proposed change would change of the published OKR as it is now, field by field; what stays is left out. Where
 * the value of a linked OKR comes from is no matter of a change.
 */
export const differences = (live: Definition, draft: Definition): Difference[] =>
  (Object.keys(said) as Field[])
    .filter((field) => field !== 'mode' || live.okr.mode !== 'data_source')
    .map((field) => ({ field, from: said[field](live), to: said[field](draft) }))
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
