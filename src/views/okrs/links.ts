import type { TreeFilter } from '../../domain/okrs/listing-tree.ts';

/** Addresses of an OKR and of what can be done with it. */
export const okrLinks = (org: string, id: string) => {
  const page = `/o/${org}/okrs/${id}`;
  return {
    page,
    edit: `${page}/edit`,
    dataLink: `${page}/data-link`,
    deletion: `${page}/deletion`,
    checkIns: `${page}/check-ins`,
    contributions: `${page}/contributions`,
    moves: `${page}/moves`,
    /** The page that takes it away from a parent. */
    leaving: (parent: string) => `${page}/moves?${new URLSearchParams({ from: parent, to: '' })}`,
    supposition: `${page}/supposition`,
    changes: `${page}/changes`,
    resumption: `${page}/override/removal`,
    syncs: `${page}/syncs`,
    closure: `${page}/closure`,
    reopening: `${page}/closure/removal`,
    copies: `${page}/copies`,
    instalments: `${page}/instalments`,
    /** As it was at the end of a day. */
    on: (day: string) => `${page}?on=${day}`,
    before: (moment: number) => `${page}?before=${moment}#story`,
    addKeyResult: `/o/${org}/okrs/new?kind=key_result&parent=${id}`,
    addProject: `/o/${org}/okrs/new?kind=project&parent=${id}`,
  };
};

/** Addresses of one check-in and of what can be done with it. */
export const correctionLinks = (org: string, okr: string, checkIn: string) => {
  const { page, checkIns } = okrLinks(org, okr);
  const own = `${checkIns}/${checkIn}`;
  return { page: own, deletion: `${own}/deletion`, story: `${page}#story` };
};

/** The list of OKRs narrowed as the filter says; what is not said in `changes` stays, and the list starts anew. */
export function listLink(org: string, filter: TreeFilter, changes: Partial<TreeFilter> = {}): string {
  const { period, kind, level, team, statuses, owner, tag, words, after, on } = { ...filter, after: null, ...changes };
  const query = new URLSearchParams();
  if (period) query.set('period', period);
  if (kind) query.set('kind', kind);
  if (level) query.set('level', level);
  if (team) query.set('team', team);
  for (const status of statuses) query.append('status', status);
  if (owner) query.set('owner', owner);
  if (tag) query.set('tag', tag);
  if (words) query.set('q', words);
  if (after) query.set('after', after);
  if (on) query.set('on', on);
  return `/o/${org}/okrs${query.size > 0 ? `?${query}` : ''}`;
}

/** The OKRs of a period that carry a tag. */
export const tagLink = (org: string, period: string, tag: string): string =>
  `/o/${org}/okrs?${new URLSearchParams({ period, tag })}`;
