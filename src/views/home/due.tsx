import type { Proposal } from '../../domain/check-ins/proposing.ts';
import type { LastWord } from '../../domain/home/finding-due.ts';
import { measureOf } from '../../domain/okrs/okr.ts';
import { CheckInForm } from '../check-ins/check-in-form.tsx';
import { domId } from '../dom-id.ts';
import type { Formats } from '../format.ts';
import { PrivateMark } from '../okrs/private-mark.tsx';
import { valueInShort } from '../okrs/value-words.ts';
import { Bar } from '../ui/bar.tsx';
import { SectionHead } from '../ui/heads.tsx';
import { Icon } from '../ui/icon.tsx';
import { StatusGlyph, statusClass } from '../ui/status.tsx';

/** A check-in that waits, with what its form begins with and the id it would get. */
export type Waiting = LastWord & { proposal: Proposal; id: string };

type Props = {
  home: string;
  waiting: readonly Waiting[];
  /** All that wait, also those beyond the list. */
  count: number;
  /** When the next word is due, ms; null when the member checks in for nothing. */
  nextDueAt: number | null;
  today: string;
  locale: string;
  formats: Formats;
};

/** What needs a word from the member; a calm line when nothing does. Told of a check-in, it looks at the week anew. */
export const Due = ({ home, waiting, count, nextDueAt, ...rest }: Props) => (
  <section
    aria-labelledby="due"
    hx-get={home}
    hx-trigger="checked-in from:document"
    hx-target=".page"
    hx-select=".page"
    hx-swap="outerMorph"
  >
    <SectionHead
      id="due"
      title="Needs a word from you"
      count={count > 0 ? count : undefined}
      action={
        waiting.length > 0 && (
          <span class="row small">
            <a href={`${home}/check-in`}>Check in one by one</a>
            <a href={`${home}/check-in/all`}>Check in all</a>
          </span>
        )
      }
    />
    {waiting.length > 0 ? (
      <ul role="list">
        {waiting.map((each, index) => (
          <DueRow home={home} {...each} {...rest} open={index === 0} />
        ))}
      </ul>
    ) : (
      <ul class="rows" role="list">
        <li class="is-ok">
          <StatusGlyph status="on_track" />
          <p>
            All said for this week.
            {nextDueAt !== null && (
              <small>The next word is due {rest.formats.day(rest.formats.dayOf(nextDueAt), 'weekday')}.</small>
            )}
          </p>
        </li>
      </ul>
    )}
  </section>
);

type RowProps = Waiting & Pick<Props, 'home' | 'today' | 'locale' | 'formats'> & { open?: boolean };

const DueRow = ({ okr, team, proposal, id, home, today, locale, formats, open }: RowProps) => (
  <li class={`due ${statusClass(okr.status)}`} id={domId('due', okr.id)}>
    <details name="due" open={open}>
      <summary class="row">
        <Icon name="right" turn />
        <PrivateMark visibility={okr.visibility} />
        <b class="grow">
          {okr.title}
          <small>{[team, lastWord(okr.checkedInAt, formats)].filter(Boolean).join(' · ')}</small>
        </b>
        <span class="okr-bar">
          <Bar progress={okr.progress} expected={proposal.expected} status={okr.status} formats={formats} />
          <b>{okr.value === null ? '–' : valueInShort(measureOf(okr), okr.value, formats)}</b>
        </span>
      </summary>
      <CheckInForm
        home={home}
        okr={okr}
        proposal={proposal}
        id={id}
        from="home"
        today={today}
        locale={locale}
        formats={formats}
        target="closest .due"
      />
    </details>
  </li>
);

const lastWord = (at: number | null, formats: Formats): string =>
  at === null ? 'no word yet' : `last word ${formats.ago(at)}`;
