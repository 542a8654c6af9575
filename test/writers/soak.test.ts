import { expect, it } from 'vitest';
import { soak } from '../../bench/engine/soaking.ts';

it('whatever fails on the way, in the end every OKR equals its provider’s truth and nothing was counted twice', {
  timeout: 120_000,
}, async () => {
  const holdings = { boards: 3, cards: [20], projects: 3, tasks: 20, jqls: 4, issues: [20] };
  const soaked = await soak({ links: 60, hours: 6, faults: 0.2, seed: 7, holdings });
  expect(soaked).toMatchObject({ untrue: 0, unsettled: 0, repeated: 0, unmatched: 0, leaks: 0 });
  expect(soaked.readings).toBeGreaterThan(60);
  for (const trouble of ['faults', 'crashes', 'restarts'] as const) expect(soaked[trouble]).toBeGreaterThan(0);
});
