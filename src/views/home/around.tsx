import type { Quiet, TeamVoice } from '../../domain/home/speaking.ts';
import { providerNames } from '../../domain/words.ts';
import type { Formats } from '../format.ts';
import type { Shell } from '../shell.ts';
import { SectionHead } from '../ui/heads.tsx';
import { Stones } from '../ui/status.tsx';

const mostStones = 8;

/** The member's teams: how their key results stand, and how many have spoken this week. */
export const Teams = ({
  home,
  teams,
  voices,
}: {
  home: string;
  teams: Shell['teams'];
  voices: readonly TeamVoice[];
}) => (
  <section aria-labelledby="teams">
    <SectionHead id="teams" title="Teams" note="checked in" />
    <ul class="rows" role="list">
      {teams.map((team) => (
        <TeamRow
          href={`${home}/okrs?team=${encodeURIComponent(team.id)}`}
          name={team.name}
          voice={voices.find((voice) => voice.teamId === team.id)}
        />
      ))}
    </ul>
  </section>
);

/** What nothing is heard from, and who could say something. */
export const GoneQuiet = ({ home, quiet, formats }: { home: string; quiet: readonly Quiet[]; formats: Formats }) => (
  <section aria-labelledby="quiet">
    <SectionHead id="quiet" title="Gone quiet" />
    <ul class="rows" role="list">
      {quiet.map((each) => (
        <li>
          <p>
            <a href={`${home}/okrs/${each.okr.id}`}>{each.okr.title}</a>
            <small>{silence(each, formats)}</small>
          </p>
        </li>
      ))}
    </ul>
  </section>
);

const TeamRow = ({ href, name, voice }: { href: string; name: string; voice: TeamVoice | undefined }) => (
  <li>
    <p>
      <a href={href}>{name}</a>
    </p>
    {voice ? (
      <>
        {voice.statuses.length <= mostStones && <Stones statuses={voice.statuses} />}
        <span class="small">{`${voice.spoken} of ${voice.statuses.length}`}</span>
      </>
    ) : (
      <span class="small count">no key results</span>
    )}
  </li>
);

/** “Jira was last read 9 days ago. Jonas Berg owns it.” */
export function silence({ okr, cause, since }: Quiet, formats: Formats): string {
  const source = okr.provider ? providerNames[okr.provider] : 'Its source';
  const what =
    cause === 'source'
      ? since === null
        ? `${source} has not been read yet.`
        : `${source} was last read ${formats.ago(since)}.`
      : since === null
        ? 'No check-in yet.'
        : `Last check-in ${formats.ago(since)}.`;
  return okr.owner ? `${what} ${okr.owner} owns it.` : what;
}
