import { Hono } from 'hono';
import type { MemberId, TeamId } from '../db/ids.ts';
import { listAssignable, listMembersNamed, MOST_PEOPLE } from '../domain/members/finding.ts';
import { invalid } from '../domain/refusal.ts';
import { restoreTeam } from '../domain/teams/archiving.ts';
import { createTeam } from '../domain/teams/creating.ts';
import { editTeam } from '../domain/teams/editing.ts';
import { listTeams, MOST_TEAMS } from '../domain/teams/finding.ts';
import { findTeamRow } from '../domain/teams/finding-page.ts';
import { listUpwards } from '../domain/teams/finding-path.ts';
import { findTeam } from '../domain/teams/listing.ts';
import { listTeamRows, outline, type TeamFilter, type TeamRow } from '../domain/teams/outlining.ts';
import { newTeamInput, teamFields } from '../domain/teams/team.ts';
import { AdminTeamsPage } from '../views/teams/admin-page.tsx';
import { EditTeamPage } from '../views/teams/edit-page.tsx';
import { emptyTeam, type TeamChoices, type TeamValues } from '../views/teams/fields.tsx';
import { adminTeamLinks } from '../views/teams/links.ts';
import { NewTeamPage } from '../views/teams/new-page.tsx';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm, type Sent } from './form.ts';
import { admins } from './middleware/admins.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell } from './respond.tsx';

/** Admin -> Teams: the tree, a search in it, what was put away, and each team by itself. */
export const adminTeams = new Hono<WebEnv>();

const PATH = '/o/:org/admin/teams';
const SHOWN = 50;

adminTeams.use(`${PATH}/*`, admins);

adminTeams.get(PATH, async (c) => {
  const { ctx, formats } = c.var;
  const filter: TeamFilter = {
    q: c.req.query('q')?.trim().slice(0, 200) ?? '',
    archived: c.req.query('archived') !== undefined,
  };
  const under = (c.req.query('under') || null) as TeamId | null;
  const after = c.req.queries('after') ?? [];
  const cut = { after: after.length === 2 ? after : null, limit: SHOWN };
  const flat = filter.q !== '' || filter.archived;
  const [shell, page, way] = await Promise.all([
    shellOf(c, 'teams'),
    flat ? listTeamRows(ctx, filter, cut) : outline(ctx, under, cut),
    under && !flat ? listUpwards(ctx, under) : [],
  ]);
  return show(
    c,
    <AdminTeamsPage
      {...{ shell, formats, filter }}
      way={way.toReversed()}
      teams={page.items.map((team) => ({ branches: [], hidden: 0, ...team }))}
      more={page.next && moreOf(c, filter, under, page.next.map(String))}
    />,
  );
});

adminTeams.get(`${PATH}/new`, (c) => adding(c, { ...emptyTeam, parent_id: c.req.query('parent') ?? '' }));

adminTeams.post(`${PATH}/new`, async (c) => {
  const { ctx } = c.var;
  const sent = await readForm(c);
  const values = valuesIn(sent);
  if (sent.has('find')) return adding(c, values);
  const { value, refused } = await trying(create(c, values));
  if (refused) return adding(c, values, refused);
  tell(c, `${value.name} is there now. Add its members here.`);
  return c.redirect(adminTeamLinks(ctx.org.slug, value.id).page, 303);
});

adminTeams.get(`${PATH}/:team{tm_[0-9A-Z]+}`, (c) => editing(c));

adminTeams.post(`${PATH}/:team{tm_[0-9A-Z]+}`, async (c) => {
  const { ctx } = c.var;
  const sent = await readForm(c);
  const values = valuesIn(sent);
  if (sent.has('find')) return editing(c, { values });
  const { refused } = await trying(edit(c, values));
  if (refused) return editing(c, { values, refused });
  tell(c, 'Saved.');
  return c.redirect(adminTeamLinks(ctx.org.slug, idOf(c)).page, 303);
});

adminTeams.post(`${PATH}/:team/archive/removal`, async (c) => {
  const { ctx } = c.var;
  const team = await restoreTeam(ctx, await findTeam(ctx, idOf(c)));
  tell(c, `${team.name} is back.`);
  return c.redirect(adminTeamLinks(ctx.org.slug, team.id).page, 303);
});

/** @throws Refusal `invalid` with a sentence per field */
async function create(c: WebContext, { name, type, lead_id, parent_id }: TeamValues) {
  const parsed = newTeamInput.safeParse({
    name,
    type: type || null,
    lead_id: lead_id || null,
    parent_id: parent_id || null,
  });
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  return createTeam(c.var.ctx, parsed.data);
}

/** Only what changed is said of the team, so that a lead who has left since stays where they are until replaced. */
async function edit(c: WebContext, { name, type, lead_id }: TeamValues) {
  const { ctx } = c.var;
  const before = await findTeam(ctx, idOf(c));
  const leads = (lead_id || null) !== before.leadId;
  const parsed = teamFields
    .pick({ name: true, type: true, lead_id: true })
    .partial()
    .safeParse({ name, type: type || null, ...(leads && { lead_id: lead_id || null }) });
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  return editTeam(ctx, before, parsed.data);
}

async function adding(c: WebContext, values: TeamValues, refused?: Refused) {
  const [shell, choices] = await Promise.all([shellOf(c, 'teams'), choicesFor(c, values)]);
  return show(
    c,
    <NewTeamPage {...{ shell, values, choices }} errors={refused?.fields ?? {}} message={refused?.message} />,
    refused?.status,
  );
}

async function editing(c: WebContext, returned?: { values: TeamValues; refused?: Refused }) {
  const { ctx, formats } = c.var;
  const sought = returned?.values ?? emptyTeam;
  const [shell, team, up, leads] = await Promise.all([
    shellOf(c, 'teams'),
    findTeamRow(ctx, idOf(c)),
    listUpwards(ctx, idOf(c)),
    listLeads(c, sought),
  ]);
  const own = team.leadId && team.lead ? [{ id: team.leadId, name: team.lead }] : [];
  return show(
    c,
    <EditTeamPage
      {...{ shell, formats, team }}
      above={up.slice(1).toReversed()}
      values={returned?.values ?? valuesOf(team)}
      choices={{
        leads: distinct([...leads.named, ...own, ...leads.found]),
        moreLeads: leads.more,
        parents: [],
        moreParents: false,
      }}
      errors={returned?.refused?.fields ?? {}}
      message={returned?.refused?.message}
    />,
    returned?.refused?.status,
  );
}

async function choicesFor(c: WebContext, values: TeamValues): Promise<TeamChoices> {
  const [leads, parents] = await Promise.all([
    listLeads(c, values),
    listTeams(c.var.ctx, { q: values.sought_parent, also: (values.parent_id || null) as TeamId | null }),
  ]);
  return {
    leads: distinct([...leads.named, ...leads.found]),
    moreLeads: leads.more,
    parents,
    moreParents: parents.length >= MOST_TEAMS,
  };
}

/** Who may lead: whom somebody looked for, and who is chosen already. */
async function listLeads({ var: { ctx } }: WebContext, { lead_id, sought_lead }: TeamValues) {
  const [found, named] = await Promise.all([
    listAssignable(ctx, sought_lead),
    listMembersNamed(ctx, lead_id ? [lead_id as MemberId] : []),
  ]);
  return { found, named, more: found.length >= MOST_PEOPLE };
}

const distinct = <T extends { id: string }>(all: readonly T[]): T[] => [
  ...new Map(all.map((each) => [each.id, each])).values(),
];

const valuesIn = (sent: Sent): TeamValues => ({
  name: sent.text('name'),
  type: sent.text('type'),
  lead_id: sent.text('lead_id'),
  parent_id: sent.text('parent_id'),
  sought_lead: sent.text('sought_lead'),
  sought_parent: sent.text('sought_parent'),
});

const valuesOf = ({ name, type, leadId }: TeamRow): TeamValues => ({
  ...emptyTeam,
  name,
  type: type ?? '',
  lead_id: leadId ?? '',
});

function moreOf(c: WebContext, { q, archived }: TeamFilter, under: TeamId | null, after: string[]): string {
  const query = new URLSearchParams({ ...(q && { q }), ...(archived && { archived: '1' }), ...(under && { under }) });
  for (const value of after) query.append('after', value);
  return `${adminTeamLinks(c.var.ctx.org.slug).list}?${query}`;
}

const idOf = (c: WebContext) => c.req.param('team') as TeamId;
