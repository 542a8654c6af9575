import type { Child } from 'hono/jsx';
import type { OkrRow, Stone } from '../../domain/okrs/row.ts';
import { measuresWay } from '../../domain/okrs/ruling.ts';
import { closedWords } from '../closures/words.ts';
import type { Formats } from '../format.ts';
import { Avatar } from '../ui/avatar.tsx';
import { Bar } from '../ui/bar.tsx';
import { CairnStack } from '../ui/cairn-stack.tsx';
import { Icon } from '../ui/icon.tsx';
import { SourceGlyph } from '../ui/source.tsx';
import { StatusMark, statusClass } from '../ui/status.tsx';
import { Trail } from '../ui/trail.tsx';
import { alsoWords, ambitionWords, levelWords } from './okr-words.ts';
import { targetWords, valueInShort } from './value-words.ts';
import { weekStones } from './weeks.ts';

/** Whose page a list is on, and on which day. */
export type Setting = {
  org: { slug: string; name: string };
  today: string;
  formats: Formats;
  /** True when branches begin folded up. */
  folded?: boolean;
};

type RowProps = Setting & {
  row: OkrRow;
  stones: readonly Stone[];
  /** True when there is a branch to fold up. */
  folds?: boolean;
  /** True for a private OKR that only its numbers are shown of. */
  veiled?: boolean;
  /** Other parents in which it counts. */
  also?: readonly { title: string }[];
};

/** One OKR in one line: name, weeks, bar, value, status, owner. The order is what the columns stand on. */
export const Row = ({ row, stones, folds, veiled, also, org, today, formats, folded }: RowProps) => {
  const target = targetWords(row.measure, formats, valueInShort);
  return (
    <div class={`okr-row ${statusClass(row.status)}`}>
      <div class="okr-name">
        {folds && (
          <details open={!folded}>
            <summary aria-label={`Below ${row.title}`}>
              <Icon name="right" turn />
            </summary>
          </details>
        )}
        {row.kind === 'objective' && <CairnStack stones={stones} />}
        {row.visibility === 'private' && <Icon name="lock" label={veiled ? undefined : 'Private'} />}
        {veiled ? <span>{row.title}</span> : <Name row={row} org={org} small={smallWords(row, org, also, formats)} />}
      </div>
      <Trail weeks={weekStones(row, today)} />
      <span class="okr-bar">
        <Bar
          progress={row.progress}
          expected={row.closedAt === null && measuresWay(row.measure) ? row.expected : null}
          status={row.status}
          formats={formats}
        />
        {row.mode === 'data_source' && row.provider && <SourceGlyph provider={row.provider} off={row.off} />}
      </span>
      <span class="okr-val">
        <b>{valueInShort(row.measure, row.value, formats)}</b>
        {target && (
          <>
            {' '}
            <small>{target}</small>
          </>
        )}
      </span>
      <StatusMark
        status={row.status}
        says={row.score === null ? undefined : closedWords(row.status, row.score, formats)}
      />
      {row.owners[0] ? <Avatar name={row.owners[0].name} /> : <span class="avatar" role="img" aria-label="No owner" />}
    </div>
  );
};

/** The heads of the columns; each line says its own words to those who cannot see them. */
export const ColumnHeads = () => (
  <div class="okr-row okr-head" aria-hidden="true">
    <span>Objectives and key results</span>
    <span>Week by week</span>
    <span>Progress</span>
    <span>Now</span>
    <span>Status</span>
  </div>
);

const Name = ({ row, org, small }: { row: OkrRow; org: Setting['org']; small: string }): Child => (
  <span>
    <a class={row.kind === 'objective' ? 'objective' : undefined} href={`/o/${org.slug}/okrs/${row.id}`}>
      {row.title}
    </a>
    {small && <small>{small}</small>}
  </span>
);

function smallWords(row: OkrRow, org: Setting['org'], also: RowProps['also'], formats: Formats): string {
  const kind = {
    objective: `${levelWords(row, org.name)} · ${ambitionWords[row.ambition]}`,
    key_result: '',
    project: 'Project',
  }[row.kind];
  return [kind, also?.length ? alsoWords(also, formats) : ''].filter(Boolean).join(' · ');
}
