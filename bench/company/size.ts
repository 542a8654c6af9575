/**
 * How large a company is. `levels` counts the OKRs of each level of its one tree, the top first. `members` and `teams` work
 * on them, ten people in a team; besides them there are `others`, people and teams without OKRs.
 */
export type Size = {
  slug: string;
  levels: readonly number[];
  members: number;
  teams: number;
  others: { members: number; teams: number };
};

/** Check-ins of each OKR, one a week, the last one this week. */
export const CHECK_INS = 10;

/** A company and one 200 times its size: what costs more in the second than it shows more grows with the organization. */
export const small: Size = {
  slug: 'small',
  levels: [1, 5, 10, 15, 24, 45],
  members: 10,
  teams: 1,
  others: { members: 4, teams: 0 },
};
export const large: Size = {
  slug: 'large',
  levels: [1, 50, 200, 1_000, 4_000, 14_749],
  members: 2_000,
  teams: 200,
  others: { members: 8_000, teams: 800 },
};

export const okrsIn = ({ levels }: Size): number => levels.reduce((sum, count) => sum + count, 0);
export const membersIn = ({ members, others }: Size): number => members + others.members;
export const teamsIn = ({ teams, others }: Size): number => teams + others.teams;
