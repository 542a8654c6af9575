import { Hono } from 'hono';
import { html } from 'hono/html';

// What a page costs at the very least here: Hono, one D1 query, fifty titles in a list. No session, no layout, no rules.
const app = new Hono<{ Bindings: { DB: D1Database } }>();

app.get('/:org', async (c) => {
  const { results } = await c.env.DB.prepare('select id, title from okrs where org_id = ? order by id limit 50')
    .bind(c.req.param('org'))
    .all<{ id: string; title: string }>();
  return c.html(
    html`<!doctype html><title>Bare</title><ul>${results.map(({ id, title }) => html`<li id="${id}">${title}</li>`)}</ul>`,
  );
});

export default app;
