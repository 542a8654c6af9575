import { Hono } from 'hono';
import type { OkrId } from '../db/ids.ts';
import { type Family, findLineage } from '../domain/okrs/finding-lineage.ts';
import { findChangeable } from '../domain/okrs/finding-subject.ts';
import { averagesOf, isSwitchedOn } from '../domain/okrs/rolling-up.ts';
import { type Lineage, refuseUnthinkable, suppose, supposedShares } from '../domain/okrs/supposing.ts';
import { refuseImpossible, type Weights } from '../domain/okrs/weighing.ts';
import { invalid } from '../domain/refusal.ts';
import { weighings } from '../domain/words.ts';
import { typedNumber } from '../views/check-ins/measure-words.ts';
import { type ContributionsView, fieldOf, type TypedShares } from '../views/contributions/contributions-view.ts';
import { FiguresAnswer } from '../views/contributions/figures.tsx';
import { ContributionsPage } from '../views/contributions/page.tsx';
import { okrLinks } from '../views/okrs/links.ts';
import { readNumber } from '../views/read-number.ts';
import { supposable } from '../views/suppositions/supposition-view.ts';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import type { WebContext, WebEnv } from './context.ts';
import { readForm, type Sent } from './form.ts';
import { readFigures, typedFigures } from './reading-supposition.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, wantsFragment } from './respond.tsx';

/** What the children of an OKR contribute to it. */
export const contributions = new Hono<WebEnv>();

const PATH = '/o/:org/okrs/:okr/contributions';

contributions.get(PATH, (c) => page(c));

contributions.post(PATH, async (c) => {
  const { ctx } = c.var;
  const sent = await readForm(c);
  const { value: changed, refused } = await trying(weigh(c, sent));
  if (refused) return page(c, sent, refused);
  await settleRollUps(c.env, ctx, changed.due);
  return c.redirect(okrLinks(ctx.org.slug, idOf(c)).page, 303);
});

/** Always 200: shares that are still being typed are no mistake. */
contributions.post(`${PATH}/preview`, async (c) => {
  const sent = await readForm(c);
  if (!wantsFragment(c)) return page(c, sent);
  const [, lineage] = await Promise.all([findChangeable(c.var.ctx, idOf(c)), findLineage(c.var.ctx, idOf(c))]);
  return show(c, <FiguresAnswer {...(await viewOf(c, lineage, sent))} />);
});

const idOf = (c: WebContext) => c.req.param('okr') as OkrId;

async function weigh(c: WebContext, sent: Sent) {
  const { ctx, preferences } = c.var;
  const okrId = idOf(c);
  const method = weighings.find((weighing) => weighing === sent.text('weighing'));
  const { children } = await findChangeable(ctx, okrId);
  const weights = method
    ? { weighing: method, fixed: {} }
    : readWeights(sent, children.filter(isSeen), preferences.locale);
  return okrWriter(c.env, ctx, okrId).weighChildren(weights);
}

async function page(c: WebContext, sent?: Sent, refused?: Refused) {
  const { ctx } = c.var;
  const [shell, , lineage] = await Promise.all([
    shellOf(c, 'okrs'),
    findChangeable(ctx, idOf(c)),
    findLineage(ctx, idOf(c)),
  ]);
  const view = await viewOf(c, lineage, sent);
  const errors = refused ? { contributions: refused.message ?? '', ...refused.fields } : view.errors;
  return show(c, <ContributionsPage {...view} errors={errors} shell={shell} />, refused?.status);
}

/** The page with what was typed, or as it is stored. */
async function viewOf(c: WebContext, lineage: Lineage, sent?: Sent): Promise<ContributionsView> {
  const { ctx, formats, preferences } = c.var;
  const [family] = lineage;
  const { children } = family;
  const okrs = supposable(lineage);
  const { value: weights, refused } = await trying(asked());
  const { value: figures, refused: unthinkable } = await trying(imagined());
  return {
    org: ctx.org,
    family,
    lineage,
    figures: typedFigures(sent, okrs),
    typed: sent ? typedOf(sent, children) : storedAs(children, preferences.locale),
    errors: { ...refused?.fields, ...unthinkable?.fields },
    shares: weights && supposedShares(family, weights),
    supposed: weights && figures && suppose(ctx, lineage, { ...figures, weights }),
    averages: averagesOf(children),
    formats,
  };

  async function asked(): Promise<Weights> {
    if (!sent) return { fixed: storedWeights(children.filter(isSeen)) };
    const weights = readWeights(sent, children.filter(isSeen), preferences.locale);
    refuseImpossible(family, weights);
    return weights;
  }

  async function imagined() {
    const figures = sent ? readFigures(sent, okrs, preferences.locale) : {};
    refuseUnthinkable(lineage, figures);
    return figures;
  }
}

type Children = Family['children'];

const isSeen = ({ seen }: { seen: boolean }) => seen;

/** A child that the form does not name keeps its share. @throws Refusal `invalid` at the id of a child whose share is no number */
function readWeights(sent: Sent, children: Pick<Children[number], Named>[], locale: string): Weights {
  const fixed: Record<OkrId, number> = {};
  const counts: Record<OkrId, boolean> = {};
  for (const { id, kind, fixedWeight } of children) {
    const isNamed = sent.has(fieldOf.share(id)) || sent.has(fieldOf.none(id));
    if (!isNamed && fixedWeight !== null) fixed[id] = fixedWeight;
    if (!isNamed) continue;
    const out = sent.has(fieldOf.none(id));
    const isProject = kind === 'project';
    if (isProject) counts[id] = !out;
    const text = out && isProject ? '' : sent.text(fieldOf.share(id));
    const share = out && !isProject ? 0 : text === '' ? undefined : readNumber(text, locale);
    if (share === null) throw invalid({ [id]: 'Write a number from 0 to 100.' });
    if (share !== undefined) fixed[id] = share;
  }
  return { fixed, counts };
}

type Named = 'id' | 'kind' | 'fixedWeight';

const storedWeights = (children: Children): Weights['fixed'] =>
  Object.fromEntries(children.flatMap(({ id, fixedWeight }) => (fixedWeight === null ? [] : [[id, fixedWeight]])));

const typedOf = (sent: Sent, children: Children): TypedShares => ({
  fixed: Object.fromEntries(children.map(({ id }) => [id, sent.text(fieldOf.share(id))])),
  none: children.map(({ id }) => id).filter((id) => sent.has(fieldOf.none(id))),
});

const storedAs = (children: Children, locale: string): TypedShares => ({
  fixed: Object.fromEntries(children.map(({ id, fixedWeight }) => [id, typedNumber(fixedWeight || null, locale)])),
  none: children.filter((child) => child.fixedWeight === 0 || !isSwitchedOn(child)).map(({ id }) => id),
});
