import { expect, it } from 'vitest';
import { listTree } from '../../../src/domain/okrs/listing-tree.ts';
import { findOkr } from '../../../src/domain/okrs/finding.ts';
import { findExplanation } from '../../../src/domain/okrs/explaining.ts';
import { tellStory } from '../../../src/domain/check-ins/telling.ts';
import { newId } from '../../../src/db/ids.ts';
import { metric, tree, world } from '../../support/world.ts';
import { env } from 'cloudflare:workers';

it('probe', async () => {
  const w = await world();
  const { objective, keyResults } = await tree(w, [{ measure: metric(0, 1000), team_id: w.team.id, level: 'team' }, {}, { measure: metric(15, 35) }], { level: 'organization' });
  const ch = await w.writer(keyResults[0]!.id).checkIn({ value: 712, note: 'Hi' }, newId('chk', w.now));
  await w.settle(ch.due);
  const ctx = w.as();
  const none = { period: null, level: null, team: null, statuses: [], owner: null, words: '', after: null };
  const plans: string[] = [];
  const prepare = env.DB.prepare.bind(env.DB);
  const seen: { q: string; v: unknown[] }[] = [];
  const { openDatabase } = await import('../../../src/db/database.ts');
  const spy = { prepare: (q: string) => { const s: any = prepare(q); const bind = s.bind.bind(s); seen.push({ q, v: [] }); const me = seen.at(-1)!; s.bind = (...v: unknown[]) => { me.v = v; return bind(...v); }; return s; }, batch: env.DB.batch.bind(env.DB) } as any;
  const db = openDatabase(spy);
  const c2 = { ...ctx, db };
  const t = await listTree(c2, none);
  for (const f of [{ ...none, words: 'number resu' }, { ...none, level: 'team' as const }, { ...none, team: w.team.id }, { ...none, statuses: ['on_track' as const] }, { ...none, owner: w.dana.id }, { ...none, period: 'all' as const, words: 'result' }]) {
    const m = await listTree(c2, f);
    console.log((m.roots.map((r) => [r.title, r.branches.length])), m.narrowed);
  }
  const full = await findOkr(c2, keyResults[0]!.id);
  for (const { q, v } of seen) {
    const { results } = await prepare(`explain query plan ${q}`).bind(...v).all<{ detail: string }>();
    const bad = results.map((r) => r.detail).filter((d) => /SCAN/.test(d) && !/SCAN (tree|in_view|up|picked|word|owner|stone|edge_?|json_each|CONSTANT|\(subquery|okr_words)/.test(d));
    console.log(q.slice(0, 160).replace(/\s+/g, ' ') + '\n   ' + results.map((r) => r.detail).filter((d)=>/org_id=[?]\)|SCAN (?!in_view|tree|picked|up|word|owner|stone|CONST|.subq)/.test(d)).join('\n   '));
  }
  expect(1).toBe(1);
});
