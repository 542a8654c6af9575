import { Hono } from 'hono';
import type { OkrId } from '../db/ids.ts';
import { findLineage } from '../domain/okrs/finding-lineage.ts';
import { type Lineage, refuseUnthinkable, suppose } from '../domain/okrs/supposing.ts';
import { Figures } from '../views/suppositions/figures.tsx';
import { SuppositionPage } from '../views/suppositions/page.tsx';
import { type SuppositionView, supposable } from '../views/suppositions/supposition-view.ts';
import type { WebContext, WebEnv } from './context.ts';
import { readQuery } from './form.ts';
import { readFigures, typedFigures } from './reading-supposition.ts';
import { trying } from './refused.ts';
import { shellOf, show, wantsFragment } from './respond.tsx';

/** What other values and targets would make of an OKR and of all above it. For everybody who sees it; writes nothing. */
export const suppositions = new Hono<WebEnv>();

suppositions.get('/o/:org/okrs/:okr/supposition', async (c) => {
  const { ctx } = c.var;
  const okrId = c.req.param('okr') as OkrId;
  if (wantsFragment(c)) return show(c, <Figures {...(await viewOf(c, await findLineage(ctx, okrId)))} />);
  const [shell, lineage] = await Promise.all([shellOf(c, 'okrs'), findLineage(ctx, okrId)]);
  return show(c, <SuppositionPage {...(await viewOf(c, lineage))} shell={shell} />);
});

/** Figures that are still being typed are no mistake: what cannot be read is said beside them. */
async function viewOf(c: WebContext, lineage: Lineage): Promise<SuppositionView> {
  const { ctx, formats, preferences } = c.var;
  const okrs = supposable(lineage);
  const sent = readQuery(c);
  const { value: supposed, refused } = await trying(supposing());
  return {
    org: ctx.org,
    lineage,
    typed: typedFigures(sent, okrs),
    errors: refused?.fields ?? {},
    supposed,
    formats,
  };

  async function supposing() {
    const figures = readFigures(sent, okrs, preferences.locale);
    refuseUnthinkable(lineage, figures);
    return suppose(ctx, lineage, figures);
  }
}
