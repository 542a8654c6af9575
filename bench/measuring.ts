import { type Answer, ask, type Question, send } from './asking.ts';
import type { Company } from './company/founding.ts';
import { type Bytes, bytesOf, median, quantile } from './figures.ts';
import type { Ground } from './serving.ts';

/**
 * A question put to both companies. `status` is the answer it must get, 200 unless said; `grows` is the reason why its rows
 * may grow with the company, where there is one.
 */
export type Case = { name: string; ask: (company: Company) => Question; status?: number; grows?: string };

export type Timing = { median: number; p95: number };

/** What one question cost in one company. `shown` counts the things that the answer names: OKRs, people, teams and so on. */
export type Cost = Timing & Pick<Answer, 'status' | 'trips' | 'rows' | 'written'> & { shown: number; bytes: Bytes };

export type Measurement = { name: string; status: number; grows?: string; small: Cost; large: Cost; bare: Timing };

const WARM_UP = 2;
const names = /\b(?:okr|chk|mem|tm|per|con|syn)_[0-9A-Z]{26}/g;

/** Asks the bare page, the small and the large company in turn, so that whatever slows the machine slows all three. */
export async function measure(
  ground: Ground,
  { name, status = 200, grows, ask: question }: Case,
  runs: number,
): Promise<Measurement> {
  const rounds: { bare: Answer; small: Answer; large: Answer }[] = [];
  for (let i = -WARM_UP; i < runs; i++) {
    const bare = await send(`${ground.bare}/${ground.large.id}`);
    const small = await ask(ground.cairn, ground.small, question(ground.small));
    const large = await ask(ground.cairn, ground.large, question(ground.large));
    if (i >= 0) rounds.push({ bare, small, large });
  }
  return {
    name,
    status,
    grows,
    bare: timingOf(rounds.map((round) => round.bare)),
    small: costOf(rounds.map((round) => round.small)),
    large: costOf(rounds.map((round) => round.large)),
  };
}

const timingOf = (answers: Answer[]): Timing => {
  const times = answers.map(({ ms }) => ms);
  return { median: median(times), p95: quantile(times, 0.95) };
};

function costOf(answers: Answer[]): Cost {
  const last = answers.at(-1)!;
  const worst = (of: (answer: Answer) => number) => Math.max(...answers.map(of));
  return {
    ...timingOf(answers),
    status: last.status,
    trips: worst(({ trips }) => trips),
    rows: worst(({ rows }) => rows),
    written: worst(({ written }) => written),
    shown: new Set(last.text.match(names)).size,
    bytes: bytesOf(last.text),
  };
}
