import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { newId, type OkrId } from '../../../src/db/ids.ts';
import { events } from '../../../src/db/schema/access.ts';
import { comments, mentions, reactions } from '../../../src/db/schema/conversations.ts';
import { checkIns } from '../../../src/db/schema/okrs.ts';
import { members } from '../../../src/db/schema/organizations.ts';
import { tellStory } from '../../../src/domain/check-ins/telling.ts';
import { findConversation } from '../../../src/domain/comments/conversation.ts';
import { deleteComment } from '../../../src/domain/comments/deleting.ts';
import { editComment } from '../../../src/domain/comments/editing.ts';
import { findComment, listCommentPage } from '../../../src/domain/comments/finding.ts';
import { findThread } from '../../../src/domain/comments/listing.ts';
import { postComment } from '../../../src/domain/comments/posting.ts';
import { listMentions } from '../../../src/domain/mentions/finding-mine.ts';
import { kept } from '../../../src/domain/mentions/mention.ts';
import { seeMentions } from '../../../src/domain/mentions/seeing.ts';
import { findReactions } from '../../../src/domain/reactions/finding.ts';
import { react, unreact } from '../../../src/domain/reactions/reacting.ts';
import { type Person, tree, type World, world } from '../../support/world.ts';

const MINUTE = 60_000;

const actionsOf = async (w: World, subject: string) =>
  (await w.db.select().from(events).where(eq(events.subjectId, subject))).map(({ action }) => action);

const post = (w: World, okrId: OkrId, text: string, who?: Person, at = w.now) =>
  postComment(w.as(who, at), okrId, { text });

async function checkedIn() {
  const w = await world();
  const okr = await w.okr({});
  const { checkIn } = await w.writer(okr.id).checkIn({ value: 10, note: 'A beginning' }, newId('chk', w.now));
  return { w, okr, checkIn };
}

describe('a comment', () => {
  it('is said by an observer too, and leaves an event without its words', async () => {
    const { w, okr } = await checkedIn();
    const { comment } = await post(w, okr.id, ' Well **done** ', w.omar);
    expect(comment).toMatchObject({
      text: ' Well **done** ',
      author: 'Omar Said',
      authorId: w.omar.id,
      editedAt: null,
    });
    const [event] = await w.db.select().from(events).where(eq(events.subjectId, comment.id));
    expect(event).toMatchObject({ action: 'comment.posted', actorId: w.omar.id });
    expect(JSON.stringify(event?.data)).not.toContain('done');
  });

  it('is taken on a closed OKR', async () => {
    const { w, okr } = await checkedIn();
    await w.writer(okr.id).closeOkr({ score: 0.7 });
    expect((await post(w, okr.id, 'What a quarter')).comment.okrId).toBe(okr.id);
  });

  it('sent twice within a minute is one, also when both arrive at once; later it is another', async () => {
    const { w, okr } = await checkedIn();
    const [one, two] = await Promise.all([post(w, okr.id, 'Twice'), post(w, okr.id, 'Twice')]);
    const three = await post(w, okr.id, 'Twice', w.dana, w.now + MINUTE - 1);
    expect([two.comment.id, three.comment.id]).toEqual([one.comment.id, one.comment.id]);
    expect((await post(w, okr.id, 'Twice', w.amir)).comment.id).not.toBe(one.comment.id);
    expect((await post(w, okr.id, 'Twice', w.dana, w.now + 2 * MINUTE)).comment.id).not.toBe(one.comment.id);
    expect(await w.db.$count(comments)).toBe(3);
    expect(await w.db.$count(events, eq(events.action, 'comment.posted'))).toBe(3);
  });

  it('answers a check-in of its own OKR only', async () => {
    const { w, okr, checkIn } = await checkedIn();
    const other = await w.okr({});
    const input = { text: 'Why?', check_in_id: checkIn.id };
    expect((await postComment(w.as(), okr.id, input)).comment.checkInId).toBe(checkIn.id);
    await expect(postComment(w.as(), other.id, input)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is edited by its author alone, and not over somebody else’s change', async () => {
    const { w, okr } = await checkedIn();
    const { comment } = await post(w, okr.id, 'First', w.omar);
    await expect(editComment(w.as(w.ada), comment, { text: 'Not mine' })).rejects.toMatchObject({ code: 'forbidden' });
    const { comment: edited } = await editComment(w.as(w.omar, w.now + 5), comment, { text: 'Second' });
    expect(edited).toMatchObject({ text: 'Second', editedAt: w.now + 5 });
    await expect(editComment(w.as(w.omar), comment, { text: 'Third' })).rejects.toMatchObject({ code: 'stale' });
    expect(await actionsOf(w, comment.id)).toEqual(['comment.posted', 'comment.edited']);
  });

  it('is deleted by its author and by admins, with the signs and mentions that belong to it', async () => {
    const { w, okr } = await checkedIn();
    const { comment } = await post(w, okr.id, 'Look, @amir', w.omar);
    await react(w.as(), okr.id, comment.id, 'agree');
    await expect(deleteComment(w.as(w.dana), comment)).rejects.toMatchObject({ code: 'forbidden' });
    await deleteComment(w.as(w.ada), comment);
    await expect(deleteComment(w.as(w.omar), comment)).rejects.toMatchObject({ code: 'stale' });
    await expect(findComment(w.as(), comment.id)).rejects.toMatchObject({ code: 'not_found' });
    expect([await w.db.$count(reactions), await w.db.$count(mentions)]).toEqual([0, 0]);
    expect(await actionsOf(w, comment.id)).toEqual(['comment.posted', 'comment.deleted']);
  });

  it('is listed newest first, page by page, and threads oldest first with what came before', async () => {
    const { w, okr, checkIn } = await checkedIn();
    for (let i = 0; i < 52; i++) await post(w, okr.id, `Word ${i}`, w.dana, w.now + i);
    await postComment(w.as(), okr.id, { text: 'Answer', check_in_id: checkIn.id });
    const { items, next } = await listCommentPage(w.as(), okr.id, { after: null, limit: 2 });
    expect(items.map(({ text }) => text)).toEqual(['Word 51', 'Word 50']);
    expect((await listCommentPage(w.as(), okr.id, { after: next, limit: 1 })).items[0]!.text).toBe('Word 49');
    const thread = await findThread(w.as(), okr.id, { checkInId: null, before: null });
    expect([thread.comments.length, thread.comments[0]!.text, thread.comments.at(-1)!.text]).toEqual([
      50,
      'Word 2',
      'Word 51',
    ]);
    const rest = await findThread(w.as(), okr.id, { checkInId: null, before: thread.earlier });
    expect([rest.comments.map(({ text }) => text), rest.earlier]).toEqual([['Word 0', 'Word 1'], null]);
    const answers = await findThread(w.as(), okr.id, { checkInId: checkIn.id, before: null });
    expect(answers.comments.map(({ text }) => text)).toEqual(['Answer']);
  });

  it('goes with its check-in, and everything with its OKR', async () => {
    const { w, okr, checkIn } = await checkedIn();
    const answer = (await postComment(w.as(), okr.id, { text: 'Hm, @amir', check_in_id: checkIn.id })).comment;
    await post(w, okr.id, 'Stays, @amir');
    for (const subject of [answer.id, checkIn.id, okr.id]) await react(w.as(), okr.id, subject, 'love');
    await w.writer(okr.id).deleteCheckIn(checkIn.id);
    const counts = async () => [await w.db.$count(comments), await w.db.$count(reactions), await w.db.$count(mentions)];
    expect(await counts()).toEqual([1, 1, 1]);
    await w.writer(okr.id).deleteOkr();
    expect(await counts()).toEqual([0, 0, 0]);
  });
});

describe('the story of an OKR', () => {
  it('tells comments among the rest, and leaves none out from page to page', async () => {
    const w = await world();
    const okr = await w.okr({});
    for (let i = 1; i <= 30; i++)
      if (i % 3 === 0) await w.writer(okr.id, w.dana, w.now + i).checkIn({ value: i }, newId('chk', w.now + i));
      else await post(w, okr.id, `${i}`, w.dana, w.now + i);
    const told: string[] = [];
    for (let before: number | null = null, page = 0; page < 10; page++) {
      const story = await tellStory(w.as(), okr.id, before);
      for (const entry of story.entries)
        if (entry.type !== 'event') told.push(entry.type === 'comment' ? entry.comment.text : `${entry.checkIn.value}`);
      before = story.next;
      if (before === null) break;
    }
    expect(told).toEqual(Array.from({ length: 30 }, (_, i) => `${30 - i}`));
  });

  it('keeps a roll-up apart that somebody answered', async () => {
    const w = await world();
    const { objective, keyResults } = await tree(w, [{}]);
    const move = async (value: number) => {
      const { due } = await w
        .writer(keyResults[0]!.id, w.dana, w.now + value)
        .checkIn({ value }, newId('chk', w.now + value));
      await w.settle(due);
    };
    for (const value of [10, 20, 30]) await move(value);
    const before = await tellStory(w.as(), objective.id, null);
    expect(before.entries.filter(({ type }) => type === 'check_in')).toHaveLength(1);
    const rolled = await w.db.select().from(checkIns).where(eq(checkIns.okrId, objective.id)).orderBy(checkIns.version);
    await postComment(w.as(), objective.id, { text: 'Why?', check_in_id: rolled[1]!.id });
    const after = await tellStory(w.as(), objective.id, null);
    expect(after.entries.filter(({ type }) => type === 'check_in')).toHaveLength(3);
  });
});

describe('what others may not see', () => {
  it('cannot be talked about by another organization', async () => {
    const { w, okr, checkIn } = await checkedIn();
    const south = await world({ slug: 'southwind' });
    const { comment } = await post(w, okr.id, 'Ours');
    const foreign = south.as(south.ada);
    for (const attempt of [
      () => postComment(foreign, okr.id, { text: 'Hello' }),
      () => findComment(foreign, comment.id),
      () => listCommentPage(foreign, okr.id, { after: null, limit: 5 }),
      () => react(foreign, okr.id, okr.id, 'agree'),
      () => unreact(foreign, okr.id, comment.id, 'agree'),
      () => findReactions(foreign, okr.id),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'not_found' });
    const mine = await south.okr({});
    await expect(postComment(foreign, mine.id, { text: 'x', check_in_id: checkIn.id })).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(react(foreign, mine.id, comment.id, 'agree')).rejects.toMatchObject({ code: 'not_found' });
    expect((await post(south, mine.id, kept(w.amir), south.ada)).comment.text).toBe('@Amir Haddad');
    expect(await findConversation(foreign, [okr.id])).toMatchObject({ comments: [], reactions: [] });
    expect(await w.db.$count(comments)).toBe(2);
  });

  it('is a private OKR to everybody it is not shared with, admins too', async () => {
    const w = await world();
    const okr = await w.okr({ visibility: 'private', viewer_ids: [w.omar.id] });
    const { comment, outsiders } = await post(w, okr.id, 'For @omar, not for @amir');
    expect(comment.text).toBe(`For ${kept(w.omar)}, not for @amir`);
    expect(outsiders).toEqual(['Amir Haddad']);
    await post(w, okr.id, 'I can see it', w.omar);
    await expect(post(w, okr.id, 'Me too', w.ada)).rejects.toMatchObject({ code: 'not_found' });
    await expect(findComment(w.as(w.ada), comment.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(react(w.as(w.ada), okr.id, comment.id, 'agree')).rejects.toMatchObject({ code: 'not_found' });
    expect((await findConversation(w.as(w.ada), [okr.id])).comments).toEqual([]);
    expect((await findConversation(w.as(w.omar), [okr.id])).comments).toHaveLength(2);
  });
});

describe('a mention', () => {
  const mentionedAt = async (w: World, subjectId: string) =>
    (
      await w.db
        .select()
        .from(mentions)
        .where(eq(mentions.subjectId, subjectId as OkrId))
    ).map(({ memberId }) => memberId);

  it('is noted with a comment, a check-in’s note and a description, and follows each edit', async () => {
    const w = await world();
    const okr = await w.okr({ description: 'With @amir' });
    expect(okr.description).toBe(`With ${kept(w.amir)}`);
    expect(await mentionedAt(w, okr.id)).toEqual([w.amir.id]);
    const edited = await w.writer(okr.id).editOkr({ description: 'With @ada' });
    expect(edited.okr.description).toBe(`With ${kept(w.ada)}`);
    expect(await mentionedAt(w, okr.id)).toEqual([w.ada.id]);
    await w.writer(okr.id).editOkr({ description: null });
    expect(await mentionedAt(w, okr.id)).toEqual([]);

    const { checkIn } = await w.writer(okr.id).checkIn({ value: 10, note: '@amir and @ada' }, newId('chk', w.now));
    expect((await mentionedAt(w, checkIn.id)).toSorted()).toEqual([w.amir.id, w.ada.id].toSorted());
    await w.writer(okr.id).editCheckIn(checkIn.id, { note: '@ada alone' });
    expect(await mentionedAt(w, checkIn.id)).toEqual([w.ada.id]);

    const { comment } = await post(w, okr.id, '@omar');
    await editComment(w.as(), comment, { text: '@amir' });
    expect(await mentionedAt(w, comment.id)).toEqual([w.amir.id]);
  });

  it('tells a private OKR’s check-in whom it left out', async () => {
    const w = await world();
    const okr = await w.okr({ visibility: 'private', description: 'Not for @amir' });
    expect(okr.description).toBe('Not for @amir');
    const said = await w.writer(okr.id).checkIn({ value: 1, note: '@amir' }, newId('chk', w.now));
    expect(said).toMatchObject({ outsiders: ['Amir Haddad'], checkIn: { note: '@amir' } });
    expect(await w.db.$count(mentions)).toBe(0);
  });

  it('of a past day is noted as well', async () => {
    const w = await world();
    const okr = await w.okr({});
    const { checkIn } = await w
      .writer(okr.id)
      .checkIn({ value: 3, note: '@amir', on: '2026-11-02' }, newId('chk', w.now));
    expect(checkIn.note).toBe(kept(w.amir));
    expect(await mentionedAt(w, checkIn.id)).toEqual([w.amir.id]);
  });

  it('of oneself is no news', async () => {
    const w = await world();
    await post(w, (await w.okr({})).id, 'I, @dana, say so');
    expect(await listMentions(w.as())).toEqual([]);
  });

  it('is new until it was seen, and an edit does not make it new again', async () => {
    const w = await world();
    const okr = await w.okr({ title: 'Raise NPS' });
    const { comment } = await post(w, okr.id, 'Hello @amir');
    const later = w.now + MINUTE;
    await post(w, okr.id, 'Again @amir', w.ada, later);
    expect(await listMentions(w.as(w.amir, later))).toMatchObject([
      { title: 'Raise NPS', by: 'Ada Marsh', at: later, seen: false },
      { by: 'Dana Whitlock', text: `Hello ${kept(w.amir)}`, subjectId: comment.id, seen: false },
    ]);
    await seeMentions(w.as(w.amir, later), okr.id);
    await editComment(w.as(), comment, { text: 'Hello again @amir' });
    await post(w, okr.id, 'And @amir', w.dana, later + 1);
    expect((await listMentions(w.as(w.amir, later + 2))).map(({ seen }) => seen)).toEqual([false, true, true]);
  });

  it('is gone from the week of whoever may not see its OKR any more', async () => {
    const w = await world();
    const okr = await w.okr({});
    await post(w, okr.id, '@amir');
    expect(await listMentions(w.as(w.amir))).toHaveLength(1);
    await w.writer(okr.id).editOkr({ visibility: 'private' });
    expect(await listMentions(w.as(w.amir))).toEqual([]);
  });

  it('in a draft is no news, and in a comment on it is', async () => {
    const w = await world();
    const okr = await w.okr({ draft: true, description: '@amir' });
    expect(await listMentions(w.as(w.amir))).toEqual([]);
    await post(w, okr.id, 'What do you say, @amir?');
    expect(await listMentions(w.as(w.amir))).toHaveLength(1);
  });

  it('keeps its person under a new name', async () => {
    const { w, okr } = await checkedIn();
    await post(w, okr.id, '@amir');
    await w.db
      .update(members)
      .set({ name: 'Amir H.' })
      .where(and(eq(members.orgId, w.org.id), eq(members.id, w.amir.id)));
    expect((await findConversation(w.as(), [okr.id])).names.get(w.amir.id)).toBe('Amir H.');
  });
});

describe('a sign', () => {
  it('stands once, however often it is put there, and is taken back once', async () => {
    const { w, okr, checkIn } = await checkedIn();
    await Promise.all([react(w.as(), okr.id, checkIn.id, 'thanks'), react(w.as(), okr.id, checkIn.id, 'thanks')]);
    await react(w.as(w.omar), okr.id, checkIn.id, 'thanks');
    await react(w.as(), okr.id, checkIn.id, 'love');
    expect((await findReactions(w.as(), okr.id)).map(({ sign, name }) => `${sign} ${name}`).toSorted()).toEqual([
      'love Dana Whitlock',
      'thanks Dana Whitlock',
      'thanks Omar Said',
    ]);
    await unreact(w.as(), okr.id, checkIn.id, 'thanks');
    await unreact(w.as(), okr.id, checkIn.id, 'thanks');
    expect(await w.db.$count(reactions)).toBe(2);
  });

  it('needs something of that OKR to stand under', async () => {
    const { w, checkIn } = await checkedIn();
    const other = await w.okr({});
    await expect(react(w.as(), other.id, checkIn.id, 'love')).rejects.toMatchObject({ code: 'not_found' });
    await expect(react(w.as(), 'okr_none' as OkrId, 'okr_none' as OkrId, 'love')).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('a conversation', () => {
  it('about several OKRs is one round trip', async () => {
    const w = await world();
    const okrs = [await w.okr({}), await w.okr({})];
    for (const [i, { id }] of okrs.entries()) await post(w, id, `To @amir ${i}`, w.dana, w.now + i);
    const ctx = w.as();
    const before = ctx.db.cost.trips;
    const found = await findConversation(
      ctx,
      okrs.map(({ id }) => id),
    );
    expect(ctx.db.cost.trips - before).toBe(1);
    expect(found.comments.map(({ okrId }) => okrId)).toEqual(okrs.map(({ id }) => id));
    expect([...found.names.values()]).toEqual(['Amir Haddad']);
  });
});
