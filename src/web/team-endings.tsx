import { Hono } from 'hono';
import type { TeamId } from '../db/ids.ts';
import { archiveTeam } from '../domain/teams/archiving.ts';
import { deleteTeam, findHindrances } from '../domain/teams/deleting.ts';
import { listTeams, MOST_TEAMS } from '../domain/teams/finding.ts';
import { findTeamRow } from '../domain/teams/finding-page.ts';
import { findTeam } from '../domain/teams/listing.ts';
import { findAlong, findDestination, moveTeam } from '../domain/teams/moving.ts';
import { countOpen } from '../domain/teams/rehoming.ts';
import { ArchiveTeamPage } from '../views/teams/archive-page.tsx';
import { TeamDeletionPage } from '../views/teams/deletion-page.tsx';
import { adminTeamLinks } from '../views/teams/links.ts';
import { MoveTeamPage } from '../views/teams/move-page.tsx';
import { rehome } from '../writers/rehoming.ts';
import type { WebContext, WebEnv } from './context.ts';
import { readForm } from './form.ts';
import { admins } from './middleware/admins.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell } from './respond.tsx';

/** Moving, archiving and deleting a team, each with a page that says first what it means. */
export const teamEndings = new Hono<WebEnv>();

const PATH = '/o/:org/admin/teams/:team';

teamEndings.use(`${PATH}/*`, admins);

teamEndings.get(`${PATH}/move`, (c) => moving(c, c.req.query('to')));

teamEndings.post(`${PATH}/move`, async (c) => {
  const { ctx } = c.var;
  const to = (await readForm(c)).text('to');
  const team = await findTeam(ctx, idOf(c));
  const { refused } = await trying(moveTeam(ctx, team, (to || null) as TeamId | null));
  if (refused) return moving(c, to, refused);
  tell(c, `${team.name} has moved.`);
  return c.redirect(adminTeamLinks(ctx.org.slug, team.id).page, 303);
});

teamEndings.get(`${PATH}/archive`, (c) => archiving(c, { to: '', q: '' }));

teamEndings.post(`${PATH}/archive`, async (c) => {
  const { ctx } = c.var;
  const sent = await readForm(c);
  const values = { to: sent.text('to'), q: sent.text('q') };
  if (sent.has('find')) return archiving(c, values);
  const team = await findTeam(ctx, idOf(c));
  const { refused } = await trying(archive());
  if (refused) return archiving(c, values, refused);
  tell(
    c,
    values.to ? `${team.name} is archived. Its open OKRs move within a minute or two.` : `${team.name} is archived.`,
  );
  return c.redirect(adminTeamLinks(ctx.org.slug, team.id).page, 303);

  async function archive() {
    // Asked for first: should archiving fail, the OKRs have moved as somebody wanted, and the team can be archived again.
    if (values.to) await rehome(c.env, ctx, team.id, values.to as TeamId);
    return archiveTeam(ctx, team);
  }
});

teamEndings.get(`${PATH}/deletion`, (c) => deletion(c));

teamEndings.post(`${PATH}/deletion`, async (c) => {
  const { ctx } = c.var;
  const team = await findTeam(ctx, idOf(c));
  const { refused } = await trying(deleteTeam(ctx, team, { empty: true }));
  if (refused) return deletion(c, refused);
  tell(c, `${team.name} is deleted.`);
  return c.redirect(adminTeamLinks(ctx.org.slug).list, 303);
});

async function moving(c: WebContext, to: string | undefined, refused?: Refused) {
  const { ctx, formats } = c.var;
  const q = c.req.query('q')?.trim().slice(0, 200) ?? '';
  const [shell, team, along, destination, parents] = await Promise.all([
    shellOf(c, 'teams'),
    findTeamRow(ctx, idOf(c)),
    findAlong(ctx, idOf(c)),
    to ? findDestination(ctx, idOf(c), to as TeamId) : null,
    listTeams(ctx, { q, also: (to || null) as TeamId | null }),
  ]);
  const chosen = to === undefined || c.req.query('find') !== undefined ? null : { id: to, destination };
  return show(
    c,
    <MoveTeamPage
      {...{ shell, formats, team, along, chosen, parents, q }}
      moreParents={parents.length >= MOST_TEAMS}
      message={refused?.message ?? refused?.fields.parent_id}
    />,
    refused?.status,
  );
}

async function archiving(c: WebContext, values: { to: string; q: string }, refused?: Refused) {
  const { ctx, formats } = c.var;
  const [shell, team, open, teams] = await Promise.all([
    shellOf(c, 'teams'),
    findTeamRow(ctx, idOf(c)),
    countOpen(ctx, idOf(c)),
    listTeams(ctx, { q: values.q, also: (values.to || null) as TeamId | null }),
  ]);
  return show(
    c,
    <ArchiveTeamPage
      {...{ shell, formats, team, open, teams, values }}
      moreTeams={teams.length >= MOST_TEAMS}
      errors={refused?.fields ?? {}}
      message={refused?.message}
    />,
    refused?.status,
  );
}

async function deletion(c: WebContext, refused?: Refused) {
  const { ctx, formats } = c.var;
  const [shell, team, hindrances] = await Promise.all([
    shellOf(c, 'teams'),
    findTeamRow(ctx, idOf(c)),
    findHindrances(ctx, idOf(c)),
  ]);
  return show(
    c,
    <TeamDeletionPage {...{ shell, formats, team, hindrances }} message={refused?.message} />,
    refused?.status,
  );
}

const idOf = (c: WebContext) => c.req.param('team') as TeamId;
