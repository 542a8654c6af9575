import { ask } from './asking.ts';
import type { Company } from './company/founding.ts';
import { median } from './figures.ts';
import type { Ground } from './serving.ts';
import type { Column } from './table.ts';

// Has the top of the tree moved when the one request that changes its deepest level is answered?

/** One change on the deepest level: how many levels stand in its tree, and how many had moved when it was answered. */
export type Climb = { name: string; levels: number; moved: number; requests: number; ms: number; readMs: number };

type Known = { id: string; version: number; value: number | null; parents: { okr_id: string }[] };

/** Reads the way up from a leaf, says another value of it in one request, and reads the way up again. */
export async function climb(ground: Ground, runs: number): Promise<Climb[]> {
  const climbs: Climb[] = [];
  for (const company of [ground.small, ground.large]) climbs.push(await climbIn(ground, company, runs));
  return climbs;
}

async function climbIn(ground: Ground, company: Company, runs: number): Promise<Climb> {
  const times: number[] = [];
  const reads: number[] = [];
  let levels = 0;
  let moved = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const before = await wayUp(ground, company, company.leaf, reads);
    const value = before[0]!.value === 11 ? 77 : 11;
    const answer = await ask(ground.cairn, company, {
      path: `/api/v1/okrs/${company.leaf}/check-ins`,
      json: { value },
    });
    if (answer.status !== 201) throw new Error(`a check-in was answered with ${answer.status}`);
    times.push(answer.ms);
    const after = await wayUp(ground, company, company.leaf, reads);
    levels = before.length;
    moved = Math.min(moved, after.filter((okr, height) => okr.value !== before[height]!.value).length);
  }
  return { name: `In ${company.slug}`, levels, moved, requests: 1, ms: median(times), readMs: median(reads) };
}

/** The OKR and what stands above it, by the first parent of each. */
async function wayUp(ground: Ground, company: Company, from: string, reads: number[]): Promise<Known[]> {
  const way: Known[] = [];
  for (let id: string | undefined = from; id; id = way.at(-1)!.parents[0]?.okr_id) {
    const { text, ms } = await ask(ground.cairn, company, { path: `/api/v1/okrs/${id}` });
    reads.push(ms);
    way.push(JSON.parse(text) as Known);
  }
  return way;
}

export const climbColumns: Column<Climb>[] = [
  ['', ({ name }) => name],
  ['levels', ({ levels }) => String(levels)],
  ['moved', ({ moved }) => String(moved)],
  ['requests', ({ requests }) => String(requests)],
  ['ms', ({ ms }) => ms.toFixed(1)],
  ['a read, ms', ({ readMs }) => readMs.toFixed(1)],
];

const LEVELS = 6;

export const brokenByClimb = ({ levels, moved }: Climb): string[] => [
  ...(levels === LEVELS ? [] : [`has ${levels} levels instead of ${LEVELS}`]),
  ...(moved === levels ? [] : [`leaves ${levels - moved} of ${levels} levels as they were`]),
];
