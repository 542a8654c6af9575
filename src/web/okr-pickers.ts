import type { MemberId, OkrId, PeriodId, TeamId } from '../db/ids.ts';
import { listPickable } from '../domain/connections/finding.ts';
import type { Context } from '../domain/context.ts';
import { listReusable } from '../domain/data-links/listing-reusable.ts';
import {
  listAssignable,
  listMembers,
  listMembersNamed,
  listPeopleOf,
  MOST_PEOPLE,
  type Person,
} from '../domain/members/finding.ts';
import { findLeadership, levelsOpenTo } from '../domain/okrs/creating.ts';
import { teamOf } from '../domain/okrs/editing.ts';
import { listParentsOf, listPossibleParents, listTitles, MOST_PARENTS } from '../domain/okrs/finding-parents.ts';
import { ruleAgainst } from '../domain/okrs/refusing-parents.ts';
import { listPeriods } from '../domain/periods/finding.ts';
import { listTagNames } from '../domain/tags/listing.ts';
import { listTeams } from '../domain/teams/finding.ts';
import { kinds } from '../domain/words.ts';
import type { Choosable, Sought } from '../views/okr-form/page.tsx';
import type { OkrValues } from '../views/okr-form/values.ts';
import type { Sent } from './form.ts';

export const nothingSought: Sought = { owners: '', delegates: '', viewers: '', parents: '' };

export const soughtIn = (sent: Sent): Sought => ({
  owners: sent.text('sought_owners'),
  delegates: sent.text('sought_delegates'),
  viewers: sent.text('sought_viewers'),
  parents: sent.text('sought_parents'),
});

type Naming = Pick<
  OkrValues,
  'kind' | 'owner_ids' | 'check_in_owner_id' | 'viewer_ids' | 'delegate_ids' | 'parents' | 'period_id' | 'team_id'
>;

/** Lists for the form of a new OKR that names these people and parents. One round trip. */
export const choosableFor = (ctx: Context, values: Naming, sought: Sought, except?: OkrId): Promise<Choosable> =>
  gather(ctx, sought, {
    people: listMembersNamed(
      ctx,
      [values.owner_ids, values.check_in_owner_id, values.viewer_ids, values.delegate_ids]
        .flat()
        .filter(Boolean) as MemberId[],
    ),
    parents: listTitles(ctx, values.parents as OkrId[]),
    team: (values.team_id || null) as TeamId | null,
    options: listPossibleParents(ctx, {
      period: values.period_id ? { id: values.period_id as PeriodId } : 'current',
      q: sought.parents,
      except,
      keyResults: underKeyResults(ctx, values.kind),
    }),
  });

/** Lists for the form of an OKR as it is. One round trip, beside the reading of the OKR itself. */
export const choosableOf = (ctx: Context, okrId: OkrId): Promise<Choosable> =>
  gather(ctx, nothingSought, {
    people: listPeopleOf(ctx, okrId),
    parents: listParentsOf(ctx, okrId),
    team: teamOf(okrId),
    options: listPossibleParents(ctx, { period: { ofOkr: okrId }, except: okrId }),
  });

/** Whether the organization lets an OKR of this kind stand under a key result. */
export const underKeyResults = ({ org }: Context, kind: string): boolean =>
  kinds.some((each) => each === kind && ruleAgainst(org, each, 'key_result') === null);

type Named = {
  people: ReturnType<typeof listMembersNamed>;
  parents: ReturnType<typeof listTitles>;
  /** The team that it lives in, which is offered also when it is archived. */
  team: NonNullable<Parameters<typeof listTeams>[1]>['also'];
  options: ReturnType<typeof listPossibleParents>;
};

async function gather(ctx: Context, sought: Sought, named: Named): Promise<Choosable> {
  const [chosen, parents, possible, owners, delegates, viewers, teams, periods, tags, pickable, leadership, reusable] =
    await Promise.all([
      named.people,
      named.parents,
      named.options,
      listAssignable(ctx, sought.owners),
      sought.delegates === sought.owners ? null : listAssignable(ctx, sought.delegates),
      listMembers(ctx, sought.viewers),
      listTeams(ctx, { also: named.team ?? null }),
      listPeriods(ctx),
      listTagNames(ctx),
      listPickable(ctx),
      findLeadership(ctx, null),
      listReusable(ctx),
    ]);
  const reporters = new Map([...chosen, ...owners].map((each) => [each.id, each]));
  return {
    named: new Map([...chosen, ...owners, ...(delegates ?? []), ...viewers].map(({ id, name }) => [id, name])),
    owners: cut(owners),
    delegates: cut(delegates ?? owners),
    viewers: cut(viewers),
    reporters: [...reporters.values()],
    parents: { chosen: parents, options: possible, more: possible.length >= MOST_PARENTS },
    teams,
    levels: levelsOpenTo(ctx, leadership),
    periods,
    tags,
    ...pickable,
    reusable,
  };
}

const cut = (options: readonly Person[]) => ({ options, more: options.length >= MOST_PEOPLE });
