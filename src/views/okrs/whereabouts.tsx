import { isOff } from '../../domain/okrs/link.ts';
import { providerNames } from '../../domain/words.ts';
import { personLink, teamLinks } from '../teams/links.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Icon } from '../ui/icon.tsx';
import { SourceGlyph } from '../ui/source.tsx';
import { type OkrView, regions } from './okr-view.ts';
import { ambitionWords } from './okr-words.ts';

/** Whose it is, where and when it lives, and whether its source still answers. */
export const Whereabouts = ({ org, found: { okr, owners, team, period, link }, now }: OkrView) => {
  const off = link !== null && okr.closedAt === null && isOff(link, now);
  return (
    <p class="row small" id={regions.whereabouts}>
      {owners.map((owner) => (
        <span class="unit">
          <Avatar name={owner.name} silent />
          <a href={personLink(org.slug, owner.id)}>{owner.name}</a>
        </span>
      ))}
      {team && <a href={teamLinks(org.slug, team.id).page}>{team.name}</a>}
      <span>{period.name}</span>
      <span class="unit">
        <Icon name={okr.ambition === 'committed' ? 'anchor' : 'peak'} />
        {ambitionWords[okr.ambition]}
      </span>
      {okr.visibility === 'private' && (
        <span class="unit">
          <Icon name="lock" />
          Private
        </span>
      )}
      {okr.mode === 'data_source' && okr.provider && (
        <SourceGlyph provider={okr.provider} off={off}>
          {`${off ? 'No word lately from' : 'Updates itself from'} ${providerNames[okr.provider]}`}
        </SourceGlyph>
      )}
    </p>
  );
};
