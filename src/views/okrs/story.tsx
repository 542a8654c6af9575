import { timeOf } from '../../db/ids.ts';
import type { CheckInEntry, EventEntry, CommentEntry as SpokenEntry } from '../../domain/check-ins/telling.ts';
import { measureOf, type Okr } from '../../domain/okrs/okr.ts';
import { type Provider, providerNames } from '../../domain/words.ts';
import { Answers } from '../comments/answers.tsx';
import { CommentEntry } from '../comments/comment-entry.tsx';
import { CommentForm } from '../comments/comment-form.tsx';
import { ReactionBar } from '../comments/reaction-bar.tsx';
import type { Talk } from '../comments/talk.ts';
import { itemWords, queryWords } from '../data-links/query-words.ts';
import type { Formats } from '../format.ts';
import { tallyWords } from '../tasks/words.ts';
import { Avatar } from '../ui/avatar.tsx';
import { FromTo } from '../ui/from-to.tsx';
import { SectionHead } from '../ui/heads.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Markdown } from '../ui/markdown.tsx';
import { Pager } from '../ui/pager.tsx';
import { SourceGlyph } from '../ui/source.tsx';
import { StatusMark } from '../ui/status.tsx';
import { correctionLinks, okrLinks } from './links.ts';
import { type OkrView, regions } from './okr-view.ts';
import { eventSentence, readingSentence } from './story-words.ts';
import { changeWords } from './value-words.ts';

/** What a story needs to know of its OKR. Without a talk nobody joins in. */
export type StoryView = Pick<OkrView, 'org' | 'found' | 'story' | 'newest' | 'may' | 'formats'> & { talk: Talk | null };

/** All that was said and done, newest first. */
export const StorySoFar = (view: StoryView) => {
  const { org, found, story, newest } = view;
  const links = okrLinks(org.slug, found.okr.id);
  return (
    <section aria-labelledby="story" id={regions.story}>
      <SectionHead
        id="story"
        title={newest ? 'Story so far' : 'Earlier in the story'}
        action={
          newest ? (
            view.talk && <ReactionBar {...view.talk} subjectId={found.okr.id} of="this OKR" />
          ) : (
            <a class="small" href={links.page}>
              Back to the newest
            </a>
          )
        }
      />
      {newest && view.talk && (
        <div class="checkin">
          <CommentForm org={org} okrId={found.okr.id} target={regions.story} from="story" />
        </div>
      )}
      {story.entries.length === 0 && (
        <p class="checkin">{newest ? 'Nothing has happened yet.' : 'Nothing further back.'}</p>
      )}
      <ol class="rows top" role="list">
        {story.entries.map((entry) => {
          if (entry.type === 'check_in') return <Told {...view} entry={entry} />;
          return entry.type === 'comment' ? <Spoken {...view} entry={entry} /> : <Happened {...view} entry={entry} />;
        })}
      </ol>
      <Pager href={story.next === null ? null : links.before(story.next)}>Show older</Pager>
    </section>
  );
};

const Told = ({ org, found, entry, may, talk, formats }: StoryView & { entry: CheckInEntry }) => {
  const { checkIn, from } = entry;
  const { source, author, note, status } = checkIn;
  const byPerson = source === 'person' || source === 'token';
  const moved = checkIn.value !== null && checkIn.value !== from;
  const words = note === null ? sentenceOf(entry, moved, found, formats) : '';
  const late = byPerson && formats.dayOf(timeOf(checkIn.id)) > formats.dayOf(entry.at);
  const of = late ? formats.day(formats.dayOf(entry.at)) : formats.moment(entry.at);
  const when = late ? ` for ${of}, said ${formats.moment(timeOf(checkIn.id))}` : `, ${of}`;
  return (
    <li id={checkIn.id}>
      {source === 'sync' && found.okr.provider ? (
        <SourceGlyph provider={found.okr.provider} label={providerNames[found.okr.provider]} />
      ) : (
        <Who name={author} icon={source !== 'roll_up' ? 'refresh' : isOfTasks(checkIn) ? 'check' : 'okrs'} />
      )}
      <div class="stack talk">
        <p>
          {moved && <Change okr={found.okr} entry={entry} formats={formats} />}{' '}
          {(byPerson || !(moved || words || note)) && <StatusMark status={status} />} {moved && words && <br />}
          {words}
        </p>
        {note && <Markdown text={note} names={talk?.names} />}
        <div class="row">
          <small>
            {`${speaker(found, entry)}${when}${checkIn.editedAt === null ? '' : ', corrected since'}`}
            {byPerson && may.correct(checkIn.authorId) && (
              <Correct links={correctionLinks(org.slug, found.okr.id, checkIn.id)} of={of} />
            )}
          </small>
          {talk && <ReactionBar {...talk} subjectId={checkIn.id} of={`what was said ${of}`} />}
          {talk && <Answers {...talk} checkInId={checkIn.id} />}
        </div>
      </div>
    </li>
  );
};

const Spoken = ({ entry: { comment }, talk, formats }: StoryView & { entry: SpokenEntry }) =>
  talk ? (
    <CommentEntry {...talk} comment={comment} />
  ) : (
    <li>
      <Who name={comment.author} icon="clock" />
      <div class="stack talk">
        <Markdown text={comment.text} />
        <small>{`${comment.author ?? 'Somebody'} commented, ${formats.moment(comment.createdAt)}`}</small>
      </div>
    </li>
  );

const Change = ({
  okr,
  entry: { checkIn, from },
  formats,
}: Pick<OkrView, 'formats'> & { okr: Okr; entry: CheckInEntry }) => {
  const measure = measureOf(okr);
  const words = changeWords(measure, from, checkIn.value, formats);
  return <FromTo {...words} byData={checkIn.source === 'sync'} />;
};

const Correct = ({ links, of }: { links: ReturnType<typeof correctionLinks>; of: string }) => (
  <>
    {' · '}
    <a href={links.page} aria-label={`Edit the check-in of ${of}`}>
      Edit
    </a>
    {' · '}
    <a href={links.deletion} aria-label={`Delete the check-in of ${of}`}>
      Delete
    </a>
  </>
);

function sentenceOf(
  { checkIn, before }: CheckInEntry,
  moved: boolean,
  { okr, link }: StoryView['found'],
  formats: Formats,
): string {
  const { source, matched, completed } = checkIn;
  if (isOfTasks(checkIn)) return `${tallyWords({ done: completed!, all: matched! }, formats)}.`;
  if (matched !== null && completed !== null)
    return readingSentence(
      { matched, completed },
      before,
      itemWords(okr.provider ?? 'jira', link?.query ?? {}),
      formats,
    );
  return moved || source === 'roll_up' ? '' : 'Nothing new.';
}

/** Whether a roll-up counted tasks. */
const isOfTasks = ({ source, matched, completed }: CheckInEntry['checkIn']): boolean =>
  source === 'roll_up' && matched !== null && completed !== null;

function speaker({ okr }: OkrView['found'], { checkIn, times, by }: CheckInEntry): string {
  const { source, author } = checkIn;
  if (isOfTasks(checkIn)) return 'By its tasks';
  switch (source) {
    case 'sync':
      return okr.provider ? providerNames[okr.provider] : 'A data source';
    case 'roll_up':
      return times > 1 ? `Rolled up from below ${times} times` : 'Rolled up from below';
    case 'import':
      return author ? `${author} brought it over` : 'Brought over';
    case 'token':
      return `${author ?? 'Somebody'} checked in by script`;
    default:
      return by ? `${inName(author, by)}, checked in` : `${author ?? 'Somebody'} checked in`;
  }
}

/** Who did it, and the admin who did it in their name. */
const inName = (name: string | null, by: string | null): string => (name ?? 'Cairn') + (by ? `, by ${by}` : '');

const Happened = ({ found, entry, formats }: StoryView & { entry: EventEntry }) => {
  const sentence = eventSentence(entry, measureOf(found.okr), formats);
  if (sentence === null) return null;
  const { query } = entry.data;
  return (
    <li>
      <Who name={entry.actor} icon="clock" />
      <p>
        {sentence}
        {isQuery(query) && (
          <>
            {' '}
            <code>{queryWords(providerIn(query), query)}</code>
          </>
        )}
        <small>{`${inName(entry.actor, entry.by)}, ${formats.moment(entry.at)}`}</small>
      </p>
    </li>
  );
};

/** The provider whose query this is: an OKR may have changed its own since. */
const providerIn = (query: Record<string, unknown>): Provider =>
  'board_id' in query ? 'trello' : 'project_gid' in query ? 'asana' : 'sql' in query ? 'bigquery' : 'jira';

const isQuery = (query: unknown): query is Record<string, unknown> => typeof query === 'object' && query !== null;

/** A person, or what acted in nobody's name. */
const Who = ({ name, icon }: { name: string | null; icon: IconName }) =>
  name === null ? (
    <span class="avatar">
      <Icon name={icon} />
    </span>
  ) : (
    <Avatar name={name} />
  );
