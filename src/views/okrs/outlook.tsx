import type { Foresight } from '../../domain/okrs/foresight.ts';
import { measureOf, type Okr } from '../../domain/okrs/okr.ts';
import type { Landing } from '../../domain/okrs/outlook.ts';
import type { Formats } from '../format.ts';
import { valueWords } from './value-words.ts';

type Props = { okr: Okr; foresight: Foresight; formats: Formats };

/** Where it lands at this pace and what would turn it on track, as sentences; nothing where there is nothing to say. */
export const OutlookWords = ({ okr, foresight: { outlook, back_on_track }, formats }: Props) => (
  <>
    {outlook.kind === 'landing' && (
      <p>
        At this pace it {reaching(okr, outlook, formats)}ends near <b>{formats.percent(outlook.progress)}</b>
        {` on ${formats.day(outlook.ends_on, 'long')}${likely(outlook, formats)}.`}
      </p>
    )}
    {outlook.kind === 'too_little' && <p class="small">{`Too early to tell where it ends. ${outlook.says}`}</p>}
    {back_on_track && (
      <p class="small">
        {`On track again with ${valueWords(measureOf(okr), back_on_track.value, formats)} by ${formats.day(back_on_track.by, 'long')}.`}
      </p>
    )}
  </>
);

/** “reaches its target near 12 December and ”, when that day lies ahead and before the end. */
const reaching = ({ progress }: Okr, { reaches_on, ends_on }: Landing, formats: Formats): string =>
  reaches_on !== null && reaches_on <= ends_on && (progress ?? 0) < 1
    ? `reaches its target near ${formats.day(reaches_on, 'long')} and `
    : '';

function likely({ low, high }: Landing, formats: Formats): string {
  const [from, to] = [formats.percent(low), formats.percent(high)];
  return from === to ? '' : `, likely between ${from} and ${to}`;
}
