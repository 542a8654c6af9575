import { describe, expect, it } from 'vitest';
import { type MemberId, newId } from '../../../src/db/ids.ts';
import { members } from '../../../src/db/schema/organizations.ts';
import { findPeople, findSeers, suggestPeople } from '../../../src/domain/mentions/finding-people.ts';
import { kept, mentionedIn, spoken, typed } from '../../../src/domain/mentions/mention.ts';
import { resolveMentions, typedMention } from '../../../src/domain/mentions/resolving.ts';
import { type World, world } from '../../support/world.ts';

const person = (name: string, i: number) => ({ id: `mem_01ARZ3NDEKTSV4RRFFQ69G5FA${i}` as MemberId, name });
const dana = person('Dana Whitlock', 0);
const danny = person('Danny Rao', 1);
const maria = person('Maria de la Cruz', 2);
const twin = person('Dana Whitlock', 3);
const aiko = person('田中 愛子', 4);

const resolve = (text: string, byName = [dana, danny, maria, aiko], byId: (typeof dana)[] = []) =>
  resolveMentions(text, { byName, byId, complete: true }, 'everyone');

describe('names after an @', () => {
  it.each([
    ['@dana look', `${kept(dana)} look`],
    ['@Dana Whitlock is right', `${kept(dana)} is right`],
    ['@DANA WHITLOCK.', `${kept(dana)}.`],
    ['(@maria de la cruz)', `(${kept(maria)})`],
    ['@田中 愛子', kept(aiko)],
    ['thanks,\n@danny', `thanks,\n${kept(danny)}`],
    ['@dana @danny', `${kept(dana)} ${kept(danny)}`],
  ])('in %j are found', (text, shown) => {
    expect(resolve(text).text).toBe(shown);
  });

  it.each([
    '@dan',
    '@whitlock',
    '@nobody',
    'me@dana',
    'x@dana.test',
    'a/@dana',
    '@',
    '@ dana',
    '`@dana`',
    '```\n@dana\n```',
  ])('in %j are none', (text) => {
    expect(resolve(text)).toEqual({ text, memberIds: [], outsiders: [] });
  });

  it('stand for nobody when they fit two, unless one of them is known already', () => {
    expect(resolve('@dana whitlock', [dana, twin]).memberIds).toEqual([]);
    expect(resolve('@dana', [dana, twin]).memberIds).toEqual([]);
    expect(resolve('@dana whitlock', [dana, twin], [twin]).memberIds).toEqual([twin.id]);
  });

  it('are not guessed from their beginning where not all could be read', () => {
    const people = { byName: [dana], byId: [], complete: false };
    expect(resolveMentions('@dana', people, 'everyone').memberIds).toEqual([]);
    expect(resolveMentions('@dana whitlock', people, 'everyone').memberIds).toEqual([dana.id]);
  });

  it('are taken up to twenty', () => {
    expect(mentionedIn(resolve('@dana '.repeat(30)).text)).toEqual([dana.id]);
    expect(resolve('@dana '.repeat(30)).text.match(/mem_/g)).toHaveLength(20);
  });

  it('of whom cannot see the OKR stay text, and are told', () => {
    const people = { byName: [dana, danny], byId: [], complete: true };
    expect(resolveMentions('@dana and @danny', people, new Set([danny.id]))).toEqual({
      text: `@dana and ${kept(danny)}`,
      memberIds: [danny.id],
      outsiders: [dana.name],
    });
  });
});

describe('a mention as it is kept', () => {
  it('takes the member’s own name, and is text where the id is nobody’s', () => {
    expect(resolve(`@[Somebody](${dana.id})`, [], [dana]).text).toBe(kept(dana));
    expect(resolve(`@[Somebody](${dana.id})`, [], []).text).toBe('@Somebody');
  });

  it('comes back from a form by name, or by id where the name stands for two', () => {
    expect(typed(`${kept(dana)} and ${kept(danny)}`)).toBe('@Dana Whitlock and @Danny Rao');
    expect(typed(`${kept(dana)} and ${kept(twin)}`)).toBe(`${kept(dana)} and ${kept(twin)}`);
    expect(spoken(kept(dana), new Map([[dana.id, 'Dana W']]))).toBe('@Dana W');
  });

  it('survives names with brackets in them', () => {
    const odd = person('Al [the] (Great)', 5);
    expect(mentionedIn(kept(odd))).toEqual([odd.id]);
    expect(typedMention(odd, [odd])).toBe(kept(odd));
    expect(typedMention(dana, [dana, danny])).toBe('@Dana Whitlock');
    expect(typedMention(dana, [dana, twin])).toBe(kept(dana));
  });
});

describe('whom a text may mean', () => {
  const join = (w: World, name: string, deactivatedAt: number | null = null) => {
    const row = { id: newId('mem', w.now), orgId: w.org.id, name, email: `${crypto.randomUUID()}@northwind.test` };
    return w.db.insert(members).values({ ...row, role: 'member' as const, deactivatedAt, createdAt: w.now });
  };

  it('is looked up in one round trip, in small letters too, and nobody who left or is elsewhere', async () => {
    const [w, south] = [await world(), await world({ slug: 'southwind' })];
    await join(w, 'Dana Gone', w.now);
    const ctx = w.as();
    const before = ctx.db.cost.trips;
    const { byName } = await findPeople(ctx, 'Ask @dana or @AMIR', null);
    expect(byName.map(({ name }) => name)).toEqual(['Amir Haddad', 'Dana Whitlock']);
    expect(byName.some(({ id }) => id === south.dana.id)).toBe(false);
    expect(ctx.db.cost.trips - before).toBe(1);
    expect((await findPeople(ctx, kept(south.dana))).byId).toEqual([]);
  });

  it('is not asked for without an @', async () => {
    const ctx = (await world()).as();
    const before = ctx.db.cost.trips;
    await findPeople(ctx, 'nobody here');
    expect(ctx.db.cost.trips).toBe(before);
  });

  it('is suggested from a beginning, at most eight', async () => {
    const w = await world();
    for (let i = 0; i < 10; i++) await join(w, `Dana ${String.fromCharCode(65 + i)}`);
    expect((await suggestPeople(w.as(), 'dan')).map(({ name }) => name)).toEqual(
      Array.from({ length: 8 }, (_, i) => `Dana ${String.fromCharCode(65 + i)}`),
    );
    expect(await suggestPeople(w.as(), 'dana w')).toEqual([{ id: w.dana.id, name: 'Dana Whitlock' }]);
  });

  it('are the people of a private OKR, and everyone for a public one', async () => {
    const w = await world();
    const open = await w.okr({});
    const hidden = await w.okr({ visibility: 'private', viewer_ids: [w.omar.id] });
    expect(await findSeers(w.as(), open.id)).toBe('everyone');
    expect(await findSeers(w.as(), hidden.id)).toEqual(new Set([w.dana.id, w.omar.id]));
  });
});
