import { SectionHead } from '../ui/heads.tsx';
import { okrLinks } from './links.ts';
import { type OkrView, regions } from './okr-view.ts';
import { Row } from './row.tsx';

/** What stands directly below an OKR. */
export const Children = ({ org, found, may, today, formats }: OkrView) => {
  const { okr, children } = found;
  const mayAdd = may.change && okr.closedAt === null;
  if (children.length === 0 && !(mayAdd && okr.kind === 'objective')) return null;
  const onlyResults = children.every((child) => child.kind === 'key_result');
  return (
    <section aria-labelledby="krs" id={regions.children}>
      <SectionHead
        id="krs"
        title={onlyResults ? 'Key results' : 'Below it'}
        count={children.length > 0 ? formats.number(children.length) : undefined}
        action={
          mayAdd && (
            <span class="row small">
              {children.length > 1 && <a href={okrLinks(org.slug, okr.id).contributions}>Contributions</a>}
              <a href={okrLinks(org.slug, okr.id).addKeyResult}>Add a key result</a>
            </span>
          )
        }
      />
      {children.length === 0 ? (
        <p class="checkin">How will you know that you get there? A key result says what is measured.</p>
      ) : (
        <div class="okrs">
          <ul role="list">
            {children.map((child) => (
              <li class={child.kind === 'objective' ? 'okr obj' : 'okr'}>
                <Row
                  row={child}
                  stones={child.stones}
                  veiled={!child.seen}
                  also={child.elsewhere}
                  org={org}
                  today={today}
                  formats={formats}
                />
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
};
