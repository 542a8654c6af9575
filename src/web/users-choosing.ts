import type { Context } from '../domain/context.ts';
import { listAssignable, listMembers, MOST_PEOPLE } from '../domain/members/finding.ts';
import type { Choosing } from '../views/users/person-field.tsx';

/** People to choose a manager from: anybody who is here. */
export const choosing = async (ctx: Context, sought = ''): Promise<Choosing> =>
  chosenFrom(await listMembers(ctx, sought), sought);

/** People who can take over what somebody has: those who take part. */
export const choosingTaker = async (ctx: Context, sought = ''): Promise<Choosing> =>
  chosenFrom(await listAssignable(ctx, sought), sought);

const chosenFrom = (people: Choosing['people'], sought: string): Choosing => ({
  people,
  more: people.length === MOST_PEOPLE,
  sought,
});
