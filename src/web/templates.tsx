import { Hono } from 'hono';
import { todayOf } from '../domain/context.ts';
import { currentOf, listPeriods } from '../domain/periods/finding.ts';
import { demand, may, sentences } from '../domain/permission.ts';
import { Refusal } from '../domain/refusal.ts';
import { listTeams } from '../domain/teams/finding.ts';
import { templateGroups, templateOf } from '../domain/templates/catalogue.ts';
import { startTogether } from '../domain/templates/starting.ts';
import type { Template } from '../domain/templates/template.ts';
import { TemplateFormPage } from '../views/templates/form-page.tsx';
import { templateLink } from '../views/templates/links.ts';
import { TemplatesPage } from '../views/templates/page.tsx';
import { type TemplateValues, valuesOfTemplate } from '../views/templates/values.ts';
import { settleRollUps } from '../writers/settling.ts';
import type { WebContext, WebEnv } from './context.ts';
import { type Drafting, draftingIn, madeAt } from './drafting.ts';
import { readForm } from './form.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show } from './respond.tsx';
import { okrsOf, readTemplateForm } from './template-form.ts';

/** OKRs to start from: all of them, and a form that makes one of them yours. */
export const templates = new Hono<WebEnv>();

const PATH = '/o/:org/okrs/templates';

templates.get(PATH, async (c) => {
  demand(may.createOkr(c.var.ctx.actor), sentences.observer);
  const shell = await shellOf(c, 'okrs');
  return show(
    c,
    <TemplatesPage
      shell={shell}
      formats={c.var.formats}
      groups={templateGroups}
      period={periodIn(c)}
      proposal={c.req.query('proposal') || null}
    />,
  );
});

templates.get(`${PATH}/:template`, (c) => {
  demand(may.createOkr(c.var.ctx.actor), sentences.observer);
  return page(c, valuesOfTemplate(asked(c), periodIn(c) ?? '', c.var.formats), {
    proposal: c.req.query('proposal') || null,
  });
});

templates.post(`${PATH}/:template`, async (c) => {
  const { ctx } = c.var;
  demand(may.createOkr(ctx.actor), sentences.observer);
  const sent = await readForm(c);
  const values = readTemplateForm(sent, asked(c));
  const drafting = draftingIn(sent);
  const { value: okr, refused } = await trying(make(c, values, drafting));
  if (refused) return page(c, values, { refused, proposal: drafting.proposalId ?? null });
  return c.redirect(madeAt(ctx.org.slug, okr), 303);
});

async function make(c: WebContext, values: TemplateValues, { draft, proposalId }: Drafting) {
  const { ctx, preferences, formats } = c.var;
  const { objective, keyResults } = okrsOf(values, preferences.locale, formats);
  const drafted = <T extends object>(input: T) => ({ ...input, draft, proposal_id: proposalId });
  const { okr, due } = await startTogether(ctx, drafted(objective), keyResults.map(drafted));
  await settleRollUps(c.env, ctx, due);
  return okr;
}

/** @throws Refusal `not_found` */
function asked(c: WebContext): Template {
  const template = templateOf(c.req.param('template') ?? '');
  if (!template) throw new Refusal('not_found', 'There is no such template.');
  return template;
}

type Returned = { refused?: Refused; proposal: string | null };

async function page(c: WebContext, values: TemplateValues, { refused, proposal }: Returned) {
  const { ctx } = c.var;
  const [shell, periods, teams] = await Promise.all([shellOf(c, 'okrs'), listPeriods(ctx), listTeams(ctx)]);
  const periodId = values.period_id || (currentOf(periods, todayOf(ctx))?.id ?? '');
  return show(
    c,
    <TemplateFormPage
      {...{ shell, periods, teams, proposal }}
      values={{ ...values, period_id: periodId }}
      action={templateLink(ctx.org.slug, null, asked(c).id)}
      back={templateLink(ctx.org.slug, periodIn(c))}
      errors={refused?.fields ?? {}}
      message={refused?.message}
    />,
    refused?.status,
  );
}

const periodIn = (c: WebContext): string | null => c.req.query('period') || null;
