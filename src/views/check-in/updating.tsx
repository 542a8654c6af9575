import type { Mine } from '../../domain/check-ins/listing-mine.ts';
import { measureOf, type Okr } from '../../domain/okrs/okr.ts';
import { providerNames } from '../../domain/words.ts';
import type { Formats } from '../format.ts';
import { okrLinks } from '../okrs/links.ts';
import { regions } from '../okrs/okr-view.ts';
import { valueInShort } from '../okrs/value-words.ts';
import { SectionHead } from '../ui/heads.tsx';
import { Icon } from '../ui/icon.tsx';
import { SourceGlyph } from '../ui/source.tsx';
import { StatusMark } from '../ui/status.tsx';
import { ageWords } from './grid.tsx';

type Props = { org: string; today: string; automatic: readonly Mine[]; formats: Formats };

/** What needs no word: the OKRs that update themselves, each with the way to say otherwise. */
export const Updating = ({ org, today, automatic, formats }: Props) => (
  <section aria-labelledby="updating">
    <SectionHead id="updating" title="Updates itself" count={automatic.length} />
    <ul class="rows wrap" role="list">
      {automatic.map(({ okr }) => (
        <li>
          {okr.provider && okr.mode === 'data_source' ? (
            <SourceGlyph provider={okr.provider} />
          ) : (
            <Icon name={okr.kind === 'project' ? 'check' : 'okrs'} label={fromBelow(okr)} />
          )}
          <p>
            {okr.title}
            <small>{whence(okr, today, formats)}</small>
          </p>
          <StatusMark status={okr.status} />
          <b>{okr.value === null ? '–' : valueInShort(measureOf(okr), okr.value, formats)}</b>
          <a
            class="btn quiet"
            href={`${okrLinks(org, okr.id).page}#${regions.checkIn}`}
            aria-label={`Say otherwise for ${okr.title}`}
          >
            Say otherwise
          </a>
        </li>
      ))}
    </ul>
  </section>
);

const fromBelow = ({ kind }: Okr): string => (kind === 'project' ? 'By its tasks' : 'Rolled up from below');

const whence = (okr: Okr, today: string, formats: Formats): string => {
  if (okr.heldAt !== null) return `A person’s value holds since ${formats.day(formats.dayOf(okr.heldAt))}`;
  const source = okr.mode === 'data_source' && okr.provider ? `From ${providerNames[okr.provider]}` : fromBelow(okr);
  return okr.valueAt === null ? source : `${source}, ${ageWords(okr.valueAt, today, formats)}`;
};
