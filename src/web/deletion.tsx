import { Hono } from 'hono';
import { askForDeletion, callOffDeletion, listOwners } from '../domain/organizations/deleting.ts';
import { demand, may, sentences } from '../domain/permission.ts';
import { log } from '../lib/log.ts';
import { post } from '../mail/sending.ts';
import { DeletionPage } from '../views/data/deletion-page.tsx';
import { endingLetter, keptLetter } from '../views/mail/organization.ts';
import type { Reader } from '../views/mail/words.ts';
import { originOf } from './addresses.ts';
import type { WebContext, WebEnv } from './context.ts';
import { readForm } from './form.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell } from './respond.tsx';

/** Admin -> Data: the end of an organization, and thinking better of it. */
export const deletion = new Hono<WebEnv>();

const PATH = '/o/:org/admin/data/deletion';

deletion.get(PATH, (c) => page(c));

deletion.post(PATH, async (c) => {
  const { ctx } = c.var;
  const typed = (await readForm(c)).text('name');
  const { value: deleteAt, refused } = await trying(askForDeletion(ctx, typed));
  if (refused) return page(c, { typed, refused });
  const about = {
    organization: ctx.org.name,
    by: ctx.actor.name,
    deleteAt,
    page: `${originOf(c)}${baseOf(c)}/deletion`,
  };
  await tellOwners(c, 'ending', (reader) => endingLetter(reader, about));
  return c.redirect(`${baseOf(c)}/deletion`, 303);
});

deletion.post(`${PATH}/revocation`, async (c) => {
  const { ctx } = c.var;
  const { refused } = await trying(callOffDeletion(ctx));
  if (refused) return page(c, { typed: '', refused });
  await tellOwners(c, 'kept', (reader) => keptLetter(reader, { organization: ctx.org.name, by: ctx.actor.name }));
  tell(c, `${ctx.org.name} stays.`);
  return c.redirect(baseOf(c), 303);
});

/** The change is made by now: letters that are not written do not take it back. */
async function tellOwners(c: WebContext, what: string, wordsFor: (reader: Reader) => ReturnType<typeof keptLetter>) {
  const { ctx, now, db, requestId } = c.var;
  const { org } = ctx;
  try {
    const letters = (await listOwners(ctx)).map(({ id, email, locale, timeZone }) => ({
      to: email,
      orgId: org.id,
      onceFor: `${what} ${id} ${now}`,
      ...wordsFor({ locale: locale ?? org.locale, timeZone: timeZone ?? org.timeZone, now }),
    }));
    await post(c.env, db, letters, now);
  } catch (reason) {
    log('owners were not told of a deletion', { requestId, reason });
  }
}

async function page(c: WebContext, returned?: { typed: string; refused: Refused }) {
  demand(may.deleteForGood(c.var.ctx.actor), sentences.forGood);
  const shell = await shellOf(c, 'data');
  const { typed = '', refused } = returned ?? {};
  return show(
    c,
    <DeletionPage {...{ shell, typed }} base={baseOf(c)} error={refused?.fields.name} message={refused?.message} />,
    refused?.status,
  );
}

const baseOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/admin/data`;
