import { Hono } from 'hono';
import type { MemberId, TeamId } from '../db/ids.ts';
import { editMember } from '../domain/members/editing.ts';
import { listMembersNamed } from '../domain/members/finding.ts';
import { findUser } from '../domain/members/finding-user.ts';
import { findHoldings } from '../domain/members/holdings.ts';
import { findMember } from '../domain/members/listing.ts';
import { type Member, type MemberPatch, memberPatch } from '../domain/members/member.ts';
import { listSeats } from '../domain/members/seating.ts';
import { timeZones } from '../domain/organizations/places.ts';
import { invalid } from '../domain/refusal.ts';
import { listTeams } from '../domain/teams/finding.ts';
import { type Role, roles } from '../domain/words.ts';
import type { MemberValues } from '../views/users/member-fields.tsx';
import { MemberPage } from '../views/users/member-page.tsx';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm, type Sent } from './form.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell } from './respond.tsx';
import { choosing } from './users-choosing.ts';

/** Admin -> Users: one of them. */
export const user = new Hono<WebEnv>();

const PATH = '/o/:org/admin/users/:member{mem_[0-9A-Z]+}';

user.get(PATH, (c) => page(c));

user.post(PATH, async (c) => {
  const sent = await readForm(c);
  if (sent.has('find')) return page(c, { sent });
  const { value, refused } = await trying(save(c, valuesIn(sent)));
  if (refused) return page(c, { sent, refused });
  tell(c, `${value.name} is saved.`);
  return c.redirect(baseOf(c), 303);
});

user.post(`${PATH}/reactivation`, async (c) => {
  const { ctx } = c.var;
  const { name } = await editMember(ctx, await findMember(ctx, idOf(c)), { active: true });
  tell(c, `${name} can come in again.`);
  return c.redirect(`${baseOf(c)}/${idOf(c)}`, 303);
});

async function save(c: WebContext, values: MemberValues): Promise<Member> {
  const { ctx } = c.var;
  const [before, seats] = await Promise.all([findMember(ctx, idOf(c)), listSeats(ctx, idOf(c))]);
  const said = {
    ...values,
    manager_id: values.manager_id || null,
    locale: values.locale || null,
    time_zone: values.time_zone || null,
  };
  const parsed = memberPatch.safeParse(said);
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  const patch = changesIn(
    parsed.data,
    before,
    seats.map(({ id }) => id),
  );
  return Object.keys(patch).length === 0 ? before : editMember(ctx, before, patch);
}

/** What of it is not so already: only that is changed, and told of. */
function changesIn(said: MemberPatch, before: Member, seats: readonly TeamId[]): MemberPatch {
  const now: MemberPatch = {
    name: before.name,
    email: before.email,
    role: before.role,
    manager_id: before.managerId,
    locale: before.locale,
    time_zone: before.timeZone,
    team_ids: [...seats].sort(),
  };
  const given: MemberPatch = { ...said, team_ids: [...new Set(said.team_ids)].sort() };
  const changed = Object.entries(given).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(now[field as keyof MemberPatch]),
  );
  return Object.fromEntries(changed);
}

type Returned = { sent: Sent; refused?: Refused };

async function page(c: WebContext, { sent, refused }: Partial<Returned> = {}) {
  const { ctx, formats } = c.var;
  const id = idOf(c);
  const named = sent?.text('manager_id');
  const [shell, { member, manager, bounce }, joined, teams, managers, chosen, holdings] = await Promise.all([
    shellOf(c, 'users'),
    findUser(ctx, id),
    listSeats(ctx, id),
    listTeams(ctx),
    choosing(ctx, sent?.text('sought_manager_id')),
    named ? listMembersNamed(ctx, [named as MemberId]) : [],
    findHoldings(ctx, id),
  ]);
  return show(
    c,
    <MemberPage
      {...{ shell, formats, member, holdings, bounce, joined, teams }}
      base={baseOf(c)}
      values={sent ? valuesIn(sent) : valuesOf(member, joined)}
      errors={refused?.fields ?? {}}
      message={refused?.message}
      roles={rolesFor(ctx.actor.role, member)}
      managers={{ ...managers, people: managers.people.filter((each) => each.id !== id) }}
      manager={sent ? (chosen[0] ?? null) : manager}
      zones={timeZones()}
      usual={ctx.org}
    />,
    refused?.status,
  );
}

/** Owners are made and changed by owners alone. */
const rolesFor = (actor: Role, { role }: Member): readonly Role[] => {
  if (actor === 'owner') return roles;
  return role === 'owner' ? [] : roles.filter((each) => each !== 'owner');
};

const valuesOf = (member: Member, joined: readonly { id: string }[]): MemberValues => ({
  name: member.name,
  email: member.email,
  role: member.role,
  manager_id: member.managerId ?? '',
  team_ids: joined.map(({ id }) => id),
  locale: member.locale ?? '',
  time_zone: member.timeZone ?? '',
});

const valuesIn = (sent: Sent): MemberValues => ({
  name: sent.text('name'),
  email: sent.text('email'),
  role: sent.text('role'),
  manager_id: sent.text('manager_id'),
  team_ids: [...new Set([...sent.all('team_ids'), sent.text('add_team')])].filter(Boolean),
  locale: sent.text('locale'),
  time_zone: sent.text('time_zone'),
});

const idOf = (c: WebContext) => c.req.param('member') as MemberId;

const baseOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/admin/users`;
