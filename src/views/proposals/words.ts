import type { Field } from '../../domain/okrs/comparing.ts';
import type { Definition } from '../../domain/okrs/listing-definitions.ts';
import { measureOf } from '../../domain/okrs/okr.ts';
import type { ProposalState } from '../../domain/words.ts';
import type { Formats } from '../format.ts';
import { ambitionWords } from '../okrs/okr-words.ts';
import { measureWords, valueWords } from '../okrs/value-words.ts';

export const stateWords: Record<ProposalState, string> = {
  open: 'Being written',
  proposed: 'Waits for approval',
  returned: 'Returned',
  published: 'Published',
};

/** The parts of an OKR that a change may concern. */
export const fieldTerms: Record<Field, string> = {
  title: 'Title',
  description: 'Description',
  level: 'Level',
  team_id: 'Team',
  owner_ids: 'Owners',
  check_in_owner_id: 'Checks in',
  delegate_ids: 'Delegates',
  period_id: 'Period',
  starts_on: 'First day',
  ends_on: 'Last day',
  ambition: 'Ambition',
  visibility: 'Seen by',
  viewer_ids: 'Shared with',
  tags: 'Tags',
  parents: 'Aligned to',
  measure: 'Measured as',
  decimals: 'Decimals',
  checkpoints: 'Checkpoints',
  recurs: 'Comes again',
  mode: 'Value',
};

const levelTerms = { organization: 'Organization', team: 'Team', individual: 'Individual' } as const;
const modeTerms = { manual: 'By hand', rollup: 'From what is below', data_source: 'From a data source' } as const;

type Wording = (definition: Definition, formats: Formats) => string | null;

const partNames = ({ people }: Definition, part: 'delegate' | 'viewer', { list }: Formats) =>
  list(people.filter((person) => person.part === part).map(({ name }) => name));

const wordings: Record<Field, Wording> = {
  title: ({ okr }) => okr.title,
  description: ({ okr }) => okr.description,
  level: ({ okr }) => levelTerms[okr.level],
  team_id: ({ team }) => team?.name ?? null,
  owner_ids: ({ owners }, { list }) => list(owners.map(({ name }) => name)),
  check_in_owner_id: ({ checkInOwner }) => checkInOwner,
  delegate_ids: (definition, formats) => partNames(definition, 'delegate', formats),
  period_id: ({ period }) => period,
  starts_on: ({ okr }, { day }) => day(okr.startsOn),
  ends_on: ({ okr }, { day }) => day(okr.endsOn),
  ambition: ({ okr }) => ambitionWords[okr.ambition],
  visibility: ({ okr }) => (okr.visibility === 'public' ? 'Everybody' : 'Only those named'),
  viewer_ids: (definition, formats) => partNames(definition, 'viewer', formats),
  tags: ({ tags }, { list }) => list(tags),
  parents: ({ parents }, { list }) => list(parents.map(({ title }) => title)),
  measure: ({ okr }, formats) => measureWords(measureOf(okr), formats),
  decimals: ({ okr }, { number }) => (okr.decimals === null ? null : number(okr.decimals)),
  checkpoints: ({ okr }, formats) =>
    formats.list(
      (okr.checkpoints ?? []).map(
        ({ day, value }) => `${valueWords(measureOf(okr), value, formats)} on ${formats.day(day)}`,
      ),
    ),
  recurs: ({ okr }) => (okr.recurs ? 'Every period' : 'Once'),
  mode: ({ okr }) => modeTerms[okr.mode],
};

/** What an OKR says in one of its parts; “none” where it says nothing. */
export const partWords = (field: Field, definition: Definition, formats: Formats): string =>
  wordings[field](definition, formats) || 'none';
