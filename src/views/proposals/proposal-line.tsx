import { isChange, type Line } from '../../domain/okrs/line.ts';
import { isWorkable } from '../../domain/proposals/proposal.ts';
import { CommentThread } from '../comments/comment-thread.tsx';
import { okrLinks } from '../okrs/links.ts';
import { counted } from '../okrs/okr-words.ts';
import { Icon } from '../ui/icon.tsx';
import { Changes, lineSays, summaryWords } from './line.tsx';
import { draftLinks, newDraftLink, proposalLinks } from './links.ts';
import type { ProposalView } from './proposal-page.tsx';

/** One draft in its proposal: what is new or different, and what people say about it. */
export const ProposalLine = (view: Omit<ProposalView, 'lines'> & { line: Line }) => {
  const { shell, found, line, formats, may, talk } = view;
  const { okr } = line.draft;
  const { slug } = shell.org;
  const said = talk.comments.filter((comment) => comment.okrId === okr.id).length;
  const open = may.work && isWorkable(found.proposal);
  return (
    <div class="stack tight" id={okr.id}>
      <p>
        <a class={okr.kind === 'objective' ? 'objective' : undefined} href={draftLinks(slug).page(okr.id)}>
          {okr.title}
        </a>
        <small>{[lineSays(line), ...(isChange(line) ? [] : [summaryWords(line.draft, formats)])].join(' · ')}</small>
      </p>
      {isChange(line) && <Changes org={shell.org} line={line} formats={formats} />}
      {open && (
        <div class="row small">
          <a href={okrLinks(slug, okr.id).edit} aria-label={`Edit ${okr.title}`}>
            Edit
          </a>
          {okr.kind === 'objective' && (
            <a
              href={newDraftLink(slug, found.proposal, { kind: 'key_result', parent: okr.draftOfId ?? okr.id })}
              aria-label={`Add a key result to ${okr.title}`}
            >
              Add a key result
            </a>
          )}
          <form method="post" action={proposalLinks(slug, found.proposal.id).removal(okr.id)}>
            <button class="btn quiet">
              Take out<span class="vh"> {okr.title}</span>
            </button>
          </form>
        </div>
      )}
      <details open={said > 0}>
        <summary class="row small">
          <Icon name="right" turn />
          <span>
            {said === 0 ? 'Comment' : counted(said, 'comment', formats.number)}
            <span class="vh"> on {okr.title}</span>
          </span>
        </summary>
        <CommentThread {...talk} org={shell.org} okrId={okr.id} formats={formats} />
      </details>
    </div>
  );
};
