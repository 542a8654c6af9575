import type { FieldErrors } from '../../domain/refusal.ts';
import type { TeamStep } from '../../domain/teams/finding-path.ts';
import type { TeamRow } from '../../domain/teams/outlining.ts';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { Facts } from '../ui/facts.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { TeamWay } from './breadcrumb.tsx';
import { LeadField, NameField, type TeamChoices, type TeamValues, TypeField } from './fields.tsx';
import { adminTeamLinks, teamLinks } from './links.ts';
import { countedUpTo } from './words.ts';

type PageProps = {
  shell: Shell;
  formats: Formats;
  team: TeamRow;
  above: readonly TeamStep[];
  values: TeamValues;
  errors: FieldErrors;
  message?: string | undefined;
  choices: TeamChoices;
};

/** One team for an admin: what is said of it, where it stands, and the ways to its end and back. */
export const EditTeamPage = (props: PageProps) => {
  const { shell, formats, team, above, message, ...fields } = props;
  const links = adminTeamLinks(shell.org.slug, team.id);
  const pages = teamLinks(shell.org.slug, team.id);
  return (
    <Layout shell={shell} title={team.name} narrow>
      <PageHead
        title={team.name}
        over={
          <p class="small">
            <a href={links.list}>Teams</a>
          </p>
        }
        actions={
          <a class="btn" href={pages.page}>
            Team page
          </a>
        }
      />
      {team.archivedAt !== null && <Archived {...props} />}
      {message && <Alert status="behind" title={message} urgent />}
      <section class="stack tight" aria-labelledby="said">
        <SectionHead id="said" title="Name, type and lead" />
        <form class="stack tight" method="post" action={links.page} {...once}>
          <div class="grid">
            <NameField {...fields} />
            <TypeField {...fields} />
            <LeadField {...fields} />
          </div>
          <div class="row">
            <button class="btn primary">Save</button>
          </div>
        </form>
      </section>
      <section class="stack tight" aria-labelledby="place">
        <SectionHead id="place" title="Where it stands" />
        <Facts
          items={[
            {
              term: 'Stands below',
              value:
                above.length > 0 ? (
                  <TeamWay steps={above} href={(id) => adminTeamLinks(shell.org.slug, id).page} />
                ) : (
                  'No team, it is at the top'
                ),
            },
            {
              term: 'Teams below it',
              value: team.below > 0 ? <a href={links.under}>{countedUpTo(team.below, 'team', formats)}</a> : 'No team',
            },
            { term: 'Members', value: <a href={pages.members}>{countedUpTo(team.members, 'member', formats)}</a> },
          ]}
        />
        <div class="row">
          <a class="btn" href={links.move}>
            Move
          </a>
          <a class="btn" href={pages.members}>
            Change members
          </a>
          {team.archivedAt === null && (
            <>
              <a class="btn" href={links.addBelow}>
                Add a team below it
              </a>
              <a class="btn quiet end" href={links.archive}>
                Archive
              </a>
            </>
          )}
          <a class={team.archivedAt === null ? 'btn quiet' : 'btn quiet end'} href={links.deletion}>
            Delete
          </a>
        </div>
      </section>
    </Layout>
  );
};

const Archived = ({ shell, formats, team }: PageProps) => (
  <Alert
    status="not_started"
    title={`Archived ${formats.moment(team.archivedAt ?? 0)}`}
    action={
      <form method="post" action={adminTeamLinks(shell.org.slug, team.id).restoration} {...once}>
        <button class="btn">Restore</button>
      </form>
    }
  >
    It takes no new OKRs and is offered nowhere. What it has done stays.
  </Alert>
);
