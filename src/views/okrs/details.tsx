import { measureOf } from '../../domain/okrs/okr.ts';
import { Facts } from '../ui/facts.tsx';
import { SectionHead } from '../ui/heads.tsx';
import { tagLink } from './links.ts';
import type { OkrView } from './okr-view.ts';
import { ambitionWords, quoted } from './okr-words.ts';
import { measureWords } from './value-words.ts';

/** What is settled about an OKR. */
export const Details = ({ org, found, formats }: OkrView) => {
  const { okr, owners, tags, team, checkInOwner, parents } = found;
  return (
    <section aria-labelledby="det">
      <SectionHead id="det" title="Details" />
      <Facts
        items={[
          {
            term: owners.length === 1 ? 'Owner' : 'Owners',
            value: formats.list(owners.map((owner) => owner.name)) || 'Nobody',
          },
          checkInOwner !== null && owners[0]?.name !== checkInOwner && { term: 'Checks in', value: checkInOwner },
          { term: 'Lives in', value: team?.name ?? (okr.level === 'organization' ? org.name : 'One person’s own') },
          { term: 'From and to', value: formats.dayRange(okr.startsOn, okr.endsOn) },
          { term: 'Measured as', value: measureWords(measureOf(okr), formats) },
          { term: 'Ambition', value: ambitionWords[okr.ambition] },
          tags.length > 0 && {
            term: tags.length === 1 ? 'Tag' : 'Tags',
            value: <TagLinks org={org} okr={okr} tags={tags} />,
          },
          ...parents.map((parent) => ({
            term: 'Counts',
            value: (
              <>
                {`${formats.number(Math.round(parent.contribution * 10) / 10)}% of `}
                <a href={`/o/${org.slug}/okrs/${parent.id}`}>{quoted(parent.title)}</a>
              </>
            ),
          })),
          okr.score !== null && { term: 'Score', value: formats.score(okr.score) },
        ]}
      />
      {parents.length > 1 && <p class="small">It counts fully in each of them.</p>}
    </section>
  );
};

const TagLinks = ({ org, okr, tags }: Pick<OkrView, 'org'> & Pick<OkrView['found'], 'okr' | 'tags'>) => (
  <>
    {tags.map((tag, i) => (
      <>
        {i > 0 && ', '}
        <a href={tagLink(org.slug, okr.periodId, tag)}>{tag}</a>
      </>
    ))}
  </>
);
