import { Hono } from 'hono';
import type { TagId } from '../db/ids.ts';
import { invalid } from '../domain/refusal.ts';
import { deleteTag } from '../domain/tags/deleting.ts';
import { findCountedTag, findTag } from '../domain/tags/finding.ts';
import { listCountedTags } from '../domain/tags/listing.ts';
import { editTag } from '../domain/tags/renaming.ts';
import { newTagInput } from '../domain/tags/tag.ts';
import { TagDeletionPage } from '../views/tags/deletion-page.tsx';
import { TagsPage } from '../views/tags/page.tsx';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm } from './form.ts';
import { admins } from './middleware/admins.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell } from './respond.tsx';

/** Admin -> Tags: rename, merge and delete. */
export const tags = new Hono<WebEnv>();

const PATH = '/o/:org/admin/tags';
const SHOWN = 100;

tags.use(`${PATH}/*`, admins);

tags.get(PATH, (c) => page(c));

tags.post(`${PATH}/:tag`, async (c) => {
  const typed = (await readForm(c)).text('name');
  const { value, refused } = await trying(rename(c, typed));
  if (refused) return page(c, { typed, refused });
  const { before, after } = value;
  if (after.id !== before.id) tell(c, `${before.name} is ${after.name} now.`);
  else if (after.name !== before.name) tell(c, `${before.name} is called ${after.name} now.`);
  return c.redirect(baseOf(c), 303);
});

tags.get(`${PATH}/:tag/deletion`, async (c) => {
  const [shell, tag] = await Promise.all([shellOf(c, 'tags'), findCountedTag(c.var.ctx, idOf(c))]);
  return show(c, <TagDeletionPage shell={shell} base={baseOf(c)} tag={tag} />);
});

tags.post(`${PATH}/:tag/deletion`, async (c) => {
  const { ctx } = c.var;
  const tag = await findTag(ctx, idOf(c));
  await deleteTag(ctx, tag);
  tell(c, `${tag.name} is deleted.`);
  return c.redirect(baseOf(c), 303);
});

async function rename(c: WebContext, typed: string) {
  const { ctx } = c.var;
  const before = await findTag(ctx, idOf(c));
  const parsed = newTagInput.safeParse({ name: typed });
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  return { before, after: await editTag(ctx, before, parsed.data) };
}

async function page(c: WebContext, returned?: { typed: string; refused: Refused }) {
  const after = c.req.query('after');
  const cut = { after: after ? [after] : null, limit: SHOWN };
  const [shell, { items, next }] = await Promise.all([shellOf(c, 'tags'), listCountedTags(c.var.ctx, cut)]);
  const base = baseOf(c);
  const refused = returned && {
    id: idOf(c),
    typed: returned.typed,
    error: returned.refused.fields.name,
    message: returned.refused.message,
  };
  const more = next && `${base}?${new URLSearchParams({ after: String(next[0]) })}`;
  return show(
    c,
    <TagsPage {...{ shell, base, more }} tags={items} refused={refused ?? null} />,
    returned?.refused.status,
  );
}

const idOf = (c: WebContext) => c.req.param('tag') as TagId;

const baseOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/admin/tags`;
