/** Of objectives at one place, and of key results under one objective: three to five. */
const FEWEST = 3;
const MOST = 5;

/** Too few is a hint, since every set begins with one; too many is worth a warning. */
export const toneOf = (count: number): 'good' | 'hint' | 'warn' =>
  count > MOST ? 'warn' : count < FEWEST ? 'hint' : 'good';
