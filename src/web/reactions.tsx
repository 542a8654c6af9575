import { Hono } from 'hono';
import type { OkrId } from '../db/ids.ts';
import { findReactions, type SubjectId } from '../domain/reactions/finding.ts';
import { react, unreact } from '../domain/reactions/reacting.ts';
import { isSign } from '../domain/reactions/reaction.ts';
import { invalid } from '../domain/refusal.ts';
import { ReactionBar } from '../views/comments/reaction-bar.tsx';
import { okrLinks } from '../views/okrs/links.ts';
import type { WebEnv } from './context.ts';
import { readForm } from './form.ts';
import { show, wantsFragment } from './respond.tsx';

/** Signs under an OKR, its check-ins and comments. The form says which state it wants, so that a double click is one. */
export const reactions = new Hono<WebEnv>();

reactions.post('/o/:org/okrs/:okr/reactions', async (c) => {
  const { ctx, formats } = c.var;
  const okrId = c.req.param('okr') as OkrId;
  const sent = await readForm(c);
  const subjectId = (sent.text('subject') || okrId) as SubjectId;
  const remove = sent.has('remove');
  const sign = sent.text(remove ? 'remove' : 'add');
  if (!isSign(sign)) throw invalid({ add: 'There is no such sign.' });
  await (remove ? unreact : react)(ctx, okrId, subjectId, sign);
  if (!wantsFragment(c)) return c.redirect(`${okrLinks(ctx.org.slug, okrId).page}#${subjectId}`, 303);
  const given = await findReactions(ctx, okrId);
  const talk = { org: ctx.org, okrId, actor: ctx.actor, formats, comments: [], reactions: given, names: new Map() };
  return show(c, <ReactionBar {...talk} subjectId={subjectId} of="this" />);
});
