import { Hono } from 'hono';
import type { LetterId, MemberId } from '../db/ids.ts';
import { agreeToBehalf, findAgreement } from '../domain/behalves/agreeing.ts';
import { type Begun, beginBehalf } from '../domain/behalves/beginning.ts';
import { newBehalfInput } from '../domain/behalves/behalf.ts';
import { endBehalf } from '../domain/behalves/ending.ts';
import { findCandidate, reasonAgainst } from '../domain/behalves/finding.ts';
import { listBehalfPage, listOwnBehalves } from '../domain/behalves/listing.ts';
import { letterRow } from '../domain/letters/writing.ts';
import type { FieldErrors } from '../domain/refusal.ts';
import { rotateSession } from '../domain/sessions/keeping.ts';
import { log } from '../lib/log.ts';
import { hashOf } from '../lib/tokens.ts';
import { deliver } from '../mail/delivering.ts';
import { OwnBehalvesPage } from '../views/account/behalf.tsx';
import type { BehalfValues } from '../views/behalves/begin-form.tsx';
import { BeginPage } from '../views/behalves/begin-page.tsx';
import { BehalfLogPage } from '../views/behalves/log-page.tsx';
import { behalfLetter } from '../views/mail/behalf.ts';
import { keyRing, outside } from '../writers/outside.ts';
import { originOf } from './addresses.ts';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm } from './form.ts';
import { keepSession, sessionToken } from './middleware/cookies.ts';
import { shellOf, show, tell } from './respond.tsx';

/** Acting for a member: its beginning and its log under Admin, its end anywhere, and what the member sees of it. */
export const behalves = new Hono<WebEnv>();

const LOG = '/o/:org/admin/behalves';
const OWN = '/o/:org/account/behalf';
const SHOWN = 50;

behalves.get(LOG, async (c) => {
  const { ctx, now } = c.var;
  const [shell, { items, next }] = await Promise.all([shellOf(c, 'security'), listBehalfPage(ctx, cutOf(c))]);
  return show(c, <BehalfLogPage {...{ shell, now }} behalves={items} more={moreOf(c, next)} />);
});

behalves.get(`${LOG}/new/:member`, (c) => page(c, c.req.param('member') as MemberId));

behalves.post(LOG, async (c) => {
  const { ctx, db } = c.var;
  const sent = await readForm(c);
  const values = { minutes: sent.text('minutes'), reason: sent.text('reason') };
  const member = sent.text('member_id') as MemberId;
  const parsed = newBehalfInput.safeParse({ ...values, member_id: member });
  if (!parsed.success) return page(c, member, { values, errors: fieldErrors(parsed.error) });
  const token = sessionToken(c)!;
  const letters: LetterId[] = [];
  await beginBehalf(ctx, parsed.data, await hashOf(token), async (begun) => {
    const { id, statement } = await letterAbout(c, begun);
    letters.push(id);
    return [statement];
  });
  keepSession(c, await rotateSession(db, token));
  c.executionCtx.waitUntil(tellMember(c, letters));
  return c.redirect(homeOf(c), 303);
});

behalves.post('/o/:org/behalf/end', async (c) => {
  const { ctx, db, behalf } = c.var;
  // It may have ended by itself while its banner was still shown.
  if (!behalf) return c.redirect(homeOf(c), 303);
  await endBehalf(ctx, behalf.id);
  keepSession(c, await rotateSession(db, sessionToken(c)!));
  tell(c, `You act for ${ctx.actor.name} no more.`);
  return c.redirect(homeOf(c), 303);
});

behalves.get(OWN, async (c) => {
  const { ctx, now } = c.var;
  const [shell, { items, next }, allows] = await Promise.all([
    shellOf(c, null),
    listOwnBehalves(ctx, cutOf(c)),
    findAgreement(ctx),
  ]);
  return show(
    c,
    <OwnBehalvesPage {...{ shell, now, allows }} base={c.req.path} behalves={items} more={moreOf(c, next)} />,
  );
});

behalves.post(OWN, async (c) => {
  await agreeToBehalf(c.var.ctx, (await readForm(c)).has('allows'));
  tell(c, 'Saved.');
  return c.redirect(c.req.path, 303);
});

async function page(c: WebContext, id: MemberId, returned?: { values: BehalfValues; errors: FieldErrors }) {
  const { ctx } = c.var;
  const [shell, candidate] = await Promise.all([shellOf(c, 'users'), findCandidate(ctx, id)]);
  const props = { shell, member: candidate.member, against: reasonAgainst(ctx, candidate) };
  return show(c, <BeginPage {...props} {...returned} />, returned && 422);
}

function letterAbout(c: WebContext, { behalf, member }: Begun) {
  const { db, now, ctx } = c.var;
  const reader = { locale: member.locale ?? ctx.org.locale, timeZone: member.timeZone ?? ctx.org.timeZone, now };
  const page = `${originOf(c)}/o/${ctx.org.slug}/account/behalf`;
  const words = behalfLetter(reader, { admin: ctx.actor.name, endsAt: behalf.endsAt, reason: behalf.reason, page });
  return letterRow(db, keyRing(c.env), { to: member.email, orgId: ctx.org.id, ...words }, now);
}

async function tellMember(c: WebContext, letters: readonly LetterId[]) {
  const reach = { db: c.var.db, http: outside(c.env).http, now: c.var.now };
  try {
    for (const id of letters) await deliver(c.env, reach, id);
  } catch (reason) {
    log('letter about acting for a member was not sent', { requestId: c.var.requestId, reason });
  }
}

const cutOf = (c: WebContext) => {
  const after = c.req.query('after');
  return { after: after ? [after] : null, limit: SHOWN };
};

const moreOf = (c: WebContext, next: (string | number)[] | null) =>
  next && `${c.req.path}?${new URLSearchParams({ after: String(next[0]) })}`;

const homeOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}`;
