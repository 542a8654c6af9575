import { measureOf } from '../../domain/okrs/okr.ts';
import { StatusMark, statusWords } from '../ui/status.tsx';
import { Held } from './held.tsx';
import { figureParts, gapSentence } from './now-words.ts';
import { type OkrView, regions } from './okr-view.ts';
import { OutlookWords } from './outlook.tsx';
import { ProgressChart } from './progress-chart.tsx';
import { briefly, targetWords, valueWords } from './value-words.ts';

/** Where it stands: the number, the status, what was expected, and how it came here. */
export const Now = (view: OkrView) => {
  const { found, foresight, today, formats } = view;
  const { okr } = found;
  const measure = measureOf(okr);
  const shown = targetWords(measure, formats) === null ? measure : briefly(measure);
  const [figure, unit] = figureParts(valueWords(shown, okr.value, formats));
  return (
    <section class="stack" aria-labelledby="now" id={regions.now}>
      <h2 class="vh" id="now">
        Progress
      </h2>
      <div class="row">
        {okr.value !== null && (
          <p class="num">
            {figure}
            {unit && <span>{unit}</span>}
          </p>
        )}
        <div class="stack tight grow">
          <StatusMark status={okr.status} pill />
          <Sentence {...view} />
          <OutlookWords okr={okr} foresight={foresight} formats={formats} />
        </div>
      </div>
      <Held {...view} />
      <ProgressChart found={found} today={today} formats={formats} outlook={foresight.outlook} />
    </section>
  );
};

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
