import type { Tree, TreeFilter } from '../../domain/okrs/listing-tree.ts';
import type { Branch } from '../../domain/okrs/nesting.ts';
import { formats as formatsOf } from '../format.ts';
import { Layout } from '../layout.tsx';
import { draftLinks, proposalsLink } from '../proposals/links.ts';
import type { Shell } from '../shell.ts';
import { templateLink } from '../templates/links.ts';
import { Empty } from '../ui/empty.tsx';
import { PageHead } from '../ui/heads.tsx';
import { Icon } from '../ui/icon.tsx';
import { Pager } from '../ui/pager.tsx';
import { listLink } from './links.ts';
import { LookingBack, PastNotice } from './looking-back.tsx';
import { counted, quoted } from './okr-words.ts';
import { ColumnHeads } from './row.tsx';
import { Toolbar } from './toolbar.tsx';
import { OkrTree } from './tree.tsx';

export type ListProps = {
  shell: Shell;
  tree: Tree;
  filter: TreeFilter;
  /** The member who looks. */
  me: string | null;
  mayCreate: boolean;
  /** True when branches begin folded up. */
  folded: boolean;
};

/** The OKRs of a period, nested. */
export const ListPage = (props: ListProps) => {
  const { shell, tree, filter, mayCreate } = props;
  const { org, today } = shell;
  const formats = formatsOf(shell);
  const more = tree.next && listLink(org.slug, filter, { after: tree.next });
  return (
    <Layout shell={shell} title={filter.words ? quoted(filter.words) : 'OKRs'}>
      <PageHead
        title="OKRs"
        under={
          <p class="small count">{`${filter.words ? `${quoted(filter.words)}: ` : ''}${headline(tree, filter, formats.number)}`}</p>
        }
        actions={
          <>
            <a class="btn quiet" href={proposalsLink(org.slug)}>
              Proposals
            </a>
            <a class="btn quiet" href={draftLinks(org.slug).list}>
              Drafts
            </a>
            {mayCreate && <NewOkr {...props} />}
          </>
        }
      />
      <section class="stack tight" aria-label="Objectives and key results">
        {tree.periods.length > 0 && <Toolbar {...props} />}
        {filter.on && <PastNotice shell={shell} filter={filter} on={filter.on} />}
        {tree.roots.length > 0 ? (
          <div class="okrs">
            <ColumnHeads />
            <OkrTree
              branches={tree.roots}
              org={org}
              today={filter.on ?? today}
              formats={formats}
              folded={props.folded}
            />
          </div>
        ) : (
          <Nothing {...props} />
        )}
        <Pager href={more} />
        {tree.roots.length > 0 && <LookingBack {...props} />}
      </section>
    </Layout>
  );
};

/** “7 objectives, 19 key results. 12 of them update themselves.” */
export function headline(
  { roots, next, narrowed }: Tree,
  { after }: TreeFilter,
  number: (value: number) => string,
): string {
  const all = [...new Map(roots.flatMap(flat).map((each) => [each.id, each])).values()];
  if (all.length === 0) return narrowed ? 'Nothing here matches.' : 'None yet.';
  const count = (kind: Branch['kind']) => all.filter((each) => each.kind === kind).length;
  const counts = [
    [count('objective'), 'objective'],
    [count('key_result'), 'key result'],
    [count('project'), 'project'],
  ] as const;
  const linked = all.filter((each) => each.mode === 'data_source').length;
  const kinds = counts.filter(([of]) => of > 0).map(([of, noun]) => counted(of, noun, number));
  const themselves =
    linked === 0 ? '' : ` ${number(linked)} of them ${linked === 1 ? 'updates itself' : 'update themselves'}.`;
  return `${kinds.join(', ')}${next || after ? ' on this page' : ''}.${themselves}`;
}

const flat = (branch: Branch): Branch[] => [branch, ...branch.branches.flatMap(flat)];

const NewOkr = ({ shell, tree }: ListProps) => (
  <a class="btn primary" href={`/o/${shell.org.slug}/okrs/new${tree.period ? `?period=${tree.period.id}` : ''}`}>
    <Icon name="plus" />
    New OKR
  </a>
);

const Nothing = (props: ListProps) => {
  const { shell, tree, filter, mayCreate } = props;
  const { slug } = shell.org;
  const period = tree.period?.name;
  if (tree.periods.length === 0)
    return (
      <Empty heading="h2" title="There is no time period yet">
        OKRs live in a quarter or a year. The first one is set up together with the organization; ask whoever did that.
      </Empty>
    );
  if (tree.narrowed)
    return (
      <Empty
        heading="h2"
        title={filter.words ? `Nothing holds ${quoted(filter.words)}` : 'Nothing matches'}
        actions={
          <>
            <a class="btn primary" href={listLink(slug, noFilter, { period: filter.period })}>
              {period ? `Show all of ${period}` : 'Show the current period'}
            </a>
            {filter.period !== 'all' && (
              <a class="btn" href={listLink(slug, filter, { period: 'all' })}>
                Look in all periods
              </a>
            )}
          </>
        }
      >
        {period ? `This was looked for in ${period}.` : 'This was looked for in all periods.'}
      </Empty>
    );
  return (
    <Empty
      heading="h2"
      title={`${period ?? 'This period'} has no objectives yet`}
      actions={
        mayCreate && (
          <>
            <NewOkr {...props} />
            <a class="btn" href={templateLink(slug, tree.period?.id ?? null)}>
              Start from a template
            </a>
          </>
        )
      }
    >
      Start with one. Where do you want to go, and how will you know you are getting there?
    </Empty>
  );
};

/** The list without anything to narrow it. */
export const noFilter: TreeFilter = {
  period: null,
  level: null,
  team: null,
  statuses: [],
  owner: null,
  tag: null,
  words: '',
  after: null,
};
