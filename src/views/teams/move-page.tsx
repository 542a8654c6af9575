import type { TeamStep } from '../../domain/teams/finding-path.ts';
import type { Along, Destination } from '../../domain/teams/moving.ts';
import type { TeamRow } from '../../domain/teams/outlining.ts';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { FindField } from '../ui/find-field.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { NamedSelect } from '../ui/named-select.tsx';
import { adminTeamLinks } from './links.ts';
import { countedUpTo } from './words.ts';

/** Where it is to go: an id, empty for the top, null until somebody chose. */
export type Chosen = { id: string; destination: Destination | null } | null;

type PageProps = {
  shell: Shell;
  formats: Formats;
  team: TeamRow;
  along: Along;
  chosen: Chosen;
  parents: readonly { id: string; name: string }[];
  moreParents: boolean;
  q: string;
  /** Why the move was refused. */
  message?: string | undefined;
};

/** A new place for a team: first where, then what that means, then the button that does it. */
export const MoveTeamPage = (props: PageProps) => {
  const { shell, team, chosen, parents, moreParents, q, message } = props;
  const links = adminTeamLinks(shell.org.slug, team.id);
  return (
    <Layout shell={shell} title={`Move ${team.name}`} narrow>
      <PageHead
        title={`Move ${team.name}`}
        over={
          <p class="small">
            <a href={links.page}>{team.name}</a>
          </p>
        }
        under={team.parent ? `It stands below ${team.parent} now.` : 'It is at the top now.'}
      />
      {message && <Alert status="behind" title={message} urgent />}
      <form class="stack tight" action={links.move}>
        <div class="row">
          <div class="grow">
            <NamedSelect
              id="to"
              name="to"
              label="Let it stand below"
              none="No team, at the top"
              among={parents.filter(({ id }) => id !== team.id)}
              value={chosen?.id ?? team.parentId ?? ''}
            />
          </div>
        </div>
        {(moreParents || q !== '') && <FindField id="q" name="q" label="Find a team by name" value={q} find="team" />}
        <div class="row">
          <button class="btn">See what that means</button>
          <a class="btn quiet" href={links.page}>
            Leave it where it is
          </a>
        </div>
      </form>
      {chosen && <Preview {...props} chosen={chosen} />}
    </Layout>
  );
};

const Preview = ({ shell, formats, team, along, chosen }: PageProps & { chosen: NonNullable<Chosen> }) => {
  const { destination } = chosen;
  const refusal = refusalOf(team, chosen);
  return (
    <section class="stack tight" aria-labelledby="means">
      <SectionHead id="means" title="What that means" />
      {refusal ? (
        <Alert status="behind" title={refusal} />
      ) : (
        <form class="stack tight" method="post" action={adminTeamLinks(shell.org.slug, team.id).move} {...once}>
          <input type="hidden" name="to" value={chosen.id} />
          <p>{destination ? `It will be ${wayWords(destination.above, team.name)}.` : 'It will stand at the top.'}</p>
          <p>{alongWords(along, formats)}</p>
          {destination && <p>{leadsWords(destination)}</p>}
          <div class="row">
            <button class="btn primary">Move it</button>
          </div>
        </form>
      )}
    </section>
  );
};

function refusalOf(team: TeamRow, { id, destination }: NonNullable<Chosen>): string | null {
  if (id === (team.parentId ?? '')) return 'It stands there already';
  if (id === '' || !destination) return null;
  const [parent] = destination.above;
  if (!parent) return 'There is no such team';
  if (destination.circle) return `${parent.name} stands below ${team.name} itself. Move that one first`;
  return parent.archivedAt === null ? null : `${parent.name} is archived. Restore it first`;
}

const wayWords = (above: readonly TeamStep[], name: string): string =>
  [...above.map((step) => step.name).reverse(), name].join(' › ');

function alongWords({ teams, okrs }: Along, formats: Formats): string {
  const parts = [
    teams > 0 && `${countedUpTo(teams, 'team', formats)} below it`,
    okrs > 0 && countedUpTo(okrs, 'OKR', formats),
  ].filter((part) => part !== false);
  return parts.length === 0
    ? 'Nothing else comes along: no team stands below it and it has no OKRs.'
    : `Along with it: ${formats.list(parts)}. OKRs stay aligned as they are.`;
}

const leadsWords = ({ above }: Destination): string =>
  above.some(({ leadId }) => leadId !== null)
    ? 'Leads of the teams above may then change its OKRs and its members; those of the teams it leaves no longer may.'
    : 'No team above it has a lead.';
