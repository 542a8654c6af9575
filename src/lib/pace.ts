/** How fast something may go: `burst` at once after a rest, then `perSecond`. */
export type Speed = { burst: number; perSecond: number };

type Clock = { now: () => number; sleep: (ms: number) => Promise<unknown> };

/**
 * Returns a function that resolves when so many more steps are allowed, one unless told: a bucket of `burst` steps that
 * fills at `perSecond`. Those that wait are let go in the order they came. `now` in ms; a clock that is put back does not make anybody wait longer.
 */
export function pace({ burst, perSecond }: Speed, { now, sleep }: Clock): (steps?: number) => Promise<void> {
  // The moment at which the bucket is full again; each step moves it by the time that one step takes to come back.
  let fullAt = 0;
  let last = 0;
  const step = 1000 / perSecond;
  return async (steps = 1) => {
    const at = now();
    if (at < last) fullAt -= last - at;
    last = at;
    fullAt = Math.max(fullAt, at) + steps * step;
    const wait = fullAt - at - burst * step;
    if (wait > 0) await sleep(wait);
  };
}
