import type { Branch } from '../../domain/okrs/nesting.ts';
import type { Period } from '../../domain/periods/finding.ts';
import { foldedOf } from '../../domain/tags/tag.ts';
import { type Kind, kinds, statuses } from '../../domain/words.ts';
import { Icon } from '../ui/icon.tsx';
import { Menu, MenuButton } from '../ui/menu.tsx';
import { SegmentedLinks } from '../ui/segmented.tsx';
import { StatusMark, statusWords } from '../ui/status.tsx';
import { listLink } from './links.ts';
import type { ListProps } from './list-page.tsx';

/** What decides which OKRs are shown: the period, the level, and a menu for each of kind, team, status and owner. */
export const Toolbar = (props: ListProps) => (
  <div class="row">
    <PeriodSwitch {...props} />
    <LevelSwitch {...props} />
    <div class="row tools end">
      <KindFilter {...props} />
      <TeamFilter {...props} />
      <StatusFilter {...props} />
      <OwnerFilter {...props} />
      <TagFilter {...props} />
      <Fold {...props} />
      {props.tree.narrowed && (
        <a class="btn quiet" href={listLink(props.shell.org.slug, props.filter, everything)}>
          <Icon name="x" />
          Clear
        </a>
      )}
    </div>
  </div>
);

const Fold = ({ shell, tree, filter, folded }: ListProps) => {
  if (!tree.roots.some((root) => root.branches.length > 0)) return null;
  const same = listLink(shell.org.slug, filter, { after: filter.after });
  return (
    <a class="btn quiet" href={folded ? same : `${same}${same.includes('?') ? '&' : '?'}folded=1`}>
      <Icon name={folded ? 'unfold' : 'fold'} />
      {folded ? 'Expand all' : 'Collapse all'}
    </a>
  );
};

const everything = { kind: null, level: null, team: null, statuses: [], owner: null, tag: null, words: '' } as const;

const PeriodSwitch = ({ shell, tree, filter }: ListProps) => {
  const { slug } = shell.org;
  const [earlier, later] = neighbours(tree.periods, tree.period);
  return (
    <>
      <span class="unit">
        {earlier && <Step slug={slug} filter={filter} period={earlier} icon="left" word="Earlier" />}
        <MenuButton menu="periods">{tree.period?.name ?? 'All periods'}</MenuButton>
        {later && <Step slug={slug} filter={filter} period={later} icon="right" word="Later" />}
      </span>
      <Menu id="periods" label="Time period">
        {tree.periods.map((period) => (
          <a
            href={listLink(slug, filter, { period: period.id })}
            aria-current={period.id === tree.period?.id ? 'true' : undefined}
          >
            {period.name}
            {period.startsOn > shell.today && <span class="end count">to come</span>}
            {period.endsOn < shell.today && <span class="end count">over</span>}
          </a>
        ))}
        {tree.period === null && <a aria-current="true">All periods</a>}
      </Menu>
    </>
  );
};

/** The periods of the same kind before and after one. */
function neighbours(periods: readonly Period[], period: Period | null): [Period | undefined, Period | undefined] {
  const alike = periods
    .filter((each) => each.kind === period?.kind)
    .toSorted((a, b) => (a.startsOn < b.startsOn ? -1 : 1));
  const at = alike.findIndex((each) => each.id === period?.id);
  return [alike[at - 1], at < 0 ? undefined : alike[at + 1]];
}

const Step = (props: {
  slug: string;
  filter: ListProps['filter'];
  period: Period;
  icon: 'left' | 'right';
  word: string;
}) => (
  <a
    class="btn only"
    href={listLink(props.slug, props.filter, { period: props.period.id })}
    aria-label={`${props.word}: ${props.period.name}`}
  >
    <Icon name={props.icon} />
  </a>
);

const LevelSwitch = ({ shell, filter, me }: ListProps) => {
  const to = (changes: Parameters<typeof listLink>[2]) =>
    listLink(shell.org.slug, filter, { level: null, owner: null, team: null, ...changes });
  const mine = me !== null && filter.owner === me;
  return (
    <SegmentedLinks
      label="Level"
      links={[
        { href: to({}), label: 'All', current: filter.level === null && !mine },
        { href: to({ level: 'organization' }), label: 'Organization', current: filter.level === 'organization' },
        { href: to({ level: 'team' }), label: 'Teams', current: filter.level === 'team' && !mine },
        { href: to({ owner: me as never }), label: 'Mine', current: mine },
      ]}
    />
  );
};

const KindFilter = ({ shell, filter }: ListProps) => (
  <>
    <MenuButton menu="f-kind">{filter.kind ? kindsWords[filter.kind] : 'Kind'}</MenuButton>
    <Menu id="f-kind" label="Kind">
      <a href={listLink(shell.org.slug, filter, { kind: null })} aria-current={filter.kind ? undefined : 'true'}>
        Any kind
      </a>
      {kinds.map((kind) => (
        <a href={listLink(shell.org.slug, filter, { kind })} aria-current={kind === filter.kind ? 'true' : undefined}>
          {kindsWords[kind]}
        </a>
      ))}
    </Menu>
  </>
);

const kindsWords: Record<Kind, string> = { objective: 'Objectives', key_result: 'Key results', project: 'Projects' };

const TeamFilter = ({ shell, tree, filter }: ListProps) => {
  if (tree.teams.length === 0) return null;
  const chosen = tree.teams.find((team) => team.id === filter.team);
  return (
    <>
      <MenuButton menu="f-team">{chosen?.name ?? 'Team'}</MenuButton>
      <Menu id="f-team" label="Team">
        <a href={listLink(shell.org.slug, filter, { team: null })} aria-current={chosen ? undefined : 'true'}>
          Any team
        </a>
        {tree.teams.map((team) => (
          <a
            href={listLink(shell.org.slug, filter, { team: team.id })}
            aria-current={team.id === filter.team ? 'true' : undefined}
          >
            {team.name}
          </a>
        ))}
      </Menu>
    </>
  );
};

const StatusFilter = ({ shell, filter }: ListProps) => {
  const [first, ...others] = filter.statuses;
  const label = first ? `${statusWords[first]}${others.length > 0 ? ` and ${others.length} more` : ''}` : 'Status';
  return (
    <>
      <MenuButton menu="f-status">{label}</MenuButton>
      <form class="menu" id="f-status" popover="auto" action={`/o/${shell.org.slug}/okrs`}>
        <Kept {...filter} />
        <div class="stack tight">
          {statuses.map((status) => (
            <label class="check">
              <input type="checkbox" name="status" value={status} checked={filter.statuses.includes(status)} />
              <StatusMark status={status} />
            </label>
          ))}
        </div>
        <hr />
        <button class="btn primary">Show</button>
      </form>
    </>
  );
};

/** What else narrows the list, for a form that changes one thing of it. */
const Kept = ({ period, kind, level, team, owner, tag, words }: ListProps['filter']) => (
  <>
    {Object.entries({ period, kind, level, team, owner, tag, q: words }).map(
      ([name, value]) => value && <input type="hidden" name={name} value={value} />,
    )}
  </>
);

const OwnerFilter = ({ shell, tree, filter }: ListProps) => {
  const owners = [...new Map(tree.roots.flatMap(ownersIn)).entries()].sort(([, a], [, b]) => a.localeCompare(b));
  if (owners.length === 0) return null;
  const chosen = owners.find(([id]) => id === filter.owner)?.[1];
  return (
    <>
      <MenuButton menu="f-owner">{chosen ?? 'Owner'}</MenuButton>
      <Menu id="f-owner" label="Owner">
        <a href={listLink(shell.org.slug, filter, { owner: null })} aria-current={filter.owner ? undefined : 'true'}>
          Anyone
        </a>
        {owners.map(([id, name]) => (
          <a
            href={listLink(shell.org.slug, filter, { owner: id })}
            aria-current={id === filter.owner ? 'true' : undefined}
          >
            {name}
          </a>
        ))}
      </Menu>
    </>
  );
};

const TagFilter = ({ shell, tree, filter }: ListProps) => {
  if (tree.tags.length === 0) return null;
  const chosen = filter.tag === null ? null : foldedOf(filter.tag);
  const name = tree.tags.find((tag) => foldedOf(tag) === chosen) ?? filter.tag;
  return (
    <>
      <MenuButton menu="f-tag">{name ?? 'Tag'}</MenuButton>
      <Menu id="f-tag" label="Tag">
        <a href={listLink(shell.org.slug, filter, { tag: null })} aria-current={chosen === null ? 'true' : undefined}>
          Any tag
        </a>
        {tree.tags.map((tag) => (
          <a href={listLink(shell.org.slug, filter, { tag })} aria-current={tag === name ? 'true' : undefined}>
            {tag}
          </a>
        ))}
      </Menu>
    </>
  );
};

const ownersIn = (branch: Branch): [Branch['owners'][number]['id'], string][] => [
  ...branch.owners.map((owner) => [owner.id, owner.name] as [typeof owner.id, string]),
  ...branch.branches.flatMap(ownersIn),
];
