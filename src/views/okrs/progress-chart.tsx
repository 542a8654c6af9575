import { lineOf } from '../../domain/okrs/expected.ts';
import type { OkrInFull } from '../../domain/okrs/finding.ts';
import { courseOf, measureOf } from '../../domain/okrs/okr.ts';
import type { Outlook } from '../../domain/okrs/outlook.ts';
import { measuresWay } from '../../domain/okrs/ruling.ts';
import type { Formats } from '../format.ts';
import { Chart } from '../ui/chart.tsx';
import type { ChartPoint } from '../ui/chart-geometry.ts';

type Props = {
  found: Pick<OkrInFull, 'okr' | 'points'>;
  today: string;
  formats: Formats;
  outlook?: Outlook;
  /** True when `today` is a day that has passed. */
  past?: boolean;
};

/** The chart of an OKR that has a way from start to target; nothing for others. */
export const ProgressChart = ({ found: { okr, points }, today, formats, outlook, past }: Props) =>
  measuresWay(measureOf(okr)) ? (
    <Chart
      startsOn={okr.startsOn}
      endsOn={okr.endsOn}
      today={today}
      points={points.flatMap(({ day, progress, source }): ChartPoint[] =>
        progress === null ? [] : [{ day, progress, source: sources[source] }],
      )}
      expected={lineOf(courseOf(okr))}
      forecast={outlook?.kind === 'landing' ? outlook : null}
      past={past}
      title={`Progress of ${okr.title}`}
      formats={formats}
    />
  ) : null;

const sources = { person: 'person', token: 'person', import: 'person', sync: 'data', roll_up: 'roll_up' } as const;
