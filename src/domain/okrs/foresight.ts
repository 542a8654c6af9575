import { type Acting, todayOf } from '../context.ts';
import { attentionOf, type Finding } from './attention.ts';
import { type BackOnTrack, backOnTrack } from './back-on-track.ts';
import type { OkrInFull } from './finding.ts';
import { statusesOfChildren } from './finding-subject.ts';
import { isOff } from './link.ts';
import { measureOf, standingOf } from './okr.ts';
import { type Known, type Outlook, outlookOf, wallsOf } from './outlook.ts';
import { measuresWay } from './ruling.ts';

/** What lies ahead of an OKR: where it lands, what would turn it on track, and what wants a person. */
export type Foresight = { outlook: Outlook; back_on_track: BackOnTrack | null; attention: Finding[] };

/** Looks ahead from what was read for the page of an OKR. Pure. */
export function foresee(acting: Pick<Acting, 'org' | 'now'>, found: OkrInFull): Foresight {
  const { okr, children, link } = found;
  const today = todayOf(acting);
  return {
    outlook: outlookFrom(found, today),
    back_on_track: backOnTrack(standingOf(okr, statusesOfChildren(acting, okr, children)), acting.org, today),
    attention: attentionOf(acting, {
      okr,
      period: found.period,
      children: children.filter((child) => child.closedAt === null).map((child) => child.kind),
      activeOwners: found.owners.filter((owner) => owner.active).length,
      parents: found.parents.length,
      summit: found.summit,
      off: link !== null && isOff(link, acting.now),
    }),
  };
}

/** The outlook of an OKR from the points of its chart; none for what is closed or knows no way to go. */
export function outlookFrom({ okr, points }: Pick<OkrInFull, 'okr' | 'points'>, today: string): Outlook {
  if (okr.closedAt !== null) return { kind: 'none', says: 'It is closed.' };
  const measure = measureOf(okr);
  if (!measuresWay(measure)) return { kind: 'none', says: 'There is no way from a start to a target to look along.' };
  const known = points.filter((point): point is typeof point & Known => point.progress !== null);
  return outlookOf(known, today, okr, wallsOf(measure));
}
