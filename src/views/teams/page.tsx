import type { Tree } from '../../domain/okrs/listing-tree.ts';
import type { TeamPage as Found, Seat } from '../../domain/teams/finding-page.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import { ColumnHeads } from '../okrs/row.tsx';
import { OkrTree } from '../okrs/tree.tsx';
import { proposalsLink } from '../proposals/links.ts';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Empty } from '../ui/empty.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { Icon } from '../ui/icon.tsx';
import { StatusMark } from '../ui/status.tsx';
import { TeamWay } from './breadcrumb.tsx';
import { adminTeamLinks, personLink, teamLinks } from './links.ts';
import { ProgressOverview } from './overview.tsx';
import { PeriodMenu } from './period-menu.tsx';
import { countedUpTo } from './words.ts';

type PageProps = {
  shell: Shell;
  formats: Formats;
  found: Found;
  tree: Tree;
  /** What whoever looks may do: decide who belongs to it, everything, make OKRs of it. */
  may: { shape: boolean; administer: boolean; create: boolean };
};

/** A team for everybody: who it is, where it stands, and what it works towards in a period. */
export const TeamPage = (props: PageProps) => {
  const { shell, formats, found, may } = props;
  const { team, above } = found;
  const { slug } = shell.org;
  return (
    <Layout shell={shell} title={team.name}>
      <PageHead
        title={team.name}
        over={
          above.length > 0 && (
            <p class="small">
              <TeamWay steps={above} href={(id) => teamLinks(slug, id).page} />
            </p>
          )
        }
        under={
          <p class="small count">
            {team.type && `${team.type} · `}
            {team.lead && team.leadId && (
              <>
                {'Led by '}
                <a href={personLink(slug, team.leadId)}>{team.lead}</a>
                {' · '}
              </>
            )}
            {countedUpTo(team.members, 'member', formats)}
          </p>
        }
        actions={
          <>
            <a class="btn quiet" href={proposalsLink(slug, { team: team.id })}>
              Proposals
            </a>
            {may.administer ? (
              <a class="btn" href={adminTeamLinks(slug, team.id).page}>
                Edit team
              </a>
            ) : (
              may.shape && (
                <a class="btn" href={teamLinks(slug, team.id).members}>
                  Change members
                </a>
              )
            )}
          </>
        }
      />
      {team.archivedAt !== null && (
        <Alert status="not_started" title={`This team was archived ${formats.moment(team.archivedAt)}`}>
          It takes no new OKRs. What it has done stays here.
        </Alert>
      )}
      <div class="split">
        <Okrs {...props} />
        <aside aria-label="People and teams">
          <Members {...props} />
          <Below {...props} />
        </aside>
      </div>
    </Layout>
  );
};

const Okrs = ({ shell, formats, found: { team }, tree, may }: PageProps) => {
  const { org, today } = shell;
  const { period, periods, roots, next } = tree;
  const creates = may.create && team.archivedAt === null;
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
            href={(id) => teamLinks(org.slug, team.id).in(id)}
          />
        }
      />
      <ProgressOverview roots={roots} formats={formats} />
      {roots.length > 0 ? (
        <div class="okrs">
          <ColumnHeads />
          <OkrTree branches={roots} org={org} today={today} formats={formats} />
        </div>
      ) : (
        <Empty
          title={`${period?.name ?? 'This period'} has no OKRs of ${team.name}`}
          actions={creates && <NewOkr slug={org.slug} team={team.id} period={period?.id} />}
        >
          What should be different at the end of it, because of this team?
        </Empty>
      )}
      {roots.length > 0 && (
        <p class="row">
          {creates && <NewOkr slug={org.slug} team={team.id} period={period?.id} />}
          <a
            class="btn quiet"
            href={`/o/${org.slug}/okrs?${new URLSearchParams({ ...(period && { period: period.id }), team: team.id })}`}
          >
            {next ? 'All of them, with filters' : 'Open in the list'}
          </a>
        </p>
      )}
    </section>
  );
};

const NewOkr = (props: { slug: string; team: string; period: string | undefined }) => (
  <a
    class="btn"
    href={`/o/${props.slug}/okrs/new?${new URLSearchParams({ kind: 'objective', team: props.team, ...(props.period && { period: props.period }) })}`}
  >
    <Icon name="plus" />
    New OKR
  </a>
);

const Members = ({ shell, formats, found: { team, seats }, may }: PageProps) => {
  const hidden = team.members - seats.length;
  return (
    <section aria-labelledby="members">
      <SectionHead
        id="members"
        title="Members"
        count={team.members > 0 ? formats.number(team.members) : undefined}
        action={
          may.shape && (
            <a class="small" href={teamLinks(shell.org.slug, team.id).members}>
              Change
            </a>
          )
        }
      />
      {seats.length === 0 ? (
        <p class="small">Nobody belongs to it yet.</p>
      ) : (
        <ul class="rows" role="list">
          {seats.map((seat) => (
            <li>
              <Avatar name={seat.name} silent />
              <p>
                <a href={personLink(shell.org.slug, seat.id)}>{seat.name}</a>
                {seatWords(seat, team.leadId) && <small>{seatWords(seat, team.leadId)}</small>}
              </p>
            </li>
          ))}
        </ul>
      )}
      {hidden > 0 && <p class="small">{`${formats.number(hidden)} more`}</p>}
    </section>
  );
};

const seatWords = ({ id, away }: Seat, leadId: string | null): string =>
  [id === leadId && 'Lead', away && 'Deactivated'].filter(Boolean).join(' · ');

const Below = ({ shell, formats, found: { below, team } }: PageProps) =>
  below.length === 0 ? null : (
    <section aria-labelledby="below">
      <SectionHead id="below" title="Teams below it" count={formats.number(team.below)} />
      <ul class="rows" role="list">
        {below.map((each) => (
          <li>
            <p>
              <a href={teamLinks(shell.org.slug, each.id).page}>{each.name}</a>
            </p>
            {each.status && <StatusMark status={each.status} />}
          </li>
        ))}
      </ul>
    </section>
  );
