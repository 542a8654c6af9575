import type { TeamStep } from '../../domain/teams/finding-path.ts';
import type { TeamBranch, TeamFilter } from '../../domain/teams/outlining.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import { quoted } from '../okrs/okr-words.ts';
import type { Shell } from '../shell.ts';
import { Empty } from '../ui/empty.tsx';
import { FindField } from '../ui/find-field.tsx';
import { PageHead } from '../ui/heads.tsx';
import { Icon } from '../ui/icon.tsx';
import { Pager } from '../ui/pager.tsx';
import { SegmentedLinks } from '../ui/segmented.tsx';
import { TeamWay } from './breadcrumb.tsx';
import { adminTeamLinks } from './links.ts';
import { TeamTable } from './table.tsx';

type PageProps = {
  shell: Shell;
  formats: Formats;
  filter: TeamFilter;
  /** The team whose part of the tree this is, after those above it; none at the top of the tree. */
  way: readonly TeamStep[];
  teams: readonly TeamBranch[];
  /** Address of the rest of the list. */
  more: string | null;
};

/** Admin -> Teams: the tree two levels at a time, a search in it, and what was put away. */
export const AdminTeamsPage = (props: PageProps) => {
  const { shell, formats, filter, way, teams, more } = props;
  const links = adminTeamLinks(shell.org.slug);
  const here = way.at(-1);
  const flat = filter.q !== '' || filter.archived;
  return (
    <Layout shell={shell} title="Teams">
      <PageHead
        title={here ? `Below ${here.name}` : 'Teams'}
        over={
          here && (
            <p class="small">
              <a href={links.list}>Teams</a>
              {' › '}
              <TeamWay steps={way} href={(id) => adminTeamLinks(shell.org.slug, id).under} />
            </p>
          )
        }
        under={here ? undefined : 'Who works together, and under whom. A team has a lead, members and OKRs of its own.'}
        actions={
          <>
            <a class="btn" href={links.import}>
              Import
            </a>
            <a class="btn" href={links.export} download>
              <Icon name="save" />
              Export
            </a>
            <a class="btn primary" href={here ? adminTeamLinks(shell.org.slug, here.id).addBelow : links.add}>
              <Icon name="plus" />
              Add a team
            </a>
          </>
        }
      />
      <section class="stack tight" aria-label="List of teams">
        <div class="row">
          <form class="grow" action={links.list} role="search" aria-label="Teams">
            <FindField id="q" name="q" label="Find a team by name" value={filter.q} find="teams" />
          </form>
          <SegmentedLinks
            label="Which teams"
            links={[
              { href: links.list, label: 'Current', current: !filter.archived },
              { href: links.archived, label: 'Archived', current: filter.archived },
            ]}
          />
        </div>
        {teams.length > 0 ? (
          <TeamTable org={shell.org} formats={formats} teams={teams} flat={flat} />
        ) : (
          <Nothing {...props} />
        )}
        <Pager href={more} />
      </section>
    </Layout>
  );
};

const Nothing = ({ shell, filter, way }: PageProps) => {
  const links = adminTeamLinks(shell.org.slug);
  const here = way.at(-1);
  if (filter.q !== '')
    return (
      <Empty
        heading="h2"
        title={`No team is called ${quoted(filter.q)}`}
        actions={
          <a class="btn" href={links.list}>
            Show all teams
          </a>
        }
      >
        Write how one of the words in its name begins.
      </Empty>
    );
  if (filter.archived)
    return (
      <Empty heading="h2" title="No team is archived">
        A team that is put away is kept here with its history, and can be brought back.
      </Empty>
    );
  return (
    <Empty
      heading="h2"
      title={here ? `No team stands below ${here.name}` : 'No teams yet'}
      actions={
        <>
          <a class="btn primary" href={here ? adminTeamLinks(shell.org.slug, here.id).addBelow : links.add}>
            Add a team
          </a>
          <a class="btn" href={links.import}>
            Import a file
          </a>
        </>
      }
    >
      A team gathers the OKRs of people who work on the same thing.
    </Empty>
  );
};
