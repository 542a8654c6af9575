import { Hono } from 'hono';
import { addTeamsNamed, findBegun } from '../domain/organizations/guiding.ts';
import { demand, may, sentences } from '../domain/permission.ts';
import { GuidePage } from '../views/organizations/guide-page.tsx';
import type { WebContext, WebEnv } from './context.ts';
import { readForm } from './form.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell } from './respond.tsx';

/** The guided start of an organization. */
export const guide = new Hono<WebEnv>();

const PATH = '/o/:org/start';

guide.get(PATH, (c) => page(c));

guide.post(`${PATH}/teams`, async (c) => {
  const typed = (await readForm(c)).text('teams');
  const { value, refused } = await trying(addTeamsNamed(c.var.ctx, typed));
  if (refused) return page(c, { typed, refused });
  tell(c, value === 0 ? 'These teams are there already.' : value === 1 ? 'One team added.' : `${value} teams added.`);
  return c.redirect(`${homeOf(c)}/start`, 303);
});

async function page(c: WebContext, returned?: { typed: string; refused: Refused }) {
  const { ctx } = c.var;
  demand(may.administer(ctx.actor), sentences.admin);
  const [shell, begun] = await Promise.all([shellOf(c, null), findBegun(ctx)]);
  return show(
    c,
    <GuidePage
      {...{ shell, begun }}
      home={homeOf(c)}
      returned={
        returned
          ? { typed: returned.typed, error: returned.refused.fields.teams ?? returned.refused.message ?? '' }
          : null
      }
    />,
    returned?.refused.status,
  );
}

const homeOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}`;
