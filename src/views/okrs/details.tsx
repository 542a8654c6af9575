import { measureOf } from '../../domain/okrs/okr.ts';
import { outsideSentence } from '../../domain/okrs/outside.ts';
import { Facts } from '../ui/facts.tsx';
import { SectionHead } from '../ui/heads.tsx';
import { okrLinks, tagLink } from './links.ts';
import type { OkrView } from './okr-view.ts';
import { ambitionWords, counted, quoted } from './okr-words.ts';
import { Recurrence } from './recurrence.tsx';
import { measureWords } from './value-words.ts';

/** What is settled about an OKR. */
export const Details = ({ org, found, next, may, formats }: OkrView) => {
  const { okr, owners, tags, team, checkInOwner, delegates, viewers, parents } = found;
  const outside = outsideSentence(okr, found.period);
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
          delegates.length > 0 && {
            term: delegates.length === 1 ? 'Delegate' : 'Delegates',
            value: formats.list(delegates),
          },
          okr.visibility === 'private' && {
            term: 'Seen by',
            value: viewers.length > 0 ? `Its own people and ${formats.list(viewers)}` : 'Its own people alone',
          },
          { term: 'Lives in', value: team?.name ?? (okr.level === 'organization' ? org.name : 'One person’s own') },
          { term: 'From and to', value: formats.dayRange(okr.startsOn, okr.endsOn) },
          (okr.recurs || next !== null) && {
            term: 'Comes again',
            value: <Recurrence org={org} found={found} next={next} formats={formats} />,
          },
          okr.checkpoints !== null && {
            term: 'Expected',
            value: `Through ${counted(okr.checkpoints.length, 'checkpoint', formats.number)}`,
          },
          { term: 'Measured as', value: measureWords(measureOf(okr), formats) },
          { term: 'Ambition', value: ambitionWords[okr.ambition] },
          tags.length > 0 && {
            term: tags.length === 1 ? 'Tag' : 'Tags',
            value: <TagLinks org={org} okr={okr} tags={tags} />,
          },
          ...parents.map((parent) => ({
            term: parent.contribution === 0 ? 'Does not count in' : 'Counts',
            value: (
              <>
                {parent.contribution > 0 && `${formats.number(Math.round(parent.contribution * 10) / 10)}% of `}
                <a href={okrLinks(org.slug, parent.id).page}>{quoted(parent.title)}</a>
                {may.change && okr.closedAt === null && (
                  <>
                    {' · '}
                    <a
                      class="short"
                      href={okrLinks(org.slug, okr.id).leaving(parent.id)}
                      aria-label={`Un-align from ${quoted(parent.title)}`}
                    >
                      Un-align
                    </a>
                  </>
                )}
              </>
            ),
          })),
          okr.score !== null && { term: 'Score', value: formats.score(okr.score) },
        ]}
      />
      {outside && <p class="small">{outside}</p>}
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
