import type { TeamBranch, TeamRow } from '../../domain/teams/outlining.ts';
import { MOST_LISTED } from '../../domain/teams/team.ts';
import type { Formats } from '../format.ts';
import { Avatar } from '../ui/avatar.tsx';
import { adminTeamLinks, personLink } from './links.ts';

type TableProps = {
  org: { slug: string };
  formats: Formats;
  teams: readonly TeamBranch[];
  /** True where teams stand apart from their tree, and each has to say where it belongs. */
  flat: boolean;
};

/** Teams with what is settled about them; those of a second level are set in below theirs. */
export const TeamTable = ({ teams, ...props }: TableProps) => (
  <div class="scroll" tabindex={0} role="region" aria-label="Teams">
    <table class="table people">
      <thead>
        <tr>
          <th scope="col">Team</th>
          <th scope="col">Type</th>
          <th scope="col">Lead</th>
          <th scope="col" class="n">
            Members
          </th>
          <th scope="col" class="n">
            Below it
          </th>
        </tr>
      </thead>
      <tbody>
        {teams.map((team) => (
          <>
            <Line team={team} {...props} />
            {team.branches.map((each) => (
              <Line team={each} under={team.name} {...props} />
            ))}
            {team.branches.length > 0 && team.hidden > 0 && <Hidden team={team} {...props} />}
          </>
        ))}
      </tbody>
    </table>
  </div>
);

type LineProps = Omit<TableProps, 'teams'> & { team: TeamRow; under?: string };

const Line = ({ org, formats, team, flat, under }: LineProps) => {
  const links = adminTeamLinks(org.slug, team.id);
  return (
    <tr>
      <th scope="row">
        <div class={under ? 'under' : undefined}>
          <a href={links.page}>{team.name}</a>
          {under && <span class="vh"> below {under}</span>}
          {flat && <small>{flatWords(team, formats)}</small>}
          <small class="brief">{briefOf(team, formats)}</small>
        </div>
      </th>
      <td>{team.type}</td>
      <td>
        {team.lead && team.leadId && (
          <a class="row" href={personLink(org.slug, team.leadId)}>
            <Avatar name={team.lead} silent />
            {team.lead}
          </a>
        )}
      </td>
      <td class="n">{upTo(team.members, formats)}</td>
      <td class="n">
        {team.below > 0 && (
          <a href={links.under} aria-label={`Show ${upTo(team.below, formats)} below ${team.name}`}>
            {`Show ${upTo(team.below, formats)}`}
          </a>
        )}
      </td>
    </tr>
  );
};

const Hidden = ({ org, formats, team }: Omit<LineProps, 'team'> & { team: TeamBranch }) => (
  <tr>
    <th scope="row" colspan={5}>
      <div class="under">
        <a href={adminTeamLinks(org.slug, team.id).under}>
          {`${upTo(team.hidden, formats)} more`}
          <span class="vh"> below {team.name}</span>
        </a>
      </div>
    </th>
  </tr>
);

const flatWords = ({ parent, archivedAt }: TeamRow, formats: Formats): string =>
  [archivedAt !== null && `Archived ${formats.moment(archivedAt)}`, parent ? `Below ${parent}` : 'At the top']
    .filter(Boolean)
    .join(' · ');

/** What the columns say that a phone has no room for. */
const briefOf = ({ type, lead, members }: TeamRow, formats: Formats): string =>
  [type, lead, members === 1 ? '1 member' : `${upTo(members, formats)} members`].filter(Boolean).join(' · ');

const upTo = (count: number, { number }: Pick<Formats, 'number'>): string =>
  count < MOST_LISTED ? number(count) : `${number(MOST_LISTED)}+`;
