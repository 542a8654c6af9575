import type { Counts } from '../../domain/check-ins/counting.ts';
import { expectedOn } from '../../domain/okrs/expected.ts';
import type { OkrInFull } from '../../domain/okrs/finding.ts';
import { courseOf, measureOf } from '../../domain/okrs/okr.ts';
import { measuresWay } from '../../domain/okrs/ruling.ts';
import { addDays } from '../../lib/days.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { PageHead } from '../ui/heads.tsx';
import { StatusMark } from '../ui/status.tsx';
import { okrLinks } from './links.ts';
import { figureParts } from './now-words.ts';
import { PastPicker } from './past-picker.tsx';
import { changeSentence, stoodSentence } from './past-words.ts';
import { ProgressChart } from './progress-chart.tsx';
import { StorySoFar, type StoryView } from './story.tsx';
import { valueWords } from './value-words.ts';

type Props = Omit<StoryView, 'talk'> & {
  shell: Shell;
  /** The OKR as it is now; `found` is as it was. */
  present: OkrInFull;
  on: string;
  since: Counts;
};

/** One OKR as it was at the end of a past day: only to look at. */
export const PastPage = ({ shell, present, on, since, ...view }: Props) => {
  const { org, found, formats } = view;
  const { okr } = found;
  const links = okrLinks(org.slug, okr.id);
  const measure = measureOf(okr);
  const [figure, unit] = figureParts(okr.value === null ? '–' : valueWords(measure, okr.value, formats));
  const [yesterday, day] = [addDays(shell.today, -1), formats.day(on, 'long')];
  return (
    <Layout shell={shell} title={`${okr.title}, ${day}`}>
      <PageHead
        title={okr.title}
        actions={
          <a class="btn" href={links.page}>
            Back to today
          </a>
        }
      />
      <Alert status="not_started" title={`As it was on ${day}.`}>
        {changeSentence(okr, present.okr, since, formats)}
      </Alert>
      <nav class="row small" aria-label="Other days">
        {on > okr.startsOn && (
          <a href={links.on(addDays(on, -1))} rel="prev">
            The day before
          </a>
        )}
        {on < yesterday && (
          <a href={links.on(addDays(on, 1))} rel="next">
            The day after
          </a>
        )}
        <PastPicker page={links.page} from={okr.startsOn} to={yesterday} on={on} />
      </nav>
      <section class="stack" aria-labelledby="then">
        <h2 class="vh" id="then">
          {`Progress on ${day}`}
        </h2>
        <div class="row">
          <p class="num">
            {figure}
            {unit && <span>{unit}</span>}
          </p>
          <div class="stack tight grow">
            <StatusMark status={okr.status} pill />
            <p>{stoodSentence(okr, measuresWay(measure) ? expectedOn(on, courseOf(okr)) : null, formats)}</p>
          </div>
        </div>
        <ProgressChart found={found} today={on} formats={formats} past />
      </section>
      <StorySoFar {...view} talk={null} />
    </Layout>
  );
};
