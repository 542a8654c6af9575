import type { Mention } from '../../domain/mentions/finding-mine.ts';
import { commentLinks } from '../comments/links.ts';
import type { Formats } from '../format.ts';
import { okrLinks } from '../okrs/links.ts';
import { Avatar } from '../ui/avatar.tsx';
import { SectionHead } from '../ui/heads.tsx';
import { plainText } from '../ui/plain-text.ts';

type Props = { org: string; mentions: readonly Mention[]; formats: Formats };

const LONGEST = 140;

/** Where others named whoever looks, what they have not seen first. */
export const MentionsOfMe = ({ org, mentions, formats }: Props) => {
  const fresh = mentions.filter((mention) => !mention.seen).length;
  return (
    <section aria-labelledby="mentions">
      <SectionHead
        id="mentions"
        title="You were mentioned"
        count={fresh > 0 ? `${formats.number(fresh)} new` : undefined}
        action={
          fresh > 0 && (
            <form method="post" action={`/o/${org}/mentions/seen`}>
              <button class="btn quiet">Mark as seen</button>
            </form>
          )
        }
      />
      <ul class="rows top" role="list">
        {mentions.map((mention) => (
          <li>
            <Avatar name={mention.by ?? 'Somebody'} />
            <p>
              <a href={linkOf(org, mention)}>{mention.seen ? mention.title : <b>{mention.title}</b>}</a>
              <small>{`${mention.by ?? 'Somebody'}, ${formats.moment(mention.at)}: ${brief(mention.text)}`}</small>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
};

function linkOf(org: string, { okrId, subjectId }: Mention): string {
  if (subjectId.startsWith('cmt_')) return commentLinks(org, okrId, subjectId).page;
  const { page } = okrLinks(org, okrId);
  return subjectId === okrId ? page : `${page}#${subjectId}`;
}

function brief(text: string): string {
  const words = plainText(text);
  return words.length > LONGEST ? `${words.slice(0, LONGEST).trimEnd()}…` : words;
}
