/**
 * What keeps a team from being deleted, each counted up to a limit. `okrs` are those in the actor's lists; `unseen` says
 * that there are others, which are drafts or private.
 */
export type Hindrances = { okrs: number; unseen: boolean; proposals: number; teams: number; members: number };

/** Whether nothing stands in the way. */
export const isEmpty = ({ okrs, unseen, proposals, teams, members }: Hindrances): boolean =>
  okrs + proposals + teams + members === 0 && !unseen;
