import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newId, type OkrId, timeOf } from '../../../src/db/ids.ts';
import { oneId, renamingOf } from '../../../src/domain/archives/renaming.ts';
import { nextIdOf } from '../../../src/domain/recurring/recurring.ts';
import { ulid } from '../../../src/lib/ulid.ts';

const job = newId('job', 1_790_000_000_000);
const okrIds = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 45 }), fc.uint8Array({ minLength: 16, maxLength: 16 }))
  .map(([at, random]) => `okr_${ulid(at, random)}` as OkrId);

describe('the ids of a restore', () => {
  test('are others, are ids, and keep noun and time', async () => {
    const renamed = await renamingOf(job, new Map());
    fc.assert(
      fc.property(okrIds, (id) => {
        const next = renamed(id);
        expect(next).not.toBe(id);
        expect(next).toMatch(oneId);
        expect(timeOf(next)).toBe(timeOf(id));
      }),
    );
  });

  test('never meet: two ids stay two', async () => {
    const renamed = await renamingOf(job, new Map());
    fc.assert(fc.property(okrIds, okrIds, (a, b) => (renamed(a) === renamed(b)) === (a === b)));
  });

  test('of a recurring OKR and its next still belong together', async () => {
    const renamed = await renamingOf(job, new Map());
    fc.assert(fc.property(okrIds, (id) => renamed(nextIdOf(id)) === nextIdOf(renamed(id))));
  });

  test('are the same for each message of one job, and others for another job', async () => {
    const id = newId('okr', 1);
    expect((await renamingOf(job, new Map()))(id)).toBe((await renamingOf(job, new Map()))(id));
    expect((await renamingOf(newId('job', 2), new Map()))(id)).not.toBe((await renamingOf(job, new Map()))(id));
  });

  test('are found in texts, lists, records and their names, and nothing else is touched', async () => {
    const [okr, member, org] = [newId('okr', 1), newId('mem', 2), newId('org', 3)];
    const renamed = await renamingOf(job, new Map([[org as string, 'org_here']]));
    expect(
      renamed({
        text: `see\n@[Dana](${member}), /o/x/okrs/${okr}`,
        [member]: [okr, 4, null, true],
        other: `not_${okr}`,
        org,
      }),
    ).toEqual({
      text: `see\n@[Dana](${renamed(member)}), /o/x/okrs/${renamed(okr)}`,
      [renamed(member)]: [renamed(okr), 4, null, true],
      other: `not_${okr}`,
      org: 'org_here',
    });
  });
});
