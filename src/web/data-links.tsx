import { Hono } from 'hono';
import type { OkrId } from '../db/ids.ts';
import { listPickable, type Pickable } from '../domain/connections/finding.ts';
import { listReusable } from '../domain/data-links/listing-reusable.ts';
import { findChangeable } from '../domain/okrs/finding-subject.ts';
import { demand, may, sentences } from '../domain/permission.ts';
import { type Provider, usualCount } from '../domain/words.ts';
import { Choices } from '../views/data-links/choices.tsx';
import { EstimateLine } from '../views/data-links/estimate.tsx';
import { DataLinkPage } from '../views/data-links/page.tsx';
import { PreviewBox } from '../views/data-links/preview.tsx';
import { isProvider, type LinkValues, queryFields } from '../views/data-links/query-values.ts';
import { type OkrValues, valuesOfSubject } from '../views/okr-form/values.ts';
import { settleRollUps } from '../writers/settling.ts';
import { askedLink, estimateOf, type LookedUp, linkNow, lookUp, previewOf, unlinkNow } from './asked-link.ts';
import type { WebContext, WebEnv } from './context.ts';
import { readForm, readQuery } from './form.ts';
import { listFor, readLink } from './link-form.ts';
import { measureSoFar, readOkrForm } from './okr-form.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show } from './respond.tsx';

/** The data link of one OKR, and the preview of any. */
export const dataLinks = new Hono<WebEnv>();

const PATH = '/o/:org/okrs/:okr/data-link';

dataLinks.get(PATH, async (c) => page(c, {}));

dataLinks.post(PATH, async (c) => {
  const sent = await readForm(c);
  const values = readOkrForm(sent);
  const asked = readLink(sent);
  if (sent.has('find'))
    return page(c, { asked, ...(await lookUp(c, sent, asked, measureSoFar(values, c.var.preferences.locale))) });
  const { refused } = await trying(link());
  return refused ? page(c, { asked, refused }) : c.redirect(hrefOf(c), 303);

  async function link() {
    await findChangeable(c.var.ctx, idOf(c));
    await linkNow(c, idOf(c), await askedLink(c, asked));
  }
});

dataLinks.post(`${PATH}/removal`, async (c) => {
  await settleRollUps(c.env, c.var.ctx, await unlinkNow(c, idOf(c)));
  return c.redirect(hrefOf(c), 303);
});

/** Always 200: a query that is still being typed is no mistake. */
dataLinks.post('/o/:org/data-links/preview', async (c) => {
  demand(may.createOkr(c.var.ctx.actor), sentences.observer);
  const { formats, preferences } = c.var;
  const values = readOkrForm(await readForm(c));
  const preview = await previewOf(c, values, measureSoFar(values, preferences.locale));
  return show(c, <PreviewBox preview={preview} provider={providerOf(values)} formats={formats} />);
});

/** What a query would cost, while it is typed. Always 200, as the preview. */
dataLinks.post('/o/:org/data-links/estimate', async (c) => {
  demand(may.createOkr(c.var.ctx.actor), sentences.observer);
  const estimated = await estimateOf(c, readLink(await readForm(c)));
  return show(c, <EstimateLine estimated={estimated} formats={c.var.formats} />);
});

/** What there is to pick for one field of a query, by what is searched and what was picked before it. */
dataLinks.get('/o/:org/data-links/choices', async (c) => {
  demand(may.createOkr(c.var.ctx.actor), sentences.observer);
  const sent = readQuery(c);
  const name = sent.text('list');
  const values = readLink(sent);
  const { many } = queryFields[providerOf(values)][name] ?? {};
  const listed = await listFor(c, values, name);
  return show(c, <Choices {...{ name, many, listed }} query={values.query} />);
});

const providerOf = ({ source }: LinkValues): Provider => (isProvider(source) ? source : 'jira');

type Returned = LookedUp & { refused?: Refused };

async function page(c: WebContext, { asked, preview, lists, refused }: Returned) {
  const { ctx, formats, preferences } = c.var;
  const [shell, subject, pickable, reusable] = await Promise.all([
    shellOf(c, 'okrs'),
    findChangeable(ctx, idOf(c)),
    listPickable(ctx),
    listReusable(ctx),
  ]);
  return show(
    c,
    <DataLinkPage
      {...{ shell, formats, reusable, ...pickable }}
      okr={{ title: subject.okr.title, linked: subject.link !== null }}
      href={hrefOf(c)}
      values={beginning({ ...valuesOfSubject({ ...subject, tags: [] }, [], preferences.locale), ...asked }, pickable)}
      errors={refused?.fields ?? {}}
      message={refused?.message}
      preview={preview ?? { state: 'none' }}
      lists={lists ?? {}}
    />,
    refused?.status,
  );
}

/** A form that says nothing yet begins with the tool that there is a connection to. */
function beginning(values: OkrValues, { tools, connections: [first] }: Pickable): OkrValues {
  if (isProvider(values.source)) return values;
  const source = first?.provider ?? tools[0] ?? 'jira';
  return { ...values, source, count: usualCount[source] };
}

const idOf = (c: WebContext) => c.req.param('okr') as OkrId;

const hrefOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/okrs/${idOf(c)}`;
