import { Hono } from 'hono';
import type { OkrId } from '../db/ids.ts';
import { listPickableConnections } from '../domain/connections/finding.ts';
import { findChangeable } from '../domain/okrs/finding-subject.ts';
import { demand, may, sentences } from '../domain/permission.ts';
import { DataLinkPage } from '../views/data-links/page.tsx';
import type { Preview } from '../views/data-links/preview.tsx';
import { PreviewBox } from '../views/data-links/preview.tsx';
import { valuesOfSubject } from '../views/okr-form/values.ts';
import { okrWriter } from '../writers/okr-writer-client.ts';
import { settleRollUps } from '../writers/settling.ts';
import { askedLink, linkNow, previewOf } from './asked-link.ts';
import type { WebContext, WebEnv } from './context.ts';
import { readForm } from './form.ts';
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
  const asked = { connection_id: values.connection_id, jql: values.jql, count: values.count };
  if (sent.has('find')) {
    const preview = await previewOf(c, asked, measureSoFar(values, c.var.preferences.locale));
    return page(c, { asked, preview });
  }
  const { refused } = await trying(link());
  return refused ? page(c, { asked, refused }) : c.redirect(hrefOf(c), 303);

  async function link() {
    await findChangeable(c.var.ctx, idOf(c));
    await linkNow(c, idOf(c), await askedLink(c, asked));
  }
});

dataLinks.post(`${PATH}/removal`, async (c) => {
  const { due } = await okrWriter(c.env, c.var.ctx, idOf(c)).unlinkData();
  await settleRollUps(c.env, c.var.ctx, due);
  return c.redirect(hrefOf(c), 303);
});

/** Always 200: a query that is still being typed is no mistake. */
dataLinks.post('/o/:org/data-links/preview', async (c) => {
  demand(may.createOkr(c.var.ctx.actor), sentences.observer);
  const { formats, preferences } = c.var;
  const values = readOkrForm(await readForm(c));
  const preview = await previewOf(c, values, measureSoFar(values, preferences.locale));
  return show(c, <PreviewBox preview={preview} formats={formats} />);
});

type Returned = {
  asked?: { connection_id: string; jql: string; count: string };
  preview?: Preview;
  refused?: Refused;
};

async function page(c: WebContext, { asked, preview, refused }: Returned) {
  const { ctx, formats, preferences } = c.var;
  const [shell, subject, connections] = await Promise.all([
    shellOf(c, 'okrs'),
    findChangeable(ctx, idOf(c)),
    listPickableConnections(ctx),
  ]);
  return show(
    c,
    <DataLinkPage
      {...{ shell, formats, connections }}
      okr={{ title: subject.okr.title, linked: subject.link !== null }}
      href={hrefOf(c)}
      values={{ ...valuesOfSubject({ ...subject, tags: [] }, [], preferences.locale), ...asked }}
      errors={refused?.fields ?? {}}
      message={refused?.message}
      preview={preview ?? { state: 'none' }}
    />,
    refused?.status,
  );
}

const idOf = (c: WebContext) => c.req.param('okr') as OkrId;

const hrefOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/okrs/${idOf(c)}`;
