import { okrLinks } from '../okrs/links.ts';

/** Addresses of what people say about an OKR. */
export const talkLinks = (org: string, okr: string) => {
  const { page } = okrLinks(org, okr);
  return {
    comments: `${page}/comments`,
    /** The whole thread, of the OKR or under one check-in, from before a comment on. */
    thread: (checkIn: string | null = null, before: string | null = null) => {
      const query = new URLSearchParams({ ...(checkIn && { check_in: checkIn }), ...(before && { before }) });
      return `${page}/comments${query.size > 0 ? `?${query}` : ''}`;
    },
    reactions: `${page}/reactions`,
  };
};

/** Addresses of one comment: where it stands, and what can be done with it. */
export const commentLinks = (org: string, okr: string, comment: string) => {
  const page = `${okrLinks(org, okr).page}/comments/${comment}`;
  return { page, edit: `${page}/edit`, deletion: `${page}/deletion` };
};

/** Where names are looked up while somebody types an @. */
export const mentionsLink = (org: string): string => `/o/${org}/mentions`;
