import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { alignments, okrs } from '../../../src/db/schema/okrs.ts';
import { askForCopies } from '../../../src/domain/copies/asking.ts';
import { ruleAgainst } from '../../../src/domain/okrs/refusing-parents.ts';
import { editOrganization } from '../../../src/domain/organizations/editing.ts';
import { kinds } from '../../../src/domain/words.ts';
import { goOnCopying } from '../../../src/writers/copying.ts';
import { world } from '../../support/world.ts';

const open = { objectivesUnderKeyResults: true, keyResultsUnderKeyResults: true, projectsAligned: true };

describe('what stands under what', () => {
  it('is left free where everything is allowed', () => {
    const rules = kinds.flatMap((child) => kinds.map((parent) => ruleAgainst(open, child, parent)));
    expect(rules.filter((rule) => rule !== null)).toEqual([]);
  });

  it.each([
    ['objectivesUnderKeyResults', ['objective under key_result']],
    ['keyResultsUnderKeyResults', ['key_result under key_result']],
    ['projectsAligned', ['project under objective', 'project under key_result']],
  ] as const)('follows the switch %s', (name, against) => {
    const refused = kinds.flatMap((child) =>
      kinds
        .filter((parent) => ruleAgainst({ ...open, [name]: false }, child, parent) !== null)
        .map((parent) => `${child} under ${parent}`),
    );
    expect(refused).toEqual(against);
  });
});

describe('a key result under a key result', () => {
  const closed = { keyResultsUnderKeyResults: false };
  const rule = {
    code: 'invalid',
    fields: { parents: expect.stringContaining('Key results do not stand under key results') },
  };

  it('is not made, aligned or moved there where the organization does not let it', async () => {
    const w = await world({ settings: closed });
    const [above, below] = [await w.okr({}), await w.okr({})];
    const parents = [{ okrId: above.id, fixedWeight: null }];
    await expect(w.okr({ parents })).rejects.toMatchObject(rule);
    await expect(w.writer(below.id).align(above.id, null)).rejects.toMatchObject(rule);
    await expect(w.writer(below.id).editOkr({ parents })).rejects.toMatchObject(rule);
  });

  it('that stood there before stays, and can still be edited and weighed', async () => {
    const w = await world();
    const above = await w.okr({});
    const below = await w.okr({ parents: [{ okrId: above.id, fixedWeight: null }] });
    Object.assign(w.org, await editOrganization(w.as(w.ada), { key_results_under_key_results: false }));
    await w.writer(below.id).align(above.id, 40);
    await w.writer(below.id).editOkr({ title: 'Renamed', parents: [{ okrId: above.id, fixedWeight: 50 }] });
    const [edge] = await w.db.select().from(alignments).where(eq(alignments.childId, below.id));
    expect(edge).toMatchObject({ parentId: above.id, fixedWeight: 50 });
  });

  it('is copied without that parent', async () => {
    const w = await world();
    const above = await w.okr({});
    await w.okr({ parents: [{ okrId: above.id, fixedWeight: null }] });
    const org = await editOrganization(w.as(w.ada), { key_results_under_key_results: false });
    const job = await askForCopies({ ...w.as(w.ada), org }, above.id, { period_id: w.year.id, depth: 'children' });
    await goOnCopying(env, w.db, w.org.id, job.id);
    const copies = await w.db.select({ id: okrs.id }).from(okrs).where(eq(okrs.periodId, w.year.id));
    expect(copies).toHaveLength(2);
    for (const { id } of copies) expect(await w.db.$count(alignments, eq(alignments.childId, id))).toBe(0);
  });
});

describe('a new objective', () => {
  it('takes its progress from where the organization says, unless its author says otherwise', async () => {
    const w = await world({ settings: { objectiveMode: 'manual' } });
    expect(await w.okr({ kind: 'objective' })).toMatchObject({ mode: 'manual' });
    expect(await w.okr({ kind: 'objective', mode: 'rollup' })).toMatchObject({ mode: 'rollup' });
  });
});
