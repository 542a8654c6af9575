import type { Word } from '../../domain/okrs/row.ts';
import { daysFrom } from '../ui/span.ts';
import { statusTone } from '../ui/status.tsx';
import type { TrailStone } from '../ui/trail.tsx';

type Weeks = { weeks: readonly Word[]; period: { startsOn: string; endsOn: string } };

const most = 13;
const ahead = 2;

/** A stone per week of the period: its status, a dash where nothing was said. Of a long period, thirteen around today. */
export function weekStones({ weeks, period }: Weeks, today: string): TrailStone[] {
  const weekOf = (day: string) => Math.floor(daysFrom(period.startsOn, day) / 7);
  const count = Math.max(1, Math.round((daysFrom(period.startsOn, period.endsOn) + 1) / 7));
  const now = weekOf(today);
  const said = new Map(weeks.map((word) => [Math.min(count - 1, weekOf(word.day)), statusTone(word.status)]));
  const stones = Array.from({ length: count }, (_, week): TrailStone => {
    return said.get(week) ?? (week < now ? 'missed' : week === now ? 'now' : 'ahead');
  });
  const last = Math.min(count, Math.max(most, now + 1 + ahead));
  return stones.slice(Math.max(0, last - most), last);
}
