import type { Conversation } from '../../domain/comments/conversation.ts';
import type { Actor } from '../../domain/context.ts';
import type { Field } from '../../domain/okrs/comparing.ts';
import { isChange, type Line } from '../../domain/okrs/line.ts';
import { CommentThread } from '../comments/comment-thread.tsx';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import { okrLinks } from '../okrs/links.ts';
import { counted } from '../okrs/okr-words.ts';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { Facts } from '../ui/facts.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { Icon } from '../ui/icon.tsx';
import { Markdown } from '../ui/markdown.tsx';
import { Menu, MenuButton } from '../ui/menu.tsx';
import { Changes, summaryWords } from './line.tsx';
import { draftLinks, proposalLinks } from './links.ts';
import { fieldTerms, partWords } from './words.ts';

type Props = {
  shell: Shell;
  formats: Formats;
  line: Line;
  /** Drafts below it that are published together with it. */
  along: readonly Line[];
  may: { change: boolean };
  talk: Conversation & { actor: Actor };
  /** Why it could not be published. */
  message?: string;
};

/** One draft: what it says, what it would change, and what people say about it. */
export const DraftPage = ({ shell, formats, line, along, may, talk, message }: Props) => {
  const { okr } = line.draft;
  const { org } = shell;
  return (
    <Layout shell={shell} title={okr.title}>
      <PageHead
        title={okr.title}
        over={<Over org={org} line={line} />}
        under={summaryWords(line.draft, formats)}
        actions={may.change && <Actions org={org} line={line} along={along} formats={formats} />}
      />
      {message && <Alert status="behind" title={message} urgent />}
      <Alert
        status="not_started"
        title={isChange(line) ? 'Proposed change:' : 'Draft:'}
        action={
          okr.proposalId && (
            <a class="btn" href={proposalLinks(org.slug, okr.proposalId).page}>
              See its proposal
            </a>
          )
        }
      >
        {isChange(line)
          ? 'the published OKR stays as it is until this is published.'
          : 'it only counts once it is published.'}
      </Alert>
      <div class="split">
        <div>
          {okr.description && <Markdown text={okr.description} names={talk.names} />}
          {isChange(line) && (
            <section aria-labelledby="differs">
              <SectionHead id="differs" title="What would change" />
              <Changes org={org} line={line} formats={formats} />
            </section>
          )}
          {!isChange(line) && okr.proposalId === null && okr.kind === 'objective' && (
            <Below {...{ shell, line, along, formats, may }} />
          )}
          <section aria-labelledby="talk">
            <SectionHead id="talk" title="Comments" />
            <CommentThread {...talk} org={org} okrId={okr.id} formats={formats} />
          </section>
        </div>
        <aside class="sticky" aria-label="Details">
          <section aria-labelledby="details">
            <SectionHead id="details" title="Details" />
            <Facts
              items={shown.map((field) => ({ term: fieldTerms[field], value: partWords(field, line.draft, formats) }))}
            />
          </section>
        </aside>
      </div>
    </Layout>
  );
};

const shown: readonly Field[] = [
  'owner_ids',
  'check_in_owner_id',
  'level',
  'team_id',
  'period_id',
  'measure',
  'mode',
  'ambition',
  'tags',
  'parents',
];

const Over = ({ org, line: { draft, live } }: { org: { slug: string }; line: Line }) => (
  <p class="row small">
    <a href={draftLinks(org.slug).list}>Drafts</a>
    {live && (
      <>
        <Icon name="right" />
        <a href={okrLinks(org.slug, live.okr.id).page}>{live.okr.title}</a>
      </>
    )}
    {!live &&
      draft.parents.map((parent) => (
        <>
          <Icon name="right" />
          <a href={okrLinks(org.slug, parent.id).page}>{parent.title}</a>
        </>
      ))}
  </p>
);

const Actions = ({
  org,
  line,
  along,
  formats,
}: { org: { slug: string } } & Pick<Props, 'line' | 'along' | 'formats'>) => {
  const { okr } = line.draft;
  const links = okrLinks(org.slug, okr.id);
  return (
    <>
      {okr.proposalId === null && (
        <form method="post" action={draftLinks(org.slug).publication(okr.id)}>
          <input type="hidden" name="version" value={okr.version} />
          <button class="btn primary">
            {along.length === 0 ? 'Publish' : `Publish with ${counted(along.length, 'draft', formats.number)} below`}
          </button>
        </form>
      )}
      <a class="btn" href={links.edit}>
        <Icon name="edit" />
        Edit
      </a>
      <MenuButton menu="draft-menu" />
      <Menu id="draft-menu" label="Actions">
        {!isChange(line) && <a href={links.dataLink}>Connect data source</a>}
        <a href={links.deletion} class="status is-risk">
          Delete
        </a>
      </Menu>
    </>
  );
};

const Below = ({ shell, line, along, formats, may }: Pick<Props, 'shell' | 'line' | 'along' | 'formats' | 'may'>) => {
  const { okr } = line.draft;
  const query = {
    kind: 'key_result',
    parent: okr.id,
    period: okr.periodId,
    ...(okr.teamId && { team: okr.teamId }),
  };
  return (
    <section aria-labelledby="below">
      <SectionHead
        id="below"
        title="Drafts below"
        action={
          may.change && <a href={`/o/${shell.org.slug}/okrs/new?${new URLSearchParams(query)}`}>Add a key result</a>
        }
      />
      {along.length === 0 ? (
        <p class="small">Nothing is below it yet.</p>
      ) : (
        <ul class="rows" role="list">
          {along.map(({ draft }) => (
            <li>
              <p>
                <a href={draftLinks(shell.org.slug).page(draft.okr.id)}>{draft.okr.title}</a>
                <small>{summaryWords(draft, formats)}</small>
              </p>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
};
