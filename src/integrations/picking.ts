import { ok } from '../lib/result.ts';
import type { Asked, Choice } from './adapter.ts';

const SHOWN = 50;

/** The choices whose label holds `search`, in either case; those that begin with it first; at most 50. */
export function found(asked: Asked<readonly Choice[]>, search: string): Asked<Choice[]> {
  if (!asked.ok) return asked;
  const wanted = search.trim().toLocaleLowerCase();
  const matching = asked.value.filter(({ label }) => label.toLocaleLowerCase().includes(wanted));
  const first = (choice: Choice) => (choice.label.toLocaleLowerCase().startsWith(wanted) ? 0 : 1);
  return ok(matching.toSorted((a, b) => first(a) - first(b) || a.label.localeCompare(b.label)).slice(0, SHOWN));
}
