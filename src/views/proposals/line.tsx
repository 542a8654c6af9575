import type { Line } from '../../domain/okrs/line.ts';
import type { Definition } from '../../domain/okrs/listing-definitions.ts';
import { measureOf } from '../../domain/okrs/okr.ts';
import type { Formats } from '../format.ts';
import { okrLinks } from '../okrs/links.ts';
import { kindWords } from '../okrs/okr-words.ts';
import { measureWords } from '../okrs/value-words.ts';
import { Facts } from '../ui/facts.tsx';
import { FromTo } from '../ui/from-to.tsx';
import { fieldTerms, partWords } from './words.ts';

type LineProps = { org: { slug: string }; line: Line; formats: Formats };

/** What a draft is, in two or three words, for people who look through many. */
export const lineSays = ({ draft, live, changes }: Line): string => {
  if (draft.okr.draftOfId === null) return `New ${kindWords[draft.okr.kind]}`;
  if (live === null) return 'Change of an OKR that is gone';
  if (live.okr.closedAt !== null) return 'Change of an OKR that is closed';
  return changes.length === 0 ? 'Same as published' : `Change of a published ${kindWords[draft.okr.kind]}`;
};

/** Who, how and when of a new OKR, in one line. */
export const summaryWords = ({ okr, owners }: Definition, formats: Formats): string =>
  [
    formats.list(owners.map(({ name }) => name)) || 'No owner',
    measureWords(measureOf(okr), formats),
    formats.dayRange(okr.startsOn, okr.endsOn),
  ].join(' · ');

/** What a change would make different of the OKR as it is now. */
export const Changes = ({ org, line: { draft, live, changes }, formats }: LineProps) => {
  if (!live) return <p class="small">The OKR that this would change is gone.</p>;
  if (changes.length === 0)
    return (
      <p class="small">
        {'Nothing differs from '}
        <a href={okrLinks(org.slug, live.okr.id).page}>what is published</a>.
      </p>
    );
  return (
    <Facts
      items={changes.map(({ field }) => ({
        term: fieldTerms[field],
        value: <FromTo from={partWords(field, live, formats)} to={partWords(field, draft, formats)} />,
      }))}
    />
  );
};
