import { type Hindrances, isEmpty } from '../../domain/teams/hindrances.ts';
import type { TeamRow } from '../../domain/teams/outlining.ts';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import { proposalsLink } from '../proposals/links.ts';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { PageHead } from '../ui/heads.tsx';
import { adminTeamLinks, teamLinks } from './links.ts';
import { countedUpTo } from './words.ts';

type PageProps = {
  shell: Shell;
  formats: Formats;
  team: TeamRow;
  hindrances: Hindrances;
  message?: string | undefined;
};

/** What stands in the way of deleting a team, or the button that does it. */
export const TeamDeletionPage = (props: PageProps) => {
  const { shell, team, hindrances, message } = props;
  const links = adminTeamLinks(shell.org.slug, team.id);
  const free = isEmpty(hindrances);
  return (
    <Layout shell={shell} title={`Delete ${team.name}`} narrow>
      <PageHead
        title={`Delete ${team.name}?`}
        over={
          <p class="small">
            <a href={links.page}>{team.name}</a>
          </p>
        }
      />
      {message && <Alert status="behind" title={message} urgent />}
      <form class="stack tight" method="post" action={links.deletion} {...once}>
        {free ? (
          <p>Nothing belongs to it. Deleting cannot be taken back.</p>
        ) : (
          <>
            <p>Only an empty team can be deleted. This is in the way:</p>
            <InTheWay {...props} />
            {team.archivedAt === null && <p>Archive it instead: it is put away, and its history stays.</p>}
          </>
        )}
        <div class="row">
          {free && <button class="btn primary">Delete this team</button>}
          {!free && team.archivedAt === null && (
            <a class="btn primary" href={links.archive}>
              Archive
            </a>
          )}
          <a class="btn quiet" href={links.page}>
            Keep it
          </a>
        </div>
      </form>
    </Layout>
  );
};

const InTheWay = ({ shell, formats, team, hindrances }: PageProps) => {
  const { slug } = shell.org;
  const { okrs, unseen, proposals, teams, members } = hindrances;
  const ways = [
    okrs > 0 && {
      href: `/o/${slug}/okrs?${new URLSearchParams({ period: 'all', team: team.id })}`,
      words: countedUpTo(okrs, 'OKR', formats),
    },
    unseen && { href: null, words: 'Drafts or private OKRs' },
    proposals > 0 && {
      href: proposalsLink(slug, { team: team.id }),
      words: countedUpTo(proposals, 'proposal', formats),
    },
    teams > 0 &&
      (team.below > 0
        ? { href: adminTeamLinks(slug, team.id).under, words: `${countedUpTo(teams, 'team', formats)} below it` }
        : { href: adminTeamLinks(slug).archived, words: `${countedUpTo(teams, 'archived team', formats)} below it` }),
    members > 0 && { href: teamLinks(slug, team.id).members, words: countedUpTo(members, 'member', formats) },
  ];
  return (
    <ul class="rows" role="list">
      {ways.map(
        (way) =>
          way && (
            <li>
              <p>{way.href ? <a href={way.href}>{way.words}</a> : way.words}</p>
            </li>
          ),
      )}
    </ul>
  );
};
