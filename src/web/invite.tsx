import { Hono } from 'hono';
import type { JobId } from '../db/ids.ts';
import { findInvitationJob, planInvitations } from '../domain/invitations/asking.ts';
import { newInvitationInput } from '../domain/invitations/invitation.ts';
import { allowanceOf } from '../domain/invitations/limiting.ts';
import { listAddresses, resolve } from '../domain/invitations/naming.ts';
import { ROWS_PER_PART } from '../domain/invitations/order.ts';
import { listParts } from '../domain/invitations/parts.ts';
import { MOST_ROWS, pastedRows, rowsOf } from '../domain/invitations/row.ts';
import { isOver } from '../domain/jobs/job.ts';
import { invalid } from '../domain/refusal.ts';
import { listTeams } from '../domain/teams/finding.ts';
import { readCsv } from '../lib/csv-reading.ts';
import { missingMailSettings } from '../mail/mail.ts';
import { InvitePage, type InviteValues, type Way, ways } from '../views/invitations/invite-page.tsx';
import { InvitationJobPage, InvitationProgress } from '../views/invitations/job-page.tsx';
import { invitePeople, startInvitations } from '../writers/inviting.ts';
import { originOf } from './addresses.ts';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm, type Sent } from './form.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell, wantsFragment } from './respond.tsx';

/** Admin -> Users -> Invite people: one, several, or a file of them. */
export const invite = new Hono<WebEnv>();

const PATH = '/o/:org/admin/users/invite';
const FILE_BYTES = 1024 * 1024;
const PARTS_SHOWN = 3;

invite.get(PATH, (c) => page(c, ways.find((way) => way === c.req.query('by')) ?? 'one'));

invite.post(PATH, async (c) => {
  const sent = await readForm(c);
  const { value: person, refused } = await trying(inviteOne(c, sent));
  if (refused) return page(c, 'one', { sent, refused });
  tell(c, `${person.member.name} is invited.`);
  return c.redirect(`${usersOf(c)}/invitations`, 303);
});

invite.post(`${PATH}/several`, async (c) => {
  const sent = await readForm(c);
  const { value: job, refused } = await trying(planPasted(c, sent));
  return refused ? page(c, 'several', { sent, refused: at('people', refused) }) : c.redirect(hereOf(c, job.id), 303);
});

invite.post(`${PATH}/file`, async (c) => {
  const { value: job, refused } = await trying(planFile(c));
  return refused ? page(c, 'file', { refused: at('file', refused) }) : c.redirect(hereOf(c, job.id), 303);
});

invite.get(`${PATH}/:job{job_[0-9A-Z]+}`, async (c) => {
  const { ctx, formats } = c.var;
  const id = c.req.param('job') as JobId;
  const from = Math.max(0, Math.floor(Number(c.req.query('part')) || 0));
  const whole = !wantsFragment(c);
  const [shell, job, rows, allowance] = await Promise.all([
    whole ? shellOf(c, 'users') : null,
    findInvitationJob(ctx, id),
    whole ? listParts(ctx, id, from, from + PARTS_SHOWN) : [],
    whole ? allowanceOf(ctx) : 0,
  ]);
  const here = hereOf(c, id);
  const rest = (from + PARTS_SHOWN) * ROWS_PER_PART < job.total;
  const more = rest ? `${here}?part=${from + PARTS_SHOWN}` : null;
  const props = { job, rows, allowance, here, more, formats, users: usersOf(c) };
  // What is polled is the part that moves; once all is done, the page with what became of each row takes its place.
  if (!shell && isOver(job)) c.header('HX-Refresh', 'true');
  return show(c, shell ? <InvitationJobPage shell={shell} {...props} /> : <InvitationProgress {...props} />);
});

invite.post(`${PATH}/:job{job_[0-9A-Z]+}`, async (c) => {
  const { ctx } = c.var;
  const sent = await readForm(c);
  const job = await findInvitationJob(ctx, c.req.param('job') as JobId);
  await startInvitations(c.env, ctx, job, sent.has('create_teams'));
  return c.redirect(hereOf(c, job.id), 303);
});

async function inviteOne(c: WebContext, sent: Sent) {
  const typed = valuesIn(sent);
  const parsed = newInvitationInput
    .pick({ name: true, email: true, role: true })
    .safeParse({ name: typed.name, email: typed.email, role: typed.role });
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  const named = await resolve(c.var.ctx, { teams: teamsIn(typed.teams), manager: typed.manager });
  const [invited] = await invitePeople(c.env, c.var.ctx, [{ ...parsed.data, ...named }], originOf(c));
  return invited!;
}

async function planPasted(c: WebContext, sent: Sent) {
  const { people, role, teams } = valuesIn(sent);
  const rows = pastedRows(people, { role, teams: teamsIn(teams) });
  return planInvitations(c.var.ctx, rows, { from: 'pasted', origin: originOf(c) });
}

async function planFile(c: WebContext) {
  const data = await c.req.formData().catch(() => null);
  const file = data?.get('file');
  if (!(file instanceof File) || file.size === 0) throw invalid({ file: 'Choose a CSV file.' });
  if (file.size > FILE_BYTES) throw invalid({ file: 'A file has at most 1 MB. Cut it into several.' });
  const rows = rowsOf(await readCsv(new Uint8Array(await file.arrayBuffer()), MOST_ROWS + 1));
  return planInvitations(c.var.ctx, rows, { from: 'file', origin: originOf(c) });
}

async function page(c: WebContext, way: Way, returned?: { sent?: Sent; refused: Refused }) {
  const { ctx } = c.var;
  const [shell, teams, people] = await Promise.all([
    shellOf(c, 'users'),
    way === 'file' ? [] : listTeams(ctx),
    way === 'one' ? listAddresses(ctx) : [],
  ]);
  const values = returned?.sent ? valuesIn(returned.sent) : noValues;
  return show(
    c,
    <InvitePage
      {...{ shell, way, teams, people, values }}
      users={usersOf(c)}
      owner={ctx.actor.role === 'owner'}
      mails={missingMailSettings(c.env).length === 0}
      errors={returned?.refused.fields ?? {}}
      message={returned?.refused.message}
    />,
    returned?.refused.status,
  );
}

const noValues: InviteValues = { name: '', email: '', role: 'member', teams: '', manager: '', people: '' };

const valuesIn = (sent: Sent): InviteValues => ({
  name: sent.text('name'),
  email: sent.text('email'),
  role: sent.text('role') || 'member',
  teams: sent.text('teams'),
  manager: sent.text('manager'),
  people: sent.text('people'),
});

const teamsIn = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,;]/)
      .map((name) => name.trim())
      .filter(Boolean),
  ),
];

/** A refusal without a field belongs to the one that was read. */
const at = (field: string, refused: Refused): Refused =>
  refused.message ? { ...refused, fields: { [field]: refused.message }, message: undefined } : refused;

const usersOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/admin/users`;

const hereOf = (c: WebContext, id: string) => `${usersOf(c)}/invite/${id}`;
