import type { FieldErrors } from '../../domain/refusal.ts';
import type { TeamRow } from '../../domain/teams/outlining.ts';
import type { Formats } from '../format.ts';
import type { Shell } from '../shell.ts';
import { Confirmation } from '../ui/confirmation.tsx';
import { FindField } from '../ui/find-field.tsx';
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
    <Confirmation
      shell={shell}
      title={`Archive ${team.name}`}
      question={`Archive ${team.name}?`}
      back={{ href: links.page, words: team.name }}
      action={links.archive}
      yes="Archive the team"
      message={message}
    >
      <p>It is offered nowhere any more and takes no new OKRs. Its history stays, and you can restore it.</p>
      {team.below > 0 && (
        <p>
          {`${countedUpTo(team.below, 'team', formats)} right below it will stand ${team.parent ? `below ${team.parent}` : 'at the top'}.`}
        </p>
      )}
      {open === 0 ? <p>None of its OKRs is open.</p> : <OpenOkrs {...props} />}
    </Confirmation>
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
