const dayMs = 86_400_000;
const mostWeeks = 14;

export type Span = {
  unit: 'week' | 'month';
  /** 1-based; 1 before the start and `of` after the end. */
  at: number;
  of: number;
  before: boolean;
  after: boolean;
};

/** Which week of a period today is; months when the period has more than 14 weeks. */
export const spanOf = ({ startsOn, endsOn }: { startsOn: string; endsOn: string }, today: string): Span => {
  const weeks = Math.max(1, Math.round((daysFrom(startsOn, endsOn) + 1) / 7));
  const inWeeks = weeks <= mostWeeks;
  const of = inWeeks ? weeks : monthsFrom(startsOn, endsOn) + 1;
  const passed = inWeeks ? Math.floor(daysFrom(startsOn, today) / 7) : monthsFrom(startsOn, today);
  return {
    unit: inWeeks ? 'week' : 'month',
    at: Math.min(of, Math.max(1, passed + 1)),
    of,
    before: today < startsOn,
    after: today > endsOn,
  };
};

export const daysFrom = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / dayMs);

const monthsFrom = (from: string, to: string): number =>
  (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
