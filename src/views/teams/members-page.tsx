import type { FieldErrors } from '../../domain/refusal.ts';
import type { Seat } from '../../domain/teams/finding-page.ts';
import type { TeamRow } from '../../domain/teams/outlining.ts';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import { quoted } from '../okrs/okr-words.ts';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { Avatar } from '../ui/avatar.tsx';
import { Empty } from '../ui/empty.tsx';
import { FindField } from '../ui/find-field.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { Pager } from '../ui/pager.tsx';
import { TypeField } from './fields.tsx';
import { personLink, teamLinks } from './links.ts';

type PageProps = {
  shell: Shell;
  formats: Formats;
  team: TeamRow;
  seats: readonly Seat[];
  /** Address of the rest of the members. */
  more: string | null;
  /** Who was looked for, and those found who do not belong to it yet. */
  q: string;
  found: readonly { id: string; name: string }[];
  type: string;
  errors: FieldErrors;
  message?: string | undefined;
};

/** Who belongs to a team and what kind of team it is: for admins, its lead and the leads above. */
export const TeamMembersPage = (props: PageProps) => {
  const { shell, formats, team, seats, more, type, errors, message } = props;
  const links = teamLinks(shell.org.slug, team.id);
  return (
    <Layout shell={shell} title={`Members of ${team.name}`} narrow>
      <PageHead
        title={`Members of ${team.name}`}
        over={
          <p class="small">
            <a href={links.page}>{team.name}</a>
          </p>
        }
        under="What people own stays theirs when they leave a team."
      />
      {message && <Alert status="behind" title={message} urgent />}
      {team.archivedAt === null && <Joining {...props} />}
      <section class="stack tight" aria-labelledby="seats">
        <SectionHead id="seats" title="Members" count={team.members > 0 ? formats.number(team.members) : undefined} />
        {seats.length === 0 ? (
          <Empty title="Nobody yet">
            Find people above and add them. They see the team in their side bar from then on.
          </Empty>
        ) : (
          <ul class="rows" role="list">
            {seats.map((seat) => (
              <li>
                <Avatar name={seat.name} silent />
                <p>
                  <a href={personLink(shell.org.slug, seat.id)}>{seat.name}</a>
                  <small>{seatWords(seat, team)}</small>
                </p>
                <form method="post" action={links.removal(seat.id)} {...once}>
                  <button class="btn quiet">
                    Remove<span class="vh"> {seat.name}</span>
                  </button>
                </form>
              </li>
            ))}
          </ul>
        )}
        <Pager href={more} />
      </section>
      <section class="stack tight" aria-labelledby="kind">
        <SectionHead id="kind" title="Type" />
        <form class="stack tight" method="post" action={links.page} {...once}>
          <div class="grid">
            <TypeField values={{ type }} errors={errors} />
          </div>
          <div class="row">
            <button class="btn">
              Save<span class="vh"> the type</span>
            </button>
          </div>
        </form>
      </section>
    </Layout>
  );
};

const Joining = ({ shell, team, q, found }: PageProps) => {
  const { members } = teamLinks(shell.org.slug, team.id);
  return (
    <section class="stack tight" aria-labelledby="joining">
      <SectionHead id="joining" title="Add somebody" />
      <form action={members} role="search" aria-label="People">
        <FindField id="q" name="q" label="Find people by name or address" value={q} find="people" />
      </form>
      {found.length > 0 && (
        <ul class="rows" role="list">
          {found.map((person) => (
            <li>
              <Avatar name={person.name} silent />
              <p>{person.name}</p>
              <form method="post" action={members} {...once}>
                <input type="hidden" name="q" value={q} />
                <button class="btn" name="member_id" value={person.id}>
                  Add<span class="vh"> {person.name}</span>
                </button>
              </form>
            </li>
          ))}
        </ul>
      )}
      {q !== '' && found.length === 0 && (
        <p role="status">{`Nobody who is not in the team yet is called ${quoted(q)}.`}</p>
      )}
    </section>
  );
};

const seatWords = ({ id, role, away }: Seat, team: TeamRow): string =>
  [id === team.leadId && 'Lead', role === 'observer' && 'Observer', away && 'Deactivated'].filter(Boolean).join(' · ');
