import { Hono } from 'hono';
import type { JobId, MemberId } from '../db/ids.ts';
import { demandFor } from '../domain/members/creating.ts';
import { deactivateMember } from '../domain/members/editing.ts';
import { listMembersNamed } from '../domain/members/finding.ts';
import { findHandOver } from '../domain/members/finding-hand-over.ts';
import { findUser } from '../domain/members/finding-user.ts';
import { handOverInput } from '../domain/members/hand-over.ts';
import { findHoldings } from '../domain/members/holdings.ts';
import { findMember } from '../domain/members/listing.ts';
import { invalid } from '../domain/refusal.ts';
import { DeactivationPage, HandOverPage } from '../views/users/hand-over-page.tsx';
import { HandOverProgress, ProgressPage } from '../views/users/progress-page.tsx';
import { deactivateWithHandOver, startHandOver } from '../writers/handing-over.ts';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm, type Sent } from './form.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell, wantsFragment } from './respond.tsx';
import { choosingTaker } from './users-choosing.ts';

/** Admin -> Users: ending somebody's access, and giving what they have to somebody else. */
export const handOvers = new Hono<WebEnv>();

const PATH = '/o/:org/admin/users/:member{mem_[0-9A-Z]+}';

handOvers.get(`${PATH}/deactivation`, (c) => page(c, DeactivationPage));

handOvers.post(`${PATH}/deactivation`, async (c) => {
  const { ctx } = c.var;
  const sent = await readForm(c);
  if (sent.has('find')) return page(c, DeactivationPage, { sent });
  const member = await findMember(ctx, idOf(c));
  const to = sent.text('to') as MemberId;
  const { value: job, refused } = await trying(
    to ? deactivateWithHandOver(c.env, ctx, member, to) : deactivateMember(ctx, member).then(() => null),
  );
  if (refused) return page(c, DeactivationPage, { sent, refused });
  if (member.id !== ctx.actor.memberId) tell(c, `${member.name} cannot come in any more.`);
  return c.redirect(job ? progressOf(c, job.id) : baseOf(c), 303);
});

handOvers.get(`${PATH}/hand-over`, (c) => page(c, HandOverPage));

handOvers.post(`${PATH}/hand-over`, async (c) => {
  const { ctx } = c.var;
  const sent = await readForm(c);
  if (sent.has('find')) return page(c, HandOverPage, { sent });
  const member = await findMember(ctx, idOf(c));
  const { value: job, refused } = await trying(takerIn(sent).then((to) => startHandOver(c.env, ctx, member, to)));
  return refused ? page(c, HandOverPage, { sent, refused }) : c.redirect(progressOf(c, job.id), 303);
});

handOvers.get(`${PATH}/hand-over/:job`, async (c) => {
  const { ctx, formats } = c.var;
  const [shell, found] = await Promise.all([
    wantsFragment(c) ? null : shellOf(c, 'users'),
    findHandOver(ctx, idOf(c), c.req.param('job') as JobId),
  ]);
  const props = { ...found, base: baseOf(c), here: progressOf(c, found.job.id), formats };
  return show(c, shell ? <ProgressPage shell={shell} {...props} /> : <HandOverProgress {...props} />);
});

/** @throws Refusal `invalid` unless somebody is chosen */
async function takerIn(sent: Sent): Promise<MemberId> {
  const parsed = handOverInput.safeParse({ to: sent.text('to') });
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  return parsed.data.to;
}

async function page(
  c: WebContext,
  Page: typeof DeactivationPage,
  { sent, refused }: { sent?: Sent; refused?: Refused } = {},
) {
  const { ctx, formats } = c.var;
  const id = idOf(c);
  const named = sent?.text('to');
  const [shell, { member, manager }, takers, chosen, holdings] = await Promise.all([
    shellOf(c, 'users'),
    findUser(ctx, id),
    choosingTaker(ctx, sent?.text('sought_to')),
    named ? listMembersNamed(ctx, [named as MemberId]) : [],
    findHoldings(ctx, id),
  ]);
  demandFor(ctx, member.role);
  const proposed = sent ? (chosen[0] ?? null) : manager;
  return show(
    c,
    <Page
      {...{ shell, formats, member, holdings }}
      base={baseOf(c)}
      takers={{ ...takers, people: takers.people.filter((each) => each.id !== id) }}
      to={proposed?.id ?? ''}
      chosen={proposed}
      errors={refused?.fields ?? {}}
      message={refused?.message}
    />,
    refused?.status,
  );
}

const idOf = (c: WebContext) => c.req.param('member') as MemberId;

const baseOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/admin/users`;

const progressOf = (c: WebContext, job: JobId) => `${baseOf(c)}/${idOf(c)}/hand-over/${job}`;
