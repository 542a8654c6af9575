import { Hono } from 'hono';
import { html } from 'hono/html';

// What a page costs at the very least here: Hono, one D1 query, fifty titles in a list. No session, no layout, no rules.
const app = new Hono<{ Bindings: { DB: D1Database } }>();

// What a request costs before anything is done for it, and what two trips to the database add that ask nothing.
app.get('/empty', (c) => c.text(''));
app.get('/trips', async (c) => {
  const nothing = c.env.DB.prepare('select 1');
  for (let i = 0; i < 2; i++) await c.env.DB.batch([nothing, nothing]);
  return c.text('');
});

app.get('/:org', async (c) => {
  const { results } = await c.env.DB.prepare('select id, title from okrs where org_id = ? order by id limit 50')
    .bind(c.req.param('org'))
    .all<{ id: string; title: string }>();
  return c.html(
    html`<!doctype html><title>Bare</title><ul>${results.map(({ id, title }) => html`<li id="${id}">${title}</li>`)}</ul>`,
  );
});

export default app;
