import type { MemberId, OkrId, PeriodId } from '../db/ids.ts';
import { listPickableConnections } from '../domain/connections/finding.ts';
import type { Context } from '../domain/context.ts';
import { listAssignable, listMembersNamed, listPeopleOf, MOST_PEOPLE } from '../domain/members/finding.ts';
import { findLeadership, levelsOpenTo } from '../domain/okrs/creating.ts';
import { listParentsOf, listPossibleParents, listTitles, MOST_PARENTS } from '../domain/okrs/finding-parents.ts';
import { listPeriods } from '../domain/periods/finding.ts';
import { listTagNames } from '../domain/tags/listing.ts';
import { listTeams } from '../domain/teams/finding.ts';
import type { Choosable } from '../views/okr-form/page.tsx';
import type { OkrValues } from '../views/okr-form/values.ts';
import type { Sent } from './form.ts';

export type Sought = { people: string; parents: string };

export const nothingSought: Sought = { people: '', parents: '' };

export const soughtIn = (sent: Sent): Sought => ({ people: sent.text('people'), parents: sent.text('objectives') });

/** Lists for the form of a new OKR that names these people and parents. One round trip. */
export const choosableFor = (
  ctx: Context,
  values: Pick<OkrValues, 'owner_ids' | 'check_in_owner_id' | 'viewer_ids' | 'delegate_ids' | 'parents' | 'period_id'>,
  sought: Sought,
  except?: OkrId,
): Promise<Choosable> =>
  gather(ctx, sought, {
    people: listMembersNamed(
      ctx,
      [values.owner_ids, values.check_in_owner_id, values.viewer_ids, values.delegate_ids]
        .flat()
        .filter(Boolean) as MemberId[],
    ),
    parents: listTitles(ctx, values.parents as OkrId[]),
    options: listPossibleParents(ctx, {
      period: values.period_id ? { id: values.period_id as PeriodId } : 'current',
      q: sought.parents,
      except,
    }),
  });

/** Lists for the form of an OKR as it is. One round trip, beside the reading of the OKR itself. */
export const choosableOf = (ctx: Context, okrId: OkrId): Promise<Choosable> =>
  gather(ctx, nothingSought, {
    people: listPeopleOf(ctx, okrId),
    parents: listParentsOf(ctx, okrId),
    options: listPossibleParents(ctx, { period: { ofOkr: okrId }, except: okrId }),
  });

type Named = {
  people: ReturnType<typeof listMembersNamed>;
  parents: ReturnType<typeof listTitles>;
  options: ReturnType<typeof listPossibleParents>;
};

async function gather(ctx: Context, sought: Sought, named: Named): Promise<Choosable> {
  const [people, parents, options, assignable, teams, periods, tags, connections, leadership] = await Promise.all([
    named.people,
    named.parents,
    named.options,
    listAssignable(ctx, sought.people),
    listTeams(ctx),
    listPeriods(ctx),
    listTagNames(ctx),
    listPickableConnections(ctx),
    findLeadership(ctx, null),
  ]);
  return {
    people: { chosen: people, options: assignable, more: assignable.length >= MOST_PEOPLE },
    parents: { chosen: parents, options, more: options.length >= MOST_PARENTS },
    teams,
    levels: levelsOpenTo(ctx, leadership),
    periods,
    tags,
    connections,
  };
}
