import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { OkrId } from '../../../src/db/ids.ts';
import { events } from '../../../src/db/schema/access.ts';
import { okrTags } from '../../../src/db/schema/tags.ts';
import { createTag } from '../../../src/domain/tags/creating.ts';
import { deleteTag } from '../../../src/domain/tags/deleting.ts';
import { findTag, findTagNamed, listTagsOf } from '../../../src/domain/tags/finding.ts';
import { listCountedTags, listTagNames } from '../../../src/domain/tags/listing.ts';
import { mergeTags } from '../../../src/domain/tags/merging.ts';
import { editTag } from '../../../src/domain/tags/renaming.ts';
import { foldedOf, tagName } from '../../../src/domain/tags/tag.ts';
import { type World, world } from '../../support/world.ts';

const happened = async (w: World, id: string) =>
  (await w.db.select().from(events).where(eq(events.subjectId, id))).map(({ action }) => action);
const tagsOf = (w: World, id: OkrId) => listTagsOf(w.as(), id);

describe('the name of a tag', () => {
  it.each([
    ['Growth', 'growth'],
    ['  Big   bets ', 'big bets'],
    ['Cafe\u0301', 'caf\u00e9'],
    ['ÜBER', 'über'],
  ])('%j is one with %j', (written, folded) => {
    expect(foldedOf(written)).toBe(folded);
    expect(foldedOf(tagName.parse(written))).toBe(folded);
  });

  it('is kept as it is written, without blanks around it', () => {
    expect(tagName.parse('  Big \t bets ')).toBe('Big bets');
  });

  it.each(['', '   ', 'x'.repeat(41), 'a, b'])('is not %j', (name) => {
    expect(tagName.safeParse(name).success).toBe(false);
  });
});

describe('an OKR', () => {
  it('is given tags, made in passing where they are new', async () => {
    const w = await world();
    const known = await createTag(w.as(w.ada), { name: 'Growth' });
    const okr = await w.okr({ tags: ['growth', 'beta', 'GROWTH', 'Alpha'] });
    expect(await tagsOf(w, okr.id)).toEqual(['Alpha', 'beta', 'Growth']);
    expect(await listTagNames(w.as())).toEqual(['Alpha', 'beta', 'Growth']);
    const beta = await findTagNamed(w.as(), 'beta');
    expect(await happened(w, beta!.id)).toEqual(['tag.created']);
    expect(await happened(w, known.id)).toEqual(['tag.created']);
  });

  it('keeps the tags that an edit does not speak of, and has those that it names', async () => {
    const w = await world();
    const okr = await w.okr({ tags: ['growth'] });
    const other = await w.okr({ tags: ['growth'] });
    await w.writer(okr.id).editOkr({ title: 'Raise it more' });
    expect(await tagsOf(w, okr.id)).toEqual(['growth']);
    await w.writer(okr.id).editOkr({ tags: ['beta'] });
    expect(await tagsOf(w, okr.id)).toEqual(['beta']);
    await w.writer(okr.id).editOkr({ tags: [] });
    expect(await tagsOf(w, okr.id)).toEqual([]);
    expect(await tagsOf(w, other.id)).toEqual(['growth']);
  });

  it('takes its tags along when it is deleted, and the tags stay', async () => {
    const w = await world();
    const okr = await w.okr({ tags: ['growth'] });
    await w.writer(okr.id).deleteOkr();
    expect(await w.db.select().from(okrTags)).toEqual([]);
    expect(await listTagNames(w.as())).toEqual(['growth']);
  });

  it('made twice at once with the same new tag leads to one tag', async () => {
    const w = await world();
    const [a, b] = await Promise.all([w.okr({ tags: ['Fresh'] }), w.okr({ tags: ['fresh'] }, w.ada)]);
    expect((await listTagNames(w.as())).map(foldedOf)).toEqual(['fresh']);
    expect(await tagsOf(w, a.id)).toEqual(await tagsOf(w, b.id));
  });
});

describe('where only admins make tags', () => {
  const strict = () => world({ settings: { tagPolicy: 'admins' } });

  it('a member uses those that exist, and is told why not others', async () => {
    const w = await strict();
    await createTag(w.as(w.amir), { name: 'Growth' });
    const okr = await w.okr({ tags: ['growth'] });
    expect(await tagsOf(w, okr.id)).toEqual(['Growth']);
    const refusal = { code: 'invalid', fields: { tags: expect.stringContaining('“beta”') } };
    await expect(w.okr({ tags: ['growth', 'beta'] })).rejects.toMatchObject(refusal);
    await expect(w.writer(okr.id).editOkr({ tags: ['beta'] })).rejects.toMatchObject(refusal);
    await expect(createTag(w.as(w.dana), { name: 'beta' })).rejects.toMatchObject({ code: 'forbidden' });
    expect(await listTagNames(w.as())).toEqual(['Growth']);
  });

  it('an admin makes them in passing as well', async () => {
    const w = await strict();
    const okr = await w.okr({ tags: ['beta'] }, w.amir);
    expect(await tagsOf(w, okr.id)).toEqual(['beta']);
  });
});

describe('a tag', () => {
  it('has a name that no other has, however it is written', async () => {
    const w = await world();
    await createTag(w.as(), { name: 'Growth' });
    await expect(createTag(w.as(), { name: 'GROWTH' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(createTag(w.as(w.omar), { name: 'beta' })).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('is renamed, and its OKRs show the new name', async () => {
    const w = await world();
    const okr = await w.okr({ tags: ['growht'] });
    const tag = (await findTagNamed(w.as(), 'growht'))!;
    expect(await editTag(w.as(w.ada), tag, { name: 'Growth' })).toMatchObject({ id: tag.id, name: 'Growth' });
    expect(await tagsOf(w, okr.id)).toEqual(['Growth']);
    await editTag(w.as(w.ada), await findTag(w.as(), tag.id), { name: 'GROWTH' });
    expect(await tagsOf(w, okr.id)).toEqual(['GROWTH']);
    expect(await happened(w, tag.id)).toEqual(['tag.created', 'tag.renamed', 'tag.renamed']);
    await expect(editTag(w.as(w.ada), tag, { name: 'Late' })).rejects.toMatchObject({ code: 'stale' });
  });

  it.each([
    ['its name', { name: 'growth' }],
    ['its id', {}],
  ])('becomes one with another by %s', async (_, named) => {
    const w = await world();
    const [first, second, both] = [
      await w.okr({ tags: ['growht'] }),
      await w.okr({ tags: ['Growth'] }),
      await w.okr({ tags: ['growht', 'Growth', 'beta'] }),
    ];
    const [from, into] = [(await findTagNamed(w.as(), 'growht'))!, (await findTagNamed(w.as(), 'growth'))!];
    const patch = 'name' in named ? named : { merge_into: into.id };
    expect(await editTag(w.as(w.amir), from, patch)).toEqual(into);
    expect(await tagsOf(w, first.id)).toEqual(['Growth']);
    expect(await tagsOf(w, second.id)).toEqual(['Growth']);
    expect(await tagsOf(w, both.id)).toEqual(['beta', 'Growth']);
    expect(await listTagNames(w.as())).toEqual(['beta', 'Growth']);
    expect(await happened(w, from.id)).toEqual(['tag.created', 'tag.merged']);
    expect(await w.db.select().from(okrTags).where(eq(okrTags.tagId, from.id))).toEqual([]);
    await expect(mergeTags(w.as(w.amir), from, into)).rejects.toMatchObject({ code: 'stale' });
  });

  it('is not merged into itself, nor into one that is gone', async () => {
    const w = await world();
    const admin = w.as(w.ada);
    const [from, into] = [await createTag(admin, { name: 'a' }), await createTag(admin, { name: 'b' })];
    await expect(mergeTags(admin, from, from)).rejects.toMatchObject({ code: 'invalid' });
    await deleteTag(admin, into);
    await expect(mergeTags(admin, from, into)).rejects.toMatchObject({ code: 'stale' });
    expect(await findTag(admin, from.id)).toEqual(from);
  });

  it('is deleted and taken off its OKRs, once', async () => {
    const w = await world();
    const okr = await w.okr({ tags: ['growth', 'beta'] });
    const tag = (await findTagNamed(w.as(), 'growth'))!;
    await deleteTag(w.as(w.ada), tag);
    expect(await tagsOf(w, okr.id)).toEqual(['beta']);
    expect(await happened(w, tag.id)).toEqual(['tag.created', 'tag.deleted']);
    await expect(deleteTag(w.as(w.ada), tag)).rejects.toMatchObject({ code: 'stale' });
  });

  it('is changed by admins only', async () => {
    const w = await world();
    const tag = await createTag(w.as(), { name: 'growth' });
    for (const who of [w.dana, w.omar]) {
      await expect(editTag(w.as(who), tag, { name: 'x' })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(editTag(w.as(who), tag, { merge_into: tag.id })).rejects.toMatchObject({ code: 'forbidden' });
      await expect(deleteTag(w.as(who), tag)).rejects.toMatchObject({ code: 'forbidden' });
    }
  });

  it('of another organization is not there, and the same name is another tag', async () => {
    const [w, other] = [await world(), await world({ slug: 'southwind' })];
    const [mine, theirs] = [await w.okr({ tags: ['growth'] }), await other.okr({ tags: ['growth'] })];
    const tag = (await findTagNamed(w.as(), 'growth'))!;
    await expect(findTag(other.as(other.ada), tag.id)).rejects.toMatchObject({ code: 'not_found' });
    await deleteTag(w.as(w.ada), tag);
    expect(await tagsOf(w, mine.id)).toEqual([]);
    expect(await tagsOf(other, theirs.id)).toEqual(['growth']);
  });

  it('is listed by name with how many OKRs carry it', async () => {
    const w = await world();
    await w.okr({ tags: ['beta', 'Alpha'] });
    await w.okr({ tags: ['beta'] });
    await createTag(w.as(), { name: 'Zeta' });
    const first = await listCountedTags(w.as(), { after: null, limit: 2 });
    const rest = await listCountedTags(w.as(), { after: first.next, limit: 2 });
    expect([...first.items, ...rest.items].map(({ name, okrs }) => [name, okrs])).toEqual([
      ['Alpha', 1],
      ['beta', 2],
      ['Zeta', 0],
    ]);
    expect(rest.next).toBeNull();
  });
});
