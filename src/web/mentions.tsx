import { Hono } from 'hono';
import { suggestPeople } from '../domain/mentions/finding-people.ts';
import { typedMention } from '../domain/mentions/resolving.ts';
import { seeMentions } from '../domain/mentions/seeing.ts';
import type { WebEnv } from './context.ts';

/** Members by name, for an @, and what mentions whoever looks. */
export const mentions = new Hono<WebEnv>();

const LONGEST = 60;

mentions.get('/o/:org/mentions', async (c) => {
  const start = c.req.query('q')?.trim().slice(0, LONGEST) ?? '';
  const people = start === '' ? [] : await suggestPeople(c.var.ctx, start);
  c.header('Cache-Control', 'private, no-store');
  return c.json({ people: people.map((person) => ({ name: person.name, text: typedMention(person, people) })) });
});

mentions.post('/o/:org/mentions/seen', async (c) => {
  const { ctx } = c.var;
  await seeMentions(ctx, null);
  return c.redirect(`/o/${ctx.org.slug}`, 303);
});
