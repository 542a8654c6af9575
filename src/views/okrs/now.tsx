import { measureOf } from '../../domain/okrs/okr.ts';
import { measuresWay } from '../../domain/okrs/ruling.ts';
import { Chart } from '../ui/chart.tsx';
import type { ChartPoint } from '../ui/chart-geometry.ts';
import { StatusMark, statusWords } from '../ui/status.tsx';
import { figureParts, gapSentence } from './now-words.ts';
import { type OkrView, regions } from './okr-view.ts';
import { briefly, targetWords, valueWords } from './value-words.ts';

/** Where it stands: the number, the status, what was expected, and how it came here. */
export const Now = (view: OkrView) => {
  const { found, today, formats } = view;
  const { okr, points } = found;
  const measure = measureOf(okr);
  const shown = targetWords(measure, formats) === null ? measure : briefly(measure);
  const [figure, unit] = figureParts(okr.value === null ? '–' : valueWords(shown, okr.value, formats));
  return (
    <section class="stack" aria-labelledby="now" id={regions.now}>
      <h2 class="vh" id="now">
        Progress
      </h2>
      <div class="row">
        <p class="num">
          {figure}
          {unit && <span>{unit}</span>}
        </p>
        <div class="stack tight grow">
          <StatusMark status={okr.status} pill />
          <Sentence {...view} />
        </div>
      </div>
      {measuresWay(measure) && (
        <Chart
          startsOn={okr.startsOn}
          endsOn={okr.endsOn}
          today={today}
          points={points.map((point): ChartPoint => ({ ...point, source: sources[point.source] }))}
          expected={[
            { day: okr.startsOn, progress: 0 },
            { day: okr.endsOn, progress: 1 },
          ]}
          title={`Progress of ${okr.title}`}
          formats={formats}
        />
      )}
    </section>
  );
};

const sources = { person: 'person', token: 'person', import: 'person', sync: 'data', roll_up: 'roll_up' } as const;

const Sentence = ({ found, explanation, today, formats }: OkrView) => {
  const { okr, told } = found;
  const measure = measureOf(okr);
  const target = okr.value === null ? null : targetWords(measure, formats);
  const way = target?.startsWith('of') ? `${capitalized(target)}, ${formats.percent(okr.progress)} of the way. ` : '';
  const disagrees = okr.statusSource === 'chosen' && explanation.computed_status !== okr.status;
  return (
    <>
      <p>{`${way}${capitalized(gapSentence(found, explanation, today, formats))}`}</p>
      {disagrees && (
        <p class="small">
          {`Numbers say ${statusWords[explanation.computed_status]} · ${told?.author ?? 'A person'} says ${statusWords[okr.status]}`}
        </p>
      )}
    </>
  );
};

const capitalized = (sentence: string): string => sentence.charAt(0).toLocaleUpperCase() + sentence.slice(1);
