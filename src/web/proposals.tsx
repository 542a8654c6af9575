import { Hono } from 'hono';
import type { OkrId, PeriodId, ProposalId, TeamId } from '../db/ids.ts';
import { findConversation } from '../domain/comments/conversation.ts';
import { todayOf } from '../domain/context.ts';
import { listOwnDrafts } from '../domain/okrs/listing-drafts.ts';
import { currentOf, listPeriods } from '../domain/periods/finding.ts';
import { demand, may, sentences } from '../domain/permission.ts';
import { decide } from '../domain/proposals/deciding.ts';
import { createProposal, deleteProposal, putDraft, takeOut } from '../domain/proposals/drafting.ts';
import { findProposal } from '../domain/proposals/finding.ts';
import { demandWork } from '../domain/proposals/finding-workable.ts';
import {
  draftsOf,
  listDraftsOf,
  listProposals,
  listPublishedWith,
  type ProposalFilters,
} from '../domain/proposals/listing.ts';
import { type DecisionInput, decisionInput, heldAs, proposalInput } from '../domain/proposals/proposal.ts';
import { invalid, Refusal } from '../domain/refusal.ts';
import { listTeams } from '../domain/teams/finding.ts';
import { proposalStates } from '../domain/words.ts';
import { ProposalDeletionPage } from '../views/proposals/deletion-page.tsx';
import { proposalLinks, proposalsLink } from '../views/proposals/links.ts';
import { NewProposalPage, type ProposalValues } from '../views/proposals/new-page.tsx';
import { ProposalPage } from '../views/proposals/proposal-page.tsx';
import { ProposalsPage } from '../views/proposals/proposals-page.tsx';
import { settleRollUps } from '../writers/settling.ts';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm, type Sent } from './form.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell } from './respond.tsx';

/** Proposals: sets of drafts that teams plan together and publish as one. */
export const proposals = new Hono<WebEnv>();

const PATH = '/o/:org/proposals';
const SHOWN = 50;

proposals.get(PATH, async (c) => {
  const { ctx } = c.var;
  const filter = filterOf(c);
  const after = c.req.query('after');
  const cut = { after: after ? [after] : null, limit: SHOWN };
  const [shell, { items, next }, teams, periods] = await Promise.all([
    shellOf(c, 'okrs'),
    listProposals(ctx, filter, cut),
    listTeams(ctx),
    listPeriods(ctx),
  ]);
  const more = next && proposalsLink(ctx.org.slug, { ...filter, after: String(next[0]) });
  return show(
    c,
    <ProposalsPage
      {...{ shell, filter, teams, periods, more }}
      proposals={items}
      mayCreate={may.createOkr(ctx.actor)}
    />,
  );
});

proposals.get(`${PATH}/new`, (c) => {
  demand(may.createOkr(c.var.ctx.actor), sentences.observer);
  return newPage(c, { title: '', team_id: c.req.query('team') ?? '', period_id: c.req.query('period') ?? '' });
});

proposals.post(PATH, async (c) => {
  const { ctx } = c.var;
  demand(may.createOkr(ctx.actor), sentences.observer);
  const sent = await readForm(c);
  const values = { title: sent.text('title'), team_id: sent.text('team_id'), period_id: sent.text('period_id') };
  const { value: proposal, refused } = await trying(start(c, values));
  return refused ? newPage(c, values, refused) : c.redirect(proposalLinks(ctx.org.slug, proposal.id).page, 303);
});

proposals.get(`${PATH}/:proposal`, (c) => page(c));

proposals.post(`${PATH}/:proposal/decision`, async (c) => {
  const sent = await readForm(c);
  const { value: words, refused } = await trying(decideOn(c, sent));
  if (refused) return page(c, { refused, note: sent.text('note') });
  tell(c, words);
  return c.redirect(linksOf(c).page, 303);
});

proposals.post(`${PATH}/:proposal/drafts`, async (c) => {
  const okrId = (await readForm(c)).text('okr_id') as OkrId;
  const { refused } = await trying(putDraft(c.var.ctx, idOf(c), okrId));
  return refused ? page(c, { refused, note: '' }) : c.redirect(linksOf(c).page, 303);
});

proposals.post(`${PATH}/:proposal/drafts/:draft/removal`, async (c) => {
  await takeOut(c.var.ctx, idOf(c), c.req.param('draft') as OkrId);
  return c.redirect(linksOf(c).page, 303);
});

proposals.get(`${PATH}/:proposal/deletion`, async (c) => {
  const { ctx } = c.var;
  const [shell, found] = await Promise.all([shellOf(c, 'okrs'), findProposal(ctx, idOf(c))]);
  demandWork(ctx, found);
  return show(c, <ProposalDeletionPage shell={shell} found={found} />);
});

proposals.post(`${PATH}/:proposal/deletion`, async (c) => {
  const { ctx } = c.var;
  const found = await findProposal(ctx, idOf(c));
  await deleteProposal(ctx, found);
  tell(c, `${found.proposal.title} is deleted. Its drafts are still there.`);
  return c.redirect(proposalsLink(ctx.org.slug), 303);
});

async function start(c: WebContext, values: ProposalValues) {
  const parsed = proposalInput.safeParse({ ...values, period_id: values.period_id || undefined });
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  return createProposal(c.var.ctx, parsed.data);
}

const said = {
  propose: 'Proposed. Its lead decides now.',
  approve: 'Published. All of it counts from now on.',
  return: 'Returned. It can be worked on again.',
} as const;

/** What was on the page is what is decided on. @throws Refusal as `decide`, `stale` when the set is another one by now */
async function decideOn(c: WebContext, sent: Sent): Promise<string> {
  const { ctx } = c.var;
  const [found, lines] = await Promise.all([findProposal(ctx, idOf(c)), listDraftsOf(ctx, idOf(c))]);
  const input = decisionIn(sent);
  if (input.decision === 'approve' && sent.has('held') && sent.text('held') !== heldAs(found))
    throw new Refusal('stale', 'Its drafts have changed since you looked. Look through them again, then decide.');
  const { due } = await decide(ctx, found, lines, input);
  await settleRollUps(c.env, ctx, due);
  return said[input.decision];
}

function decisionIn(sent: Sent): DecisionInput {
  const parsed = decisionInput.safeParse({ decision: sent.text('decision'), note: sent.text('note') || null });
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  return parsed.data;
}

async function page(c: WebContext, returned?: { refused: Refused; note: string }) {
  const { ctx, formats } = c.var;
  const id = idOf(c);
  const [shell, found, lines, published, drafts, talk] = await Promise.all([
    shellOf(c, 'okrs'),
    findProposal(ctx, id),
    listDraftsOf(ctx, id),
    listPublishedWith(ctx, id),
    listOwnDrafts(ctx),
    findConversation(ctx, draftsOf(ctx, id)),
  ]);
  const loose = drafts.filter(({ draft }) => draft.okr.proposalId === null && may.changeOkr(ctx.actor, draft.ties));
  return show(
    c,
    <ProposalPage
      {...{ shell, formats, found, lines, published }}
      loose={loose.map(({ draft }) => draft.okr)}
      may={{
        work: may.workOnProposal(ctx.actor, found.ties),
        decide: may.decideProposal(ctx.actor, ctx.org.approval, found.ties),
      }}
      approval={ctx.org.approval !== 'off'}
      talk={{ ...talk, actor: ctx.actor }}
      typed={returned && { note: returned.note }}
      errors={returned?.refused.fields ?? {}}
      message={returned?.refused.message}
    />,
    returned?.refused.status,
  );
}

async function newPage(c: WebContext, values: ProposalValues, refused?: Refused) {
  const { ctx } = c.var;
  const [shell, teams, periods] = await Promise.all([shellOf(c, 'okrs'), listTeams(ctx), listPeriods(ctx)]);
  const current = currentOf(periods, todayOf(ctx))?.id ?? '';
  return show(
    c,
    <NewProposalPage
      {...{ shell, teams, periods }}
      values={{
        ...values,
        team_id: values.team_id || (shell.teams[0]?.id ?? ''),
        period_id: values.period_id || current,
      }}
      errors={refused?.fields ?? {}}
      message={refused?.message}
    />,
    refused?.status,
  );
}

/** What the address asks for; words that are not ours are left out. */
function filterOf(c: WebContext): ProposalFilters {
  const asked = (name: string) => c.req.query(name) || undefined;
  return {
    team: asked('team') as TeamId | undefined,
    period: asked('period') as PeriodId | undefined,
    state: proposalStates.find((state) => state === asked('state')),
  };
}

const idOf = (c: WebContext) => c.req.param('proposal') as ProposalId;

const linksOf = (c: WebContext) => proposalLinks(c.var.ctx.org.slug, idOf(c));
