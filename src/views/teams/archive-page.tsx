import type { FieldErrors } from '../../domain/refusal.ts';
import type { TeamRow } from '../../domain/teams/outlining.ts';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { FindField } from '../ui/find-field.tsx';
import { PageHead } from '../ui/heads.tsx';
import { NamedSelect } from '../ui/named-select.tsx';
import { adminTeamLinks } from './links.ts';
import { countedUpTo } from './words.ts';

type PageProps = {
  shell: Shell;
  formats: Formats;
  team: TeamRow;
  /** Its OKRs that are not closed, as far as the admin sees them. */
  open: number;
  teams: readonly { id: string; name: string }[];
  moreTeams: boolean;
  values: { to: string; q: string };
  errors: FieldErrors;
  message?: string | undefined;
};

/** What putting a team away means, and what becomes of its open OKRs. */
export const ArchiveTeamPage = (props: PageProps) => {
  const { shell, formats, team, open, message } = props;
  const links = adminTeamLinks(shell.org.slug, team.id);
  return (
    <Layout shell={shell} title={`Archive ${team.name}`} narrow>
      <PageHead
        title={`Archive ${team.name}?`}
        over={
          <p class="small">
            <a href={links.page}>{team.name}</a>
          </p>
        }
      />
      {message && <Alert status="behind" title={message} urgent />}
      <form class="stack tight" method="post" action={links.archive} {...once}>
        <p>It is offered nowhere any more and takes no new OKRs. Its history stays, and you can restore it.</p>
        {team.below > 0 && (
          <p>
            {`${countedUpTo(team.below, 'team', formats)} right below it will stand ${team.parent ? `below ${team.parent}` : 'at the top'}.`}
          </p>
        )}
        {open === 0 ? <p>None of its OKRs is open.</p> : <OpenOkrs {...props} />}
        <div class="row">
          <button class="btn primary">Archive the team</button>
          <a class="btn quiet" href={links.page}>
            Keep it
          </a>
        </div>
      </form>
    </Layout>
  );
};

const OpenOkrs = ({ shell, formats, team, open, teams, moreTeams, values, errors }: PageProps) => (
  <>
    <p>
      <a href={`/o/${shell.org.slug}/okrs?${new URLSearchParams({ period: 'all', team: team.id })}`}>
        {countedUpTo(open, 'OKR', formats)}
      </a>
      {open === 1 ? ' of it is open still.' : ' of it are open still.'}
    </p>
    <NamedSelect
      id="to"
      name="to"
      label="What becomes of them"
      none="They stay with this team"
      among={teams.filter(({ id }) => id !== team.id).map(({ id, name }) => ({ id, name: `Move to ${name}` }))}
      value={values.to}
      error={errors.to}
      hint="Moving takes a minute or two. Private OKRs that you are not named in stay."
    />
    {(moreTeams || values.q !== '') && (
      <FindField id="q" name="q" label="Find a team by name" value={values.q} find="team" />
    )}
  </>
);
