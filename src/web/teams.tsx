import { Hono } from 'hono';
import type { MemberId, PeriodId, TeamId } from '../db/ids.ts';
import { findLeadership, mayCreateAt } from '../domain/okrs/creating.ts';
import { listTree } from '../domain/okrs/listing-tree.ts';
import { may } from '../domain/permission.ts';
import { invalid } from '../domain/refusal.ts';
import { listMembersOutside } from '../domain/teams/choosing.ts';
import { editTeam } from '../domain/teams/editing.ts';
import { findTeamPage, findTeamRow, listSeats } from '../domain/teams/finding-page.ts';
import { findTeam } from '../domain/teams/listing.ts';
import { addToTeam, demandShaping, removeFromTeam } from '../domain/teams/seating.ts';
import { teamFields } from '../domain/teams/team.ts';
import { noFilter } from '../views/okrs/list-page.tsx';
import { teamLinks } from '../views/teams/links.ts';
import { TeamMembersPage } from '../views/teams/members-page.tsx';
import { TeamPage } from '../views/teams/page.tsx';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm } from './form.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell } from './respond.tsx';

/** The page of each team for everybody, and for those who lead it who belongs to it and its type. */
export const teams = new Hono<WebEnv>();

const PATH = '/o/:org/teams/:team';
const SEATS_SHOWN = 100;

teams.get(PATH, async (c) => {
  const { ctx, formats } = c.var;
  const period = (c.req.query('period') || null) as PeriodId | null;
  const [shell, found, tree, leadership] = await Promise.all([
    shellOf(c, null),
    findTeamPage(ctx, idOf(c), period),
    listTree(ctx, { ...noFilter, period, team: idOf(c) }),
    findLeadership(ctx, idOf(c)),
  ]);
  const leadIds = [found.team.leadId, ...found.above.map(({ leadId }) => leadId)];
  const rights = {
    shape: may.shapeTeam(ctx.actor, leadIds),
    administer: may.administer(ctx.actor),
    create: mayCreateAt(ctx, 'team', leadership.there),
  };
  return show(c, <TeamPage {...{ shell, formats, found, tree }} may={rights} />);
});

teams.post(PATH, async (c) => {
  const { ctx } = c.var;
  const type = (await readForm(c)).text('type');
  const { refused } = await trying(changeType(c, type));
  if (refused) return members(c, { type, refused });
  tell(c, 'Saved.');
  return c.redirect(teamLinks(ctx.org.slug, idOf(c)).members, 303);
});

teams.get(`${PATH}/members`, (c) => members(c));

teams.post(`${PATH}/members`, async (c) => {
  const { ctx } = c.var;
  const sent = await readForm(c);
  const team = await findTeamRow(ctx, idOf(c));
  const { refused } = await trying(addToTeam(ctx, team, sent.text('member_id') as MemberId));
  if (refused) return members(c, { q: sent.text('q'), refused });
  const q = sent.text('q');
  const { members: list } = teamLinks(ctx.org.slug, team.id);
  return c.redirect(q ? `${list}?${new URLSearchParams({ q })}` : list, 303);
});

teams.post(`${PATH}/members/:member/removal`, async (c) => {
  const { ctx } = c.var;
  const team = await findTeamRow(ctx, idOf(c));
  const { refused } = await trying(removeFromTeam(ctx, team, c.req.param('member') as MemberId));
  return refused ? members(c, { refused }) : c.redirect(teamLinks(ctx.org.slug, team.id).members, 303);
});

async function changeType(c: WebContext, typed: string) {
  const { ctx } = c.var;
  const parsed = teamFields.pick({ type: true }).safeParse({ type: typed || null });
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  return editTeam(ctx, await findTeam(ctx, idOf(c)), parsed.data);
}

type Returned = { q?: string; type?: string; refused: Refused };

async function members(c: WebContext, returned?: Returned) {
  const { ctx, formats } = c.var;
  const id = idOf(c);
  const q = returned?.q ?? c.req.query('q')?.trim().slice(0, 200) ?? '';
  const name = c.req.query('after');
  const [shell, team, seats, found] = await Promise.all([
    shellOf(c, null),
    findTeamRow(ctx, id),
    listSeats(ctx, id, SEATS_SHOWN + 1, name ? [name, c.req.query('of') ?? ''] : null),
    listMembersOutside(ctx, id, q),
    demandShaping(ctx, { id }),
  ]);
  const shown = seats.slice(0, SEATS_SHOWN);
  const last = shown.at(-1);
  const more =
    seats.length > SEATS_SHOWN && last
      ? `${teamLinks(ctx.org.slug, id).members}?${new URLSearchParams({ after: last.name, of: last.id })}`
      : null;
  return show(
    c,
    <TeamMembersPage
      {...{ shell, formats, team, more, q, found }}
      seats={shown}
      type={returned?.type ?? team.type ?? ''}
      errors={returned?.refused.fields ?? {}}
      message={returned?.refused.message ?? returned?.refused.fields.member_id}
    />,
    returned?.refused.status,
  );
}

const idOf = (c: WebContext) => c.req.param('team') as TeamId;
