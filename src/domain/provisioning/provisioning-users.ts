import { and, eq, isNull, or } from 'drizzle-orm';
import { guardThat, isDuplicate, LostRace } from '../../db/commit.ts';
import { type MemberId, newId } from '../../db/ids.ts';
import { members } from '../../db/schema/organizations.ts';
import type { Context } from '../context.ts';
import { commitMember } from '../members/creating.ts';
import { bindsToRole, findHoldings, holdsNothing } from '../members/holdings.ts';
import { checkManager, guardManaging } from '../members/managing.ts';
import { type Member, memberRow, searchWords } from '../members/member.ts';
import { storeMember } from '../members/storing.ts';
import { demand, may, sentences } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { isProvisioned, plainUserName, type UserGiven } from './user.ts';

/**
 * Makes a member of somebody, or brings back a deactivated one whom the identity system has known by that user name or
 * external id.
 * @throws Refusal `conflict` when somebody has the user name, address or external id, or would be an owner; `invalid` for
 * a manager who reports to them
 */
export async function provisionUser(ctx: Context, given: UserGiven): Promise<Member> {
  demand(may.provision(ctx.actor), sentences.provision);
  const [taken, manager] = await Promise.all([listTaken(ctx, given), findManager(ctx, given.manager)]);
  const [before, another] = taken;
  if (before) {
    if (another || !returns(before, given)) throw takenBy(before);
    return store(ctx, before, given, manager);
  }
  if (given.role === 'owner') throw ownersOnly();
  const own = { id: newId('mem', ctx.now), orgId: ctx.org.id, createdAt: ctx.now };
  const role = given.role ?? 'member';
  const managerId = manager ?? null;
  const member = memberRow({
    ...own,
    ...columnsOf(given),
    role,
    managerId,
    deactivatedAt: given.active ? null : ctx.now,
  });
  await naming(given, () => commitMember(ctx, member, 'member.added', [ctx.db.insert(members).values(member)]));
  return member;
}

/**
 * Makes a member what the identity system says. Deactivating ends their access as an admin's doing would; what changes
 * nothing writes nothing.
 * @throws Refusal `conflict` for an owner's role or address, the last owner, what another member has, and an observer who
 * owns something; `invalid` for a manager who reports to them; `stale` when they have changed since they were read
 */
export async function reprovisionUser(ctx: Context, before: Member, given: UserGiven): Promise<Member> {
  demand(may.provision(ctx.actor), sentences.provision);
  const manager = await findManager(ctx, given.manager);
  return store(ctx, before, given, manager);
}

/** Ends a member's access and hides them from the identity system; what they own and said stays. @throws as above */
export async function unprovisionUser(ctx: Context, before: Member): Promise<void> {
  demand(may.provision(ctx.actor), sentences.provision);
  const profile = { ...before.profile, deleted: true };
  const after = { ...before, profile, deactivatedAt: before.deactivatedAt ?? ctx.now, changedAt: ctx.now };
  await storeMember(ctx, before, after, { action: 'member.deactivated' });
}

async function store(
  ctx: Context,
  before: Member,
  given: UserGiven,
  manager: MemberId | null | undefined,
): Promise<Member> {
  const after = changed(ctx, before, given, manager);
  if (isSame(before, after)) return before;
  if (after.role !== before.role && (after.role === 'owner' || before.role === 'owner')) throw ownersOnly();
  if (before.role === 'owner' && after.email !== before.email)
    throw new Refusal('conflict', 'Only owners change the address of an owner, in Cairn itself.');
  const isManaged = after.managerId !== null && after.managerId !== before.managerId;
  const observes = after.role === 'observer' && before.role !== 'observer';
  await Promise.all([
    isManaged ? checkManager(ctx, after.managerId, before.id) : null,
    observes ? refuseObserver(ctx, before) : null,
  ]);
  await naming(given, () =>
    storeMember(ctx, before, after, {
      action: actionOf(before, after),
      data: { fields: fieldsOf(before, after) },
      also: [
        ...(isManaged ? [guardManaging(ctx, before.id)] : []),
        ...(observes ? [guardThat(ctx.db, holdsNothing(ctx.org.id, before.id))] : []),
      ],
    }),
  );
  return after;
}

function changed({ now }: Context, before: Member, given: UserGiven, manager: MemberId | null | undefined): Member {
  const after: Member = {
    ...before,
    ...columnsOf(given),
    role: given.role ?? before.role,
    managerId: manager === undefined ? before.managerId : manager,
    deactivatedAt: given.active ? null : (before.deactivatedAt ?? now),
    changedAt: now,
  };
  after.words = searchWords(after);
  return after;
}

const columnsOf = ({ userName, externalId, name, email, locale, timeZone, profile }: UserGiven) => ({
  userName: plainUserName(userName),
  externalId,
  name,
  email,
  locale,
  timeZone,
  profile,
});

const fields = [
  'name',
  'email',
  'role',
  'locale',
  'timeZone',
  'managerId',
  'externalId',
  'userName',
  'deactivatedAt',
] as const;

const fieldsOf = (before: Member, after: Member): string[] => [
  ...fields.filter((field) => before[field] !== after[field]),
  ...(JSON.stringify(before.profile) === JSON.stringify(after.profile) ? [] : ['profile']),
];

const isSame = (before: Member, after: Member): boolean => fieldsOf(before, after).length === 0;

function actionOf(before: Member, after: Member): string {
  if ((before.deactivatedAt === null) === (after.deactivatedAt === null)) return 'member.edited';
  return after.deactivatedAt === null ? 'member.reactivated' : 'member.deactivated';
}

/** Members who have the user name, the address or the external id of somebody new. */
const listTaken = ({ db, org }: Context, { userName, email, externalId }: UserGiven): Promise<Member[]> => {
  const own = eq(members.orgId, org.id);
  return db
    .select()
    .from(members)
    .where(
      or(
        and(own, eq(members.userName, plainUserName(userName))),
        and(own, eq(members.email, plainUserName(userName)), isNull(members.userName)),
        and(own, eq(members.email, email)),
        externalId === null ? undefined : and(own, eq(members.externalId, externalId)),
      ),
    )
    .limit(2);
};

const returns = (member: Member, { userName, externalId }: UserGiven): boolean =>
  member.deactivatedAt !== null &&
  member.erasedAt === null &&
  isProvisioned(member) &&
  (member.userName === plainUserName(userName) || (externalId !== null && member.externalId === externalId));

const takenBy = ({ deactivatedAt }: Member): Refusal =>
  new Refusal(
    'conflict',
    deactivatedAt === null
      ? 'A member has this user name, address or external id already.'
      : 'Somebody who was deactivated in Cairn has this user name, address or external id. Make them active there.',
  );

/** Whom a manager's id, external id, user name or address means; null when nobody active, undefined when nothing is said. */
async function findManager(
  { db, org }: Context,
  manager: string | null | undefined,
): Promise<MemberId | null | undefined> {
  if (manager === null || manager === undefined) return manager;
  const own = eq(members.orgId, org.id);
  const plain = plainUserName(manager);
  const known = await db
    .select({ id: members.id, externalId: members.externalId, deactivatedAt: members.deactivatedAt })
    .from(members)
    .where(
      or(
        and(own, eq(members.id, manager as MemberId)),
        and(own, eq(members.externalId, manager)),
        and(own, eq(members.userName, plain)),
        and(own, eq(members.email, plain)),
      ),
    )
    .limit(4);
  const active = known.filter(({ deactivatedAt }) => deactivatedAt === null);
  return (active.find(({ id }) => id === manager) ?? active[0])?.id ?? null;
}

async function refuseObserver(ctx: Context, { id }: Member): Promise<void> {
  if (bindsToRole(await findHoldings(ctx, id)))
    throw new Refusal('conflict', 'Observers own nothing and lead nobody. Hand over in Cairn what they have first.');
}

const ownersOnly = () =>
  new Refusal('conflict', 'Only owners make owners, and only they change the role of one, in Cairn itself.');

/** Runs a commit. @throws Refusal `conflict` when another member has the user name, `stale` for a guard that did not hold */
async function naming(given: UserGiven, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (reason) {
    if (isDuplicate(reason, 'members.user_name'))
      throw new Refusal('conflict', `Another member has the user name “${given.userName}”.`);
    throw reason instanceof LostRace ? new Refusal('stale', 'Somebody changed this member meanwhile.') : reason;
  }
}
