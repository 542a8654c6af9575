import type { Profile } from '../../domain/members/finding-profile.ts';
import type { Tree } from '../../domain/okrs/listing-tree.ts';
import type { WayUp } from '../../domain/okrs/listing-ways-up.ts';
import type { Branch } from '../../domain/okrs/nesting.ts';
import type { Role } from '../../domain/words.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import { okrLinks } from '../okrs/links.ts';
import { ColumnHeads } from '../okrs/row.tsx';
import { OkrTree } from '../okrs/tree.tsx';
import { isAdmin, type Shell } from '../shell.ts';
import { personLink, teamLinks } from '../teams/links.ts';
import { ProgressOverview } from '../teams/overview.tsx';
import { PeriodMenu } from '../teams/period-menu.tsx';
import { Alert } from '../ui/alert.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Empty } from '../ui/empty.tsx';
import { Facts } from '../ui/facts.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';

type PageProps = {
  shell: Shell;
  formats: Formats;
  person: Profile;
  tree: Tree;
  /** What stands above each of their OKRs, by its id. */
  ways: ReadonlyMap<string, WayUp>;
};

/** A person for everybody in the organization: who they are, whom they work with, and what they own in a period. */
export const PersonPage = (props: PageProps) => {
  const { shell, person } = props;
  const { slug } = shell.org;
  return (
    <Layout shell={shell} title={person.name}>
      <PageHead
        title={
          <span class="row">
            <Avatar name={person.name} silent />
            {person.name}
          </span>
        }
        under={roleWords[person.role]}
        actions={
          isAdmin(shell) && (
            <a class="btn" href={`/o/${slug}/admin/users/${person.id}`}>
              Edit user
            </a>
          )
        }
      />
      {person.state === 'deactivated' && (
        <Alert status="not_started" title={`${person.name} cannot sign in any more`}>
          What they did stays here.
        </Alert>
      )}
      {person.state === 'invited' && (
        <Alert status="not_started" title={`${person.name} was invited and has not come yet`} />
      )}
      <div class="split">
        <Okrs {...props} />
        <aside aria-label="Around them">
          <About {...props} />
          <Waiting {...props} />
          <Reports {...props} />
        </aside>
      </div>
    </Layout>
  );
};

const roleWords: Record<Role, string> = { owner: 'Owner', admin: 'Admin', member: 'Member', observer: 'Observer' };

const Okrs = ({ shell, formats, person, tree, ways }: PageProps) => {
  const { org, today } = shell;
  const { period, periods, roots, next } = tree;
  const list = `/o/${org.slug}/okrs?${new URLSearchParams({ ...(period && { period: period.id }), owner: person.id })}`;
  return (
    <section class="stack tight" aria-labelledby="okrs">
      <SectionHead
        id="okrs"
        title="OKRs"
        action={
          <PeriodMenu
            periods={periods}
            period={period}
            today={today}
            href={(id) => `${personLink(org.slug, person.id)}?${new URLSearchParams({ period: id })}`}
          />
        }
      />
      <ProgressOverview roots={roots} formats={formats} />
      {roots.length === 0 ? (
        <Empty title={`${person.name} owns nothing in ${period?.name ?? 'this period'}`}>
          {person.role === 'observer' ? 'Observers look on.' : 'Or nothing that you can see.'}
        </Empty>
      ) : (
        <div class="okrs">
          <ColumnHeads />
          <div class="stack tight">
            {roots.map((root) => (
              <div>
                <Way org={org} root={root} way={ways.get(root.id) ?? []} />
                <OkrTree branches={[root]} org={org} today={today} formats={formats} />
              </div>
            ))}
          </div>
        </div>
      )}
      {roots.length > 0 && (
        <p class="row">
          <a class="btn quiet" href={list}>
            {next ? 'All of them, with filters' : 'Open in the list'}
          </a>
        </p>
      )}
    </section>
  );
};

/** What an OKR works towards, top first. */
const Way = ({ org, root, way }: { org: Shell['org']; root: Branch; way: WayUp }) =>
  way.length === 0 ? null : (
    <nav class="small" aria-label={`Above ${root.title}`}>
      {way.map((step, i) => (
        <>
          {i > 0 && ' › '}
          <a href={okrLinks(org.slug, step.id).page}>{step.title}</a>
        </>
      ))}
    </nav>
  );

const About = ({ shell, person }: PageProps) => {
  const { slug } = shell.org;
  const { teams, manager, email } = person;
  return (
    <section aria-labelledby="about">
      <SectionHead id="about" title="About" />
      <Facts
        items={[
          email !== null && { term: 'Address', value: <a href={`mailto:${email}`}>{email}</a> },
          manager && { term: 'Manager', value: <a href={personLink(slug, manager.id)}>{manager.name}</a> },
          {
            term: teams.length === 1 ? 'Team' : 'Teams',
            value:
              teams.length === 0
                ? 'None'
                : teams.map((team, i) => (
                    <>
                      {i > 0 && ', '}
                      <a href={teamLinks(slug, team.id).page}>{team.name}</a>
                      {team.leads && ' (lead)'}
                    </>
                  )),
          },
        ]}
      />
    </section>
  );
};

const Waiting = ({ shell, formats, person: { waiting } }: PageProps) =>
  waiting.length === 0 ? null : (
    <section aria-labelledby="waiting">
      <SectionHead id="waiting" title="Needs a word" count={formats.number(waiting.length)} />
      <ul class="rows" role="list">
        {waiting.map(({ id, title, checkedInAt }) => (
          <li>
            <p>
              <a href={okrLinks(shell.org.slug, id).page}>{title}</a>
              <small>{checkedInAt === null ? 'No word yet' : `Last word ${formats.ago(checkedInAt)}`}</small>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );

const Reports = ({ shell, formats, person: { reports } }: PageProps) =>
  reports.length === 0 ? null : (
    <section aria-labelledby="reports">
      <SectionHead id="reports" title="Manages" count={formats.number(reports.length)} />
      <ul class="rows" role="list">
        {reports.map(({ id, name }) => (
          <li>
            <Avatar name={name} silent />
            <p>
              <a href={personLink(shell.org.slug, id)}>{name}</a>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
