import type { Move } from '../../domain/home/finding-moves.ts';
import { providerItems, providerNames } from '../../domain/words.ts';
import type { Formats } from '../format.ts';
import { PrivateMark } from '../okrs/private-mark.tsx';
import { formerWords } from '../okrs/value-words.ts';
import { FromTo } from '../ui/from-to.tsx';
import { SectionHead } from '../ui/heads.tsx';
import { SourceGlyph } from '../ui/source.tsx';
import { StatusMark } from '../ui/status.tsx';

type Props = { home: string; moves: readonly Move[]; formats: Formats };

/** What data sources moved in the last seven days, each with its reason. */
export const Moves = ({ home, moves, formats }: Props) => (
  <section aria-labelledby="moved">
    <SectionHead id="moved" title="Moved by itself" count="in the last 7 days" />
    {moves.length === 0 ? (
      <ul class="rows" role="list">
        <li>
          <p>No data source changed a number of yours.</p>
        </li>
      </ul>
    ) : (
      <ul class="rows wrap" role="list">
        {moves.map((move) => (
          <li>
            <SourceGlyph provider={move.provider} label={providerNames[move.provider]} />
            <PrivateMark visibility={move.visibility} />
            <p>
              <a href={`${home}/okrs/${move.id}`}>{move.title}</a>
              <small>{reasonOf(move, formats)}</small>
            </p>
            <Change move={move} formats={formats} />
            <StatusMark status={move.status} />
            <time class="small end" datetime={new Date(move.at).toISOString()}>
              {formats.moment(move.at)}
            </time>
          </li>
        ))}
      </ul>
    )}
  </section>
);

const Change = ({ move, formats }: { move: Move; formats: Formats }) =>
  move.from === null || move.from.value === null ? (
    <span class="from-to is-flow">
      <b>{shown(move, move.to, formats)}</b>
    </span>
  ) : (
    <FromTo from={former(move, move.from.value, formats)} to={shown(move, move.to, formats)} byData />
  );

/** “3 of 11 issues are done. It was 3 of 10.” */
export function reasonOf({ provider, count, measureType, from, to }: Move, formats: Formats): string {
  if (to.matched === null || to.completed === null) return `Read from ${providerNames[provider]}.`;
  const n = formats.number;
  const { one, many } = providerItems[provider];
  if (measureType === 'metric' && count === 'matched') {
    const was = from?.matched == null ? '' : ` It was ${n(from.matched)}.`;
    return `${n(to.matched)} ${to.matched === 1 ? `${one} matches` : `${many} match`}.${was}`;
  }
  const was =
    from?.matched == null || from.completed === null ? '' : ` It was ${n(from.completed)} of ${n(from.matched)}.`;
  return `${n(to.completed)} of ${n(to.matched)} ${to.matched === 1 ? one : many} ${to.completed === 1 ? 'is' : 'are'} done.${was}`;
}

const former = ({ measureType, unit, decimals }: Move, value: number, formats: Formats): string =>
  measureType === 'percent' ? formats.percent(value / 100) : formerWords({ unit, decimals }, value, formats);

const shown = ({ measureType, unit, decimals }: Move, { value, progress }: Move['to'], formats: Formats): string =>
  measureType === 'percent' || value === null ? formats.percent(progress) : formats.metricValue(value, unit, decimals);
