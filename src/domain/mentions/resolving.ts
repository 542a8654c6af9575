import type { MemberId } from '../../db/ids.ts';
import { type Candidate, folded, replaceCandidates } from './candidates.ts';
import type { People, Seers } from './finding-people.ts';
import { kept, type Person } from './mention.ts';

/** A text as it is kept, who is mentioned in it, and the names of those who may not see the OKR and are not. */
export type Mentioned = { text: string; memberIds: MemberId[]; outsiders: string[] };

/**
 * Makes mentions of what people typed: `@Dana Whitlock`, or `@dana` where one active member alone goes by that name. What
 * fits nobody, fits several, or names somebody who may not see the OKR stays text. Pure.
 */
export function resolveMentions(text: string, people: People, seers: Seers): Mentioned {
  const memberIds = new Set<MemberId>();
  const outsiders = new Set<string>();
  const resolved = replaceCandidates(text, (candidate, whole) => {
    const found = 'id' in candidate ? personOf(candidate, people) : personNamed(candidate.words, people);
    if (!found) return 'id' in candidate ? whole.replace(/^@\[(.*)\]\(.*\)$/, '@$1') : null;
    const { person, rest } = found;
    if (seers !== 'everyone' && !seers.has(person.id)) {
      outsiders.add(person.name);
      return 'id' in candidate ? `@${person.name}` : null;
    }
    memberIds.add(person.id);
    return kept(person) + rest;
  });
  return { text: resolved, memberIds: [...memberIds], outsiders: [...outsiders] };
}

/** A name as it is typed in place of an @ and some letters: plain where it finds its way back, else as it is kept. */
export function typedMention(person: Person, people: readonly Person[]): string {
  const plain = `@${person.name}`;
  const { text } = resolveMentions(plain, { byId: [], byName: [...people], complete: true }, 'everyone');
  return text === kept(person) ? plain : kept(person);
}

type Found = { person: Person; rest: string } | null;

function personOf({ id }: Extract<Candidate, { id: unknown }>, { byId }: People): Found {
  const person = byId.find((each) => each.id === id);
  return person ? { person, rest: '' } : null;
}

/** The longest beginning of these words that names one person; `rest` are the words after it. */
function personNamed(words: readonly string[], { byId, byName, complete }: People): Found {
  const all = [...byName, ...byId.filter(({ id }) => !byName.some((each) => each.id === id))];
  for (let length = words.length; length > 0; length--) {
    const name = folded(words.slice(0, length).join(' '));
    const whole = all.filter((each) => folded(each.name) === name);
    const partly = complete ? all.filter((each) => folded(each.name).startsWith(`${name} `)) : [];
    const fitting = whole.length > 0 ? whole : partly;
    if (fitting.length === 0) continue;
    const person =
      fitting.length === 1 ? fitting[0] : only(fitting.filter(({ id }) => byId.some((each) => each.id === id)));
    return person
      ? {
          person,
          rest: words
            .slice(length)
            .map((word) => ` ${word}`)
            .join(''),
        }
      : null;
  }
  return null;
}

const only = <T>(list: readonly T[]): T | undefined => (list.length === 1 ? list[0] : undefined);
