import { type Answer, ask, type Question, send } from './asking.ts';
import type { Company } from './company/founding.ts';
import { type Bytes, bytesOf, median, quantile } from './figures.ts';
import type { Ground } from './serving.ts';

/**
 * A question put to both companies. `status` is the answer it must get, 200 unless said; `grows` is the reason why its rows
 * may grow with the company, where there is one.
 */
export type Case = { name: string; ask: (company: Company) => Question; status?: number; grows?: string };

/** What the asker waited, and what the runtime with its database worked (`processor`, median); all in ms. */
export type Timing = { median: number; p95: number; processor: number };

/** What one question cost in one company. `shown` counts the things that the answer names: OKRs, people, teams and so on. */
export type Cost = Timing & Pick<Answer, 'status' | 'trips' | 'rows' | 'written'> & { shown: number; bytes: Bytes };

/** `trips` is a request that makes two empty round trips to the database and nothing else; `empty` one that does nothing. */
export type Measurement = {
  name: string;
  status: number;
  grows?: string;
  small: Cost;
  large: Cost;
  bare: Timing;
  trips: Timing;
  empty: Timing;
};

type Worked = Answer & { processor: number };

const WARM_UP = 2;
const names = /\b(?:okr|chk|mem|tm|per|con|syn|evt|tok|ses)_[0-9A-Z]{26}/g;

/** Asks the bare page, the small and the large company in turn, so that whatever slows the machine slows all three. */
export async function measure(
  ground: Ground,
  { name, status = 200, grows, ask: question }: Case,
  runs: number,
): Promise<Measurement> {
  const rounds: Record<'bare' | 'trips' | 'empty' | 'small' | 'large', Worked>[] = [];
  const bareAt = (path: string) => worked(ground.used.bare, () => send(`${ground.bare}/${path}`));
  const askIn = (company: Company) => worked(ground.used.cairn, () => ask(ground.cairn, company, question(company)));
  for (let i = -WARM_UP; i < runs; i++) {
    const round = {
      empty: await bareAt('empty'),
      trips: await bareAt('trips'),
      bare: await bareAt(ground.large.id),
      small: await askIn(ground.small),
      large: await askIn(ground.large),
    };
    if (i >= 0) rounds.push(round);
  }
  return {
    name,
    status,
    grows,
    empty: timingOf(rounds.map((round) => round.empty)),
    trips: timingOf(rounds.map((round) => round.trips)),
    bare: timingOf(rounds.map((round) => round.bare)),
    small: costOf(rounds.map((round) => round.small)),
    large: costOf(rounds.map((round) => round.large)),
  };
}

async function worked(used: () => number, answer: () => Promise<Answer>): Promise<Worked> {
  const before = used();
  const answered = await answer();
  return { ...answered, processor: used() - before };
}

const timingOf = (answers: Worked[]): Timing => {
  const times = answers.map(({ ms }) => ms);
  return {
    median: median(times),
    p95: quantile(times, 0.95),
    processor: median(answers.map((each) => each.processor)),
  };
};

function costOf(answers: Worked[]): Cost {
  const last = answers.at(-1)!;
  const worst = (of: (answer: Worked) => number) => Math.max(...answers.map(of));
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
