import type { Branch } from '../../domain/okrs/nesting.ts';
import { Row, type Setting } from './row.tsx';

/** OKRs in OKRs, as far as they were read. */
export const OkrTree = ({ branches, ...setting }: Setting & { branches: readonly Branch[] }) => (
  <ul role="list">
    {branches.map((branch) => (
      <Node branch={branch} {...setting} />
    ))}
  </ul>
);

const Node = ({ branch, ...setting }: Setting & { branch: Branch }) => {
  const { branches, hidden, kind } = branch;
  return (
    <li class={kind === 'objective' ? 'okr obj' : 'okr kr'}>
      <Row row={branch} stones={branches} folds={branches.length > 0} {...setting} />
      {(branches.length > 0 || hidden > 0) && (
        <ul role="list">
          {branches.map((each) => (
            <Node branch={each} {...setting} />
          ))}
          {hidden > 0 && <Hidden branch={branch} {...setting} />}
        </ul>
      )}
    </li>
  );
};

const Hidden = ({ branch: { id, title, hidden }, org, formats }: Setting & { branch: Branch }) => (
  <li class="okr kr">
    <div class="okr-row">
      <div class="okr-name">
        <span>
          <a href={`/o/${org.slug}/okrs/${id}`} aria-label={`${formats.number(hidden)} more below ${title}`}>
            {`${formats.number(hidden)} more`}
          </a>
        </span>
      </div>
    </div>
  </li>
);
