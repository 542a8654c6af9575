import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { newId } from '../../../src/db/ids.ts';
import { sealEvents } from '../../../src/domain/audit/sealing.ts';
import { verifySeals } from '../../../src/domain/audit/verifying.ts';
import { postComment } from '../../../src/domain/comments/posting.ts';
import { eraseMember } from '../../../src/domain/erasure/erasing.ts';
import { invite } from '../../../src/domain/invitations/inviting.ts';
import { deactivateMember } from '../../../src/domain/members/editing.ts';
import { findMember } from '../../../src/domain/members/listing.ts';
import { kept } from '../../../src/domain/mentions/mention.ts';
import { react } from '../../../src/domain/reactions/reacting.ts';
import { createToken } from '../../../src/domain/tokens/creating.ts';
import { goOnErasing, startErasure } from '../../../src/writers/erasing.ts';
import { keyRing } from '../../../src/writers/outside.ts';
import { holdQueue } from '../../support/queue.ts';
import { type Person, type World, world } from '../../support/world.ts';

let w: World;

beforeEach(async () => {
  w = await world({ now: Date.now() });
});

const run = (sql: string, ...values: unknown[]) =>
  env.DB.prepare(sql)
    .bind(...values)
    .run();

const rows = async <Row>(sql: string, ...values: unknown[]) =>
  (
    await env.DB.prepare(sql)
      .bind(...values)
      .all<Row>()
  ).results;

const count = async (table: string, where = 'true') =>
  (await rows<{ n: number }>(`select count(*) as n from ${table} where ${where}`))[0]!.n;

const ended = async (person: Person) => deactivateMember(w.as(w.ada), await findMember(w.as(w.ada), person.id));

/** Erases somebody who has left, as Ada, and lets the queue work it off. */
async function erased(person: Person, { comments = false } = {}) {
  const queue = holdQueue();
  await startErasure(env, w.as(w.ada), await ended(person), comments);
  await queue.drain();
}

/** Whatever any table says, as one text. */
async function everything(): Promise<string> {
  const tables = await rows<{ name: string }>(
    `select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not like '\\_cf%' escape '\\'
       and name not like 'd1%'`,
  );
  return JSON.stringify(await Promise.all(tables.map(({ name }) => rows(`select * from ${name}`))));
}

/** What an address has beside its member: a session, a passkey, a bounce, a letter. */
async function traces(person: Person) {
  await w.cookie(person);
  await run(
    `insert into passkeys (id, email, user_handle, public_key, counter, transports, name, backed_up, created_at)
     values ('key', ?, 'h', 'k', 0, '[]', 'Phone', 0, 1)`,
    person.email,
  );
  await run(`insert into bounces (email, kind, reason, at) values (?, 'hard', 'gone', 1)`, person.email);
  await run(
    `insert into letters (id, org_id, "to", once_for, state, created_at, due_at) values ('let_1', ?, ?, 'a', 'sent', ?, 1)`,
    w.org.id,
    person.email,
    w.now,
  );
}

describe('erasing a person', () => {
  test('leaves neither their name nor their address anywhere', async () => {
    const okr = await w.okr({ title: 'Raise weekly senders', description: 'Ask @Dana Whitlock' });
    const { checkIn } = await w
      .writer(okr.id, w.ada)
      .checkIn({ value: 10, note: 'Thanks @Dana Whitlock' }, newId('chk', w.now));
    await postComment(w.as(w.ada), okr.id, { text: 'See @Dana Whitlock', check_in_id: checkIn.id });
    await run(
      `update members set locale = 'de-DE', time_zone = 'Europe/Berlin', external_id = 'hr-7', user_name = 'dwhitlock',
         profile = '{"title":"Head of Dana"}' where id = ?`,
      w.dana.id,
    );
    await run(
      `insert into identities (org_id, issuer, subject, member_id, created_at) values (?, 'https://login', 'sub-dana', ?, 1)`,
      w.org.id,
      w.dana.id,
    );
    await createToken(w.as(w.dana), { name: 'Script', kind: 'personal', scopes: ['read'] });
    await traces(w.dana);
    await erased(w.dana);
    const left = await everything();
    for (const word of ['Dana', 'dana', 'hitlock', 'hr-7', 'Europe/Berlin', 'de-DE'])
      expect(left, word).not.toContain(word);
    const [member] = await rows<Record<string, unknown>>('select * from members where id = ?', w.dana.id);
    expect(member).toMatchObject({
      name: 'Former member',
      email: `${w.dana.id.toLowerCase()}@erased.invalid`,
      profile: null,
    });
    expect(await count('member_words', `member_id = '${w.dana.id}'`)).toBe(0);
  });

  test('takes the name out of mentions, and of nobody else’s', async () => {
    const okr = await w.okr({ description: 'Ask @Dana Whitlock and @Amir Haddad' }, w.ada);
    const { comment } = await postComment(w.as(w.ada), okr.id, { text: 'Dana? @Dana Whitlock, @Ada Marsh' });
    await run(`update okrs set closing_note = ? where id = ?`, kept({ id: w.dana.id, name: 'Dana Old' }), okr.id);
    await erased(w.dana);
    const former = kept({ id: w.dana.id, name: 'Former member' });
    const [found] = await rows<Record<string, string>>(
      'select description, closing_note from okrs where id = ?',
      okr.id,
    );
    expect(found).toEqual({ description: `Ask ${former} and ${kept(w.amir)}`, closing_note: former });
    const [said] = await rows<{ text: string }>('select text from comments where id = ?', comment.id);
    expect(said?.text).toBe(`Dana? ${former}, ${kept(w.ada)}`);
  });

  test('keeps what they did, and the audit log as it was sealed', async () => {
    const okr = await w.okr({ title: 'Raise weekly senders' });
    await w.writer(okr.id).checkIn({ value: 10, note: 'A beginning' }, newId('chk', w.now));
    await sealEvents(w.db, w.org.id, w.now);
    const sealed = await rows('select * from events where seal is not null order by id');
    await erased(w.dana);
    while (await sealEvents(w.db, w.org.id, w.now));
    expect(await rows('select * from events where seal = 1 order by id')).toEqual(sealed);
    expect(await verifySeals(w.as(w.ada), 0)).toMatchObject({ broken: null, done: true, upTo: 2 });
    const [check] = await rows<Record<string, unknown>>('select author_id, note from check_ins where note is not null');
    expect(check).toEqual({ author_id: w.dana.id, note: 'A beginning' });
    const [event] = await rows<Record<string, string>>(
      `select data, actor_id from events where action = 'member.erased'`,
    );
    expect(event?.actor_id).toBe(w.ada.id);
    expect(Object.keys(JSON.parse(event!.data!))).toEqual(['job', 'comments']);
  });

  test('takes their comments away only where that was asked for', async () => {
    const okr = await w.okr({}, w.ada);
    const said = async (who: Person, text: string) => (await postComment(w.as(who), okr.id, { text })).comment.id;
    const [own, theirs] = [await said(w.dana, 'Mine, @Ada Marsh'), await said(w.ada, 'Hers')];
    await react(w.as(w.ada), okr.id, own, 'agree');
    await react(w.as(w.ada), okr.id, theirs, 'agree');
    await erased(w.dana);
    expect(await count('comments')).toBe(2);
    await run('update members set erased_at = null where id = ?', w.dana.id);
    const queue = holdQueue();
    await startErasure(env, w.as(w.ada), await findMember(w.as(w.ada), w.dana.id), true);
    await queue.drain();
    expect(await rows('select id from comments')).toEqual([{ id: theirs }]);
    expect(await rows('select subject_id from reactions')).toEqual([{ subject_id: theirs }]);
    expect(await count('mentions', `subject_id = '${own}'`)).toBe(0);
    expect(await count('events', `action = 'comment.deleted'`)).toBe(1);
  });

  test('leaves sessions and passkeys to an address that another organization knows', async () => {
    const other = await world({ slug: 'southwind' });
    await run('update members set email = ? where id = ?', w.dana.email, other.dana.id);
    await traces(w.dana);
    await erased(w.dana);
    for (const table of ['sessions', 'passkeys', 'bounces']) expect(await count(table), table).toBe(1);
    expect(await count('letters', `"to" = '${w.dana.email}'`)).toBe(0);
    const [there] = await rows<{ name: string }>('select name from members where id = ?', other.dana.id);
    expect(there?.name).toBe(w.dana.name);
  });

  test('takes the credentials out of accounts that they alone connected, and pauses them', async () => {
    const [own, shared] = [
      await w.connection({ ownerId: w.dana.id, shared: false, account: 'Dana at Jira', name: 'Own' }),
      await w.connection({ ownerId: w.dana.id, name: 'Shared' }),
    ];
    await erased(w.dana);
    const [first, second] = await rows<Record<string, unknown>>('select * from connections order by name');
    expect(first).toMatchObject({ id: own, secret: '', account: null, failure_reason: 'unauthorized' });
    expect(first?.paused_at).not.toBeNull();
    expect(first?.config).not.toContain('dana@');
    expect(second).toMatchObject({ id: shared, paused_at: null });
    expect(second?.secret).not.toBe('');
  });

  test('takes the archives of everything away, which hold the data too', async () => {
    const job = (type: string, state: string, n: number) =>
      run(
        `insert into jobs (id, org_id, type, state, input, result, created_at, updated_at) values (?, ?, ?, ?, '{}', '{}', 1, 1)`,
        `${newId('job', w.now).slice(0, -1)}${n}`,
        w.org.id,
        type,
        state,
      );
    await job('export', 'done', 1);
    await job('invitations', 'running', 2);
    await run(
      `insert into archive_parts (org_id, job_id, n, path, bytes, size, checksum, created_at)
       select org_id, id, 0, 'a', 'b', 1, 1, 1 from jobs`,
    );
    await erased(w.dana);
    expect(await rows('select jobs.type from archive_parts join jobs on jobs.id = job_id')).toEqual([
      { type: 'invitations' },
    ]);
    expect(await count('jobs', `type = 'export'`)).toBe(0);
  });

  test('goes on where it stopped, and does no harm when a message comes twice', async () => {
    const okr = await w.okr({}, w.ada);
    for (let i = 0; i < 90; i++)
      await postComment({ ...w.as(w.ada), now: w.now + i }, okr.id, { text: `Number ${i} of @Dana Whitlock` });
    const queue = holdQueue();
    const job = await startErasure(env, w.as(w.ada), await ended(w.dana), false);
    await Promise.allSettled([1, 2].map(() => goOnErasing(env, w.db, w.org.id, job.id)));
    await queue.drain();
    const texts = await rows<{ text: string }>('select text from comments');
    expect(texts.filter(({ text }) => text.includes('Former member'))).toHaveLength(90);
    expect(await count('jobs', `type = 'erasure' and state = 'done'`)).toBe(1);
  });

  test('frees the address for somebody who is invited anew', async () => {
    await erased(w.dana);
    const [again] = await invite(w.as(w.ada), keyRing(env), [
      { name: 'Dana Whitlock', email: w.dana.email, role: 'member', team_ids: [] },
    ]);
    expect(again!.member.id).not.toBe(w.dana.id);
  });
});

describe('erasing is refused', () => {
  test('for who may still come in, and for whom it was done', async () => {
    const dana = await findMember(w.as(w.ada), w.dana.id);
    await expect(eraseMember(w.as(w.ada), dana, false)).rejects.toMatchObject({ code: 'conflict' });
    await erased(w.dana);
    const gone = await findMember(w.as(w.ada), w.dana.id);
    await expect(eraseMember(w.as(w.ada), gone, false)).rejects.toMatchObject({ code: 'conflict' });
    await expect(eraseMember(w.as(w.ada), { ...gone, erasedAt: null }, false)).rejects.toMatchObject({ code: 'stale' });
  });

  test('to everybody but owners in person', async () => {
    const dana = await ended(w.dana);
    for (const ctx of [w.as(w.amir), w.as(w.omar), { ...w.as(w.ada), actor: { ...w.as(w.ada).actor, by: w.amir } }])
      await expect(eraseMember(ctx as ReturnType<World['as']>, dana, false)).rejects.toMatchObject({
        code: 'forbidden',
      });
    expect((await findMember(w.as(w.ada), w.dana.id)).name).toBe(w.dana.name);
  });

  test('for a member of another organization', async () => {
    const other = await world({ slug: 'southwind' });
    await expect(eraseMember(other.as(other.ada), await ended(w.dana), false)).rejects.toMatchObject({ code: 'stale' });
    expect((await findMember(w.as(w.ada), w.dana.id)).name).toBe(w.dana.name);
  });
});
