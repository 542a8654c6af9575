import type { MemberFilter } from '../../domain/members/filtering.ts';
import type { Position } from '../../domain/paging.ts';

/** Addresses of the pages about users. `base` is the list. */
export const userLinks = (base: string, id: string) => ({
  page: `${base}/${id}`,
  deactivation: `${base}/${id}/deactivation`,
  reactivation: `${base}/${id}/reactivation`,
  handOver: `${base}/${id}/hand-over`,
  mail: `${base}/${id}/mail`,
  invitation: `${base}/invitations/${id}`,
  erasure: `${base}/${id}/erasure`,
  behalf: `${base.replace(/users$/, 'behalves')}/new/${id}`,
});

/** A list with this filter, as a page or under another name such as `users.csv`; `after` is where its page begins. */
export function usersLink(base: string, { q, role, state }: MemberFilter, after: Position | null = null): string {
  const query = new URLSearchParams();
  if (q) query.set('q', q);
  if (state) query.set('state', state);
  if (role) query.set('role', role);
  for (const value of after ?? []) query.append('after', String(value));
  return query.size === 0 ? base : `${base}?${query}`;
}
