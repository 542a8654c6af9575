import { raw } from 'hono/html';
import type { Formats } from '../format.ts';
import type { PeriodInView } from '../shell.ts';
import { spanOf } from './span.ts';

/** One stone: a week's status, a reading that arrived, a week without a word, or a place in time. */
export type TrailStone = 'ok' | 'behind' | 'risk' | 'idle' | 'done' | 'flow' | 'missed' | 'past' | 'now' | 'ahead';

/** One stone per week (or reading), oldest first. Says itself as a sentence; or `label`; or nothing when that is empty. */
export const Trail = ({ weeks, label, step = 12 }: { weeks: readonly TrailStone[]; label?: string; step?: number }) => (
  <svg
    class="trail"
    viewBox={`0 0 ${weeks.length * step} 12`}
    width={weeks.length * step}
    height="12"
    {...(label === '' ? { 'aria-hidden': 'true' } : { role: 'img', 'aria-label': label ?? trailSentence(weeks) })}
  >
    {raw(weeks.map((stone, index) => draw(stone, 6 + index * step)).join(''))}
  </svg>
);

/** “On track 5 weeks, then Behind 2 weeks.” What is still to come is left out. */
export const trailSentence = (weeks: readonly TrailStone[]): string => {
  const runs: { word: string; weeks: number }[] = [];
  for (const stone of weeks) {
    const word = words[stone];
    if (word === null) continue;
    const last = runs.at(-1);
    if (last?.word === word) last.weeks += 1;
    else runs.push({ word, weeks: 1 });
  }
  if (runs.length === 0) return 'Nothing yet';
  return runs.map((run) => `${run.word} ${run.weeks} ${run.weeks === 1 ? 'week' : 'weeks'}`).join(', then ');
};

/** Where in its weeks a period is today; in months when it has more weeks than fit. */
export const WeekTrail = (props: { period: PeriodInView; today: string; formats: Formats }) => {
  const { at, of, before, after } = spanOf(props.period, props.today);
  const stones = Array.from({ length: of }, (_, index): TrailStone => {
    if (after || index < at - 1) return 'past';
    return !before && index === at - 1 ? 'now' : 'ahead';
  });
  return (
    <div class="stack tight small count">
      <span>{spanWords(props)}</span>
      <Trail weeks={stones} step={15.5} label="" />
    </div>
  );
};

/** “Q4 2026, week 8 of 13”, “Q1 2027 starts 1 Jan 2027”, “Q3 2026 ended 30 Sep”. */
export const spanWords = ({ period, today, formats }: { period: PeriodInView; today: string; formats: Formats }) => {
  const { unit, at, of, before, after } = spanOf(period, today);
  if (before) return `${period.name} starts ${formats.day(period.startsOn)}`;
  if (after) return `${period.name} ended ${formats.day(period.endsOn)}`;
  return `${period.name}, ${unit} ${at} of ${of}`;
};

/** The same where there is little room: “Q4, week 8”. */
export const shortSpan = (period: PeriodInView, today: string): string => {
  const { unit, at, before, after } = spanOf(period, today);
  return before || after ? period.name : `${period.name.replace(/ \d{4}$/, '')}, ${unit} ${at}`;
};

const words: Record<TrailStone, string | null> = {
  ok: 'On track',
  behind: 'Behind',
  risk: 'At risk',
  idle: 'Not started',
  done: 'Closed',
  flow: 'Read',
  missed: 'No word',
  past: 'Past',
  now: null,
  ahead: null,
};

// A string and not elements: a list of two hundred rows has thousands of stones, and nothing in them comes from people.
const draw = (stone: TrailStone, x: number): string => {
  switch (stone) {
    case 'behind':
      return `<path class="is-behind" d="M${x - 4.75} 5a4.75 5 0 0 0 9.5 0z"/>`;
    case 'risk':
      return `<path class="is-risk" d="M${x} 1.8l4.4 8h-8.8z"/>`;
    case 'missed':
      return `<rect x="${x - 3}" y="5.25" width="6" height="1.5"/>`;
    case 'ahead':
      return `<circle cx="${x}" cy="6" r="1.25"/>`;
    case 'now':
      return `<ellipse class="now" cx="${x}" cy="6" rx="4.5" ry="4"/>`;
    case 'past':
      return `<ellipse class="past" cx="${x}" cy="6" rx="4.75" ry="4.25"/>`;
    case 'idle':
      return `<circle class="is-idle" cx="${x}" cy="6" r="2.25"/>`;
    default:
      return `<ellipse class="is-${stone}" cx="${x}" cy="6" rx="4.75" ry="4.25"/>`;
  }
};
