/** How large a company is. `levels` counts the OKRs of each level of its one tree, the top first. */
export type Size = { slug: string; levels: readonly number[]; members: number; teams: number };

/** Check-ins of each OKR, one a week, the last one this week. */
export const CHECK_INS = 10;

/** A company and one 200 times its size: what costs more in the second than it shows more grows with the organization. */
export const small: Size = { slug: 'small', levels: [1, 5, 10, 15, 24, 45], members: 10, teams: 1 };
export const large: Size = { slug: 'large', levels: [1, 50, 200, 1_000, 4_000, 14_749], members: 2_000, teams: 200 };

export const okrsIn = ({ levels }: Size): number => levels.reduce((sum, count) => sum + count, 0);
