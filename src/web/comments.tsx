import { Hono } from 'hono';
import type { CheckInId, CommentId, OkrId } from '../db/ids.ts';
import { commentPatch, newCommentInput } from '../domain/comments/comment.ts';
import { deleteComment } from '../domain/comments/deleting.ts';
import { editComment } from '../domain/comments/editing.ts';
import { findComment } from '../domain/comments/finding.ts';
import { findThread } from '../domain/comments/listing.ts';
import { locate } from '../domain/comments/locating.ts';
import { type Posted, postComment } from '../domain/comments/posting.ts';
import { findTitle } from '../domain/okrs/finding-title.ts';
import { demand, may, sentences } from '../domain/permission.ts';
import { invalid } from '../domain/refusal.ts';
import { Answers } from '../views/comments/answers.tsx';
import { CommentForm } from '../views/comments/comment-form.tsx';
import { CommentThread } from '../views/comments/comment-thread.tsx';
import { CommentDeletionPage, CommentEditPage } from '../views/comments/edit-page.tsx';
import { commentLinks, talkLinks } from '../views/comments/links.ts';
import { outsiderWords } from '../views/comments/outsider-words.ts';
import { type Talk, talkRegions } from '../views/comments/talk.ts';
import { ThreadPage } from '../views/comments/thread-page.tsx';
import { okrLinks } from '../views/okrs/links.ts';
import { regions } from '../views/okrs/okr-view.ts';
import { StorySoFar } from '../views/okrs/story.tsx';
import { ToastPartial } from '../views/ui/toast.tsx';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm, type Sent } from './form.ts';
import { viewOf } from './okr-view.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell, wantsFragment } from './respond.tsx';

/** What people say about OKRs and in answer to check-ins. */
export const comments = new Hono<WebEnv>();

const THREAD = '/o/:org/okrs/:okr/comments';
const ONE = `${THREAD}/:comment`;

comments.get(THREAD, (c) => threadPage(c));

comments.post(THREAD, async (c) => {
  const sent = await readForm(c);
  const { value: posted, refused } = await trying(post(c, sent));
  if (refused) return again(c, sent, refused);
  const aside = outsiderWords(posted.outsiders, c.var.formats);
  if (!wantsFragment(c)) {
    if (aside) tell(c, aside);
    return c.redirect(`${okrLinks(c.var.ctx.org.slug, okrIdOf(c)).page}#${posted.comment.id}`, 303);
  }
  return show(
    c,
    <>
      {await renewed(c, sent)}
      {aside && <ToastPartial message={aside} />}
    </>,
  );
});

comments.get(ONE, async (c) => {
  const { ctx } = c.var;
  const before = await locate(ctx, okrIdOf(c), commentIdOf(c));
  const { page } = okrLinks(ctx.org.slug, okrIdOf(c));
  return c.redirect(`${page}${before === null ? '' : `?before=${before}`}#${commentIdOf(c)}`, 303);
});

comments.get(`${ONE}/edit`, (c) => editPage(c));

comments.post(`${ONE}/edit`, async (c) => {
  const sent = await readForm(c);
  const { value: posted, refused } = await trying(edit(c, sent));
  if (refused) return editPage(c, { sent, refused });
  tell(c, outsiderWords(posted.outsiders, c.var.formats) ?? 'The comment is saved.');
  return c.redirect(pageOf(c), 303);
});

comments.get(`${ONE}/deletion`, async (c) => {
  const [shell, comment] = await Promise.all([shellOf(c, 'okrs'), findOne(c)]);
  demand(may.deleteComment(c.var.ctx.actor, comment.authorId), sentences.comment);
  return show(c, <CommentDeletionPage shell={shell} comment={comment} />);
});

comments.post(`${ONE}/deletion`, async (c) => {
  const { ctx } = c.var;
  const comment = await findOne(c);
  await deleteComment(ctx, comment);
  tell(c, 'The comment is deleted.');
  return c.redirect(`${okrLinks(ctx.org.slug, comment.okrId).page}#${regions.story}`, 303);
});

/** @throws Refusal as the verb, `invalid` with a sentence at the field */
function post(c: WebContext, sent: Sent): Promise<Posted> {
  const parsed = newCommentInput.safeParse({ text: sent.text('text'), check_in_id: sent.text('check_in') || null });
  return parsed.success
    ? postComment(c.var.ctx, okrIdOf(c), parsed.data)
    : Promise.reject(invalid(fieldErrors(parsed.error)));
}

async function edit(c: WebContext, sent: Sent): Promise<Posted> {
  const before = await findOne(c);
  demand(may.editComment(c.var.ctx.actor, before.authorId), sentences.ownComment);
  const parsed = commentPatch.safeParse({ text: sent.text('text') });
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  return editComment(c.var.ctx, before, parsed.data);
}

/** The part of the page that was talked in, as it is now. */
async function renewed(c: WebContext, sent: Sent) {
  const okrId = okrIdOf(c);
  const checkInId = checkInOf(sent.text('check_in'));
  if (sent.text('from') !== 'thread' && checkInId === null) return <StorySoFar {...(await viewOf(c, okrId))} />;
  const { earlier, ...conversation } = await findThread(c.var.ctx, okrId, { checkInId, before: null });
  const talk = talkOf(c, conversation);
  return sent.text('from') === 'thread' ? (
    <CommentThread {...talk} checkInId={checkInId} earlier={earlierOf(c, checkInId, earlier)} />
  ) : (
    <Answers {...talk} checkInId={checkInId!} />
  );
}

/** The form once more, with what was typed and what to change. */
async function again(c: WebContext, sent: Sent, refused: Refused) {
  const typed = sent.text('text');
  const error = refused.fields.text ?? refused.message;
  if (!wantsFragment(c)) return threadPage(c, { typed, error, status: refused.status, checkIn: sent.text('check_in') });
  const okrId = okrIdOf(c);
  const checkInId = checkInOf(sent.text('check_in'));
  const from = sent.text('from') === 'thread' ? 'thread' : 'story';
  const part = checkInId ? talkRegions.answers(checkInId) : regions.story;
  const target = from === 'thread' ? talkRegions.thread(okrId) : part;
  return show(
    c,
    <CommentForm {...{ okrId, checkInId, target, from, typed, error }} org={c.var.ctx.org} />,
    refused.status,
  );
}

type Returned = { typed: string; error: string | undefined; status: Refused['status']; checkIn: string };

async function threadPage(c: WebContext, returned?: Returned) {
  const { ctx } = c.var;
  const okrId = okrIdOf(c);
  const checkInId = checkInOf(returned?.checkIn ?? c.req.query('check_in') ?? '');
  const before = (c.req.query('before') ?? null) as CommentId | null;
  const [shell, title, { earlier, ...conversation }] = await Promise.all([
    shellOf(c, 'okrs'),
    findTitle(ctx, okrId),
    findThread(ctx, okrId, { checkInId, before }),
  ]);
  return show(
    c,
    <ThreadPage
      shell={shell}
      okr={{ id: okrId, title }}
      talk={talkOf(c, conversation)}
      checkInId={checkInId}
      earlier={earlierOf(c, checkInId, earlier)}
      typed={returned?.typed}
      error={returned?.error}
    />,
    returned?.status,
  );
}

async function editPage(c: WebContext, failed?: { sent: Sent; refused: Refused }) {
  const [shell, comment] = await Promise.all([shellOf(c, 'okrs'), findOne(c)]);
  demand(may.editComment(c.var.ctx.actor, comment.authorId), sentences.ownComment);
  const typed = failed?.sent.text('text');
  const error = failed?.refused.fields.text ?? failed?.refused.message;
  return show(c, <CommentEditPage {...{ shell, comment, typed, error }} />, failed?.refused.status);
}

const talkOf = (c: WebContext, conversation: Pick<Talk, 'comments' | 'reactions' | 'names'>): Talk => ({
  ...conversation,
  org: c.var.ctx.org,
  okrId: okrIdOf(c),
  actor: c.var.ctx.actor,
  formats: c.var.formats,
});

const earlierOf = (c: WebContext, checkInId: string | null, earlier: string | null) =>
  earlier && talkLinks(c.var.ctx.org.slug, okrIdOf(c)).thread(checkInId, earlier);

const pageOf = (c: WebContext) => commentLinks(c.var.ctx.org.slug, okrIdOf(c), commentIdOf(c)).page;

const findOne = (c: WebContext) => findComment(c.var.ctx, commentIdOf(c), okrIdOf(c));

const checkInOf = (text: string) => (text === '' ? null : (text as CheckInId));

const okrIdOf = (c: WebContext) => c.req.param('okr') as OkrId;

const commentIdOf = (c: WebContext) => c.req.param('comment') as CommentId;
