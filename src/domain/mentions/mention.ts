import type { MemberId } from '../../db/ids.ts';
import type { Names } from './naming.ts';

/** A member who may be mentioned. */
export type Person = { id: MemberId; name: string };

/** A mention as it is kept: `@[Dana Whitlock](mem_...)`. The name is the one of that day; the id stays. */
const KEPT = /@\[([^\]\n]{1,200})\]\((mem_[0-9A-Z]{26})\)/g;

export const isMemberId = (text: string): text is MemberId => /^mem_[0-9A-Z]{26}$/.test(text);

/** The form in which a mention is kept. Signs that would end it early leave the name. */
export const kept = ({ id, name }: Person): string => `@[${name.replace(/[[\]()\\\s]+/g, ' ').trim()}](${id})`;

/** Who is mentioned in a text as it is kept. */
export const mentionedIn = (text: string | null): MemberId[] => [
  ...new Set([...(text ?? '').matchAll(KEPT)].map((match) => match[2] as MemberId)),
];

/** A text in which the mentions of one member carry another name. */
export const renamed = (text: string, { id, name }: Person): string =>
  text.replace(KEPT, (whole, _, mentioned) => (mentioned === id ? kept({ id, name }) : whole));

/** A text as people read it: each mention as `@` and a name, the one of today where it is known. */
export const spoken = (text: string, names: Names = new Map()): string =>
  text.replace(KEPT, (_, name: string, id: MemberId) => `@${names.get(id) ?? name}`);

/** A text as people write it: mentions by name, apart from those whose name stands for two people in it. */
export function typed(text: string | null): string {
  const ids = new Map<string, Set<string>>();
  for (const [, name, id] of (text ?? '').matchAll(KEPT)) ids.set(name!, (ids.get(name!) ?? new Set()).add(id!));
  return (text ?? '').replace(KEPT, (whole, name: string) => (ids.get(name)!.size > 1 ? whole : `@${name}`));
}
