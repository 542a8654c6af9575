import { deviceWords } from '../../domain/sessions/device.ts';
import type { ListedSession } from '../../domain/sessions/listing.ts';
import type { Formats } from '../format.ts';
import { SectionHead } from '../ui/heads.tsx';
import type { AccountView, SignIns } from './account-view.ts';
import { methodWords } from './method-words.ts';

type SessionsProps = Pick<AccountView, 'base' | 'formats'> & Pick<SignIns, 'sessions' | 'current'>;

/** Where this person is signed in, and the end of it. */
export const Sessions = ({ base, formats, sessions, current }: SessionsProps) => (
  <section class="stack tight" aria-labelledby="sessions">
    <SectionHead id="sessions" title="Where you are signed in" count={sessions.length} />
    <ul class="rows" role="list">
      {sessions.map((session) => (
        <Row {...{ base, formats, session }} isCurrent={session.id !== null && session.id === current} />
      ))}
    </ul>
    {sessions.length > 1 && (
      <form class="row" method="post" action={`${base}/sessions/end`}>
        <button class="btn">End all others</button>
      </form>
    )}
  </section>
);

type RowProps = Pick<SessionsProps, 'base' | 'formats'> & { session: ListedSession; isCurrent: boolean };

const Row = ({ base, formats, session, isCurrent }: RowProps) => {
  const device = deviceWords(session.userAgent);
  return (
    <li>
      <p>
        {device}
        {isCurrent && <b> · this one</b>}
        <small>{storyOf(session, formats)}</small>
      </p>
      {!isCurrent && session.id && (
        <form class="end" method="post" action={`${base}/sessions/${session.id}/end`}>
          <button class="btn quiet">
            End<span class="vh">{` ${device}, used ${formats.moment(session.seenAt)}`}</span>
          </button>
        </form>
      )}
    </li>
  );
};

const storyOf = ({ place, method, startedAt, seenAt }: ListedSession, formats: Formats): string =>
  [place, `Signed in ${formats.moment(startedAt)} ${methodWords[method]}`, `used ${formats.moment(seenAt)}`]
    .filter(Boolean)
    .join(' · ');
