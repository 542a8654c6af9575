import { newId } from '../../src/db/ids.ts';
import { redrawn } from '../../src/domain/check-ins/history.ts';
import { measureOf, standingOf } from '../../src/domain/okrs/okr.ts';
import { progressOf } from '../../src/domain/okrs/progress.ts';
import { statusOn } from '../../src/domain/okrs/status.ts';
import { addDays, type Day, dayOf, noonOf } from '../../src/lib/days.ts';
import { checkInOf, type Node, settle } from './node.ts';
import type { Setting } from './planned-okr.ts';

type Late = { about: Day; value: number; note: string };

/** What is said on a day about one before it, as far as that lies within the OKR. */
export function lateOn({ plan, okr, born }: Node, day: Day, { today }: Setting): Late | undefined {
  const { saidAgo, aboutAgo, value, note } = plan.toldLate!;
  const about = addDays(today, -aboutAgo);
  const fits = day === addDays(today, -saidAgo) && about >= born && about <= okr.endsOn;
  return fits ? { about, value, note } : undefined;
}

/** Says it as Cairn does with a check-in for another day: it holds from then on, and the chart is drawn anew. */
export function sayLate(node: Node, { about, value, note }: Late, at: number, setting: Setting): void {
  const { org } = setting;
  const { okr } = node;
  const words = [...node.checkIns];
  const on = noonOf(about, org.timeZone);
  const progress = progressOf(measureOf(okr), value);
  Object.assign(okr, { value, progress, valueAt: on, checkedInAt: on, updatedAt: at, version: okr.version + 1 });
  settle(node, dayOf(at, org.timeZone), null, setting);
  const stood = statusOn(about, { ...standingOf(okr, null), chosen: null }, org);
  const word = { ...checkInOf(node, 'person', note, null, setting), id: newId('chk', at), at: on, status: stood };
  node.checkIns.push(word);
  const drawn = node.points.filter((point) => point.day >= about);
  const around = { before: words, after: [], points: drawn };
  const { points } = redrawn({ org, now: at }, okr, { day: about, word, around });
  const kept = node.points.filter(({ day }) => !points.some((point) => point.day === day));
  node.points = [...kept, ...points.map((point) => ({ orgId: okr.orgId, okrId: okr.id, ...point }))];
}
