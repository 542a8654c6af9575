import { z } from 'zod';
import type { Choice, Reading, Sample } from '../adapter.ts';
import type { TrelloQuery } from './config.ts';

/** What Cairn keeps of a card. */
export type Card = {
  id: string;
  name: string;
  due: boolean;
  complete: boolean;
  list: string;
  members: string[];
  labels: string[];
  checkItems: number;
  checked: number;
  url: string;
};

const SAMPLES = 20;

/** Cards that are no work of their own: lines between cards, and windows on things that live elsewhere. */
const ROLES = ['separator', 'link', 'board', 'mirror'];

const count = z.number().int().nonnegative();
const ids = z
  .array(z.string())
  .nullish()
  .transform((all) => all ?? []);

const card = z.object({
  id: z.string().min(1),
  name: z.string().nullish(),
  closed: z.boolean().nullish(),
  due: z.string().nullish(),
  dueComplete: z.boolean().nullish(),
  idList: z.string(),
  idMembers: ids,
  idLabels: ids,
  cardRole: z.string().nullish(),
  shortUrl: z.string().nullish(),
  badges: z.object({ checkItems: count.nullish(), checkItemsChecked: count.nullish() }).nullish(),
});

/** A page of cards as they came: what is left out of counting still counts for paging. */
export const cardsBody = z.array(card);

export const accountBody = z
  .object({ fullName: z.string().nullish(), username: z.string().nullish() })
  .transform(({ fullName, username }) => fullName || username || 'Trello account');

export const boardBody = z.object({ id: z.string().min(1) }).transform(({ id }) => id);
export const webhookBody = z.object({ id: z.string().min(1), active: z.boolean().default(true) });

/** Boards, lists and labels have a name, members a full name; labels may have a colour alone. */
export const choicesBody = z
  .array(
    z.object({
      id: z.string(),
      name: z.string().nullish(),
      fullName: z.string().nullish(),
      username: z.string().nullish(),
      color: z.string().nullish(),
      closed: z.boolean().nullish(),
    }),
  )
  .transform((all) =>
    all
      .filter((each) => !each.closed)
      .map(({ id, name, fullName, username, color }): Choice => {
        const label = name || fullName || username || color || id;
        const detail = username && username !== label ? username : name && color ? color : undefined;
        return { value: id, label, ...(detail ? { detail } : {}) };
      }),
  );

/** The cards of a page that are work. */
export const cardsOf = (page: z.infer<typeof cardsBody>): Card[] =>
  page
    .filter(({ closed, cardRole }) => !closed && !ROLES.includes(cardRole ?? ''))
    .map((each) => ({
      id: each.id,
      name: each.name ?? '',
      due: Boolean(each.due),
      complete: each.dueComplete === true,
      list: each.idList,
      members: each.idMembers,
      labels: each.idLabels,
      checkItems: each.badges?.checkItems ?? 0,
      checked: each.badges?.checkItemsChecked ?? 0,
      url: each.shortUrl ?? '',
    }));

/** What a query sees among the cards of its board: all its filters hold together, each with any of its ids. */
export function readingOf(query: TrelloQuery, cards: readonly Card[]): Reading {
  const matching = cards.filter((each) => matches(query, each));
  const complete = matching.filter((each) => each.complete);
  const items = query.items === 'checklist_items';
  return {
    matched: items ? sum(matching, (each) => each.checkItems) : matching.length,
    completed: items ? sum(matching, (each) => Math.min(each.checked, each.checkItems)) : complete.length,
    value: null,
    approximate: false,
    samples: matching.slice(0, SAMPLES).map((each) => sampleOf(each, items)),
  };
}

const completions: Record<TrelloQuery['completion'], (card: Card) => boolean> = {
  any: () => true,
  complete: (card) => card.complete,
  due_complete: (card) => card.due && card.complete,
  due_incomplete: (card) => card.due && !card.complete,
};

const matches = ({ list_ids, member_ids, label_ids, completion }: TrelloQuery, card: Card): boolean =>
  any(list_ids, [card.list]) &&
  any(member_ids, card.members) &&
  any(label_ids, card.labels) &&
  completions[completion](card);

/** True when nothing is asked for, or one of the things is there. */
const any = (wanted: readonly string[], there: readonly string[]) =>
  wanted.length === 0 || wanted.some((each) => there.includes(each));

const sampleOf = ({ id, name, complete, url, checkItems, checked }: Card, items: boolean): Sample => ({
  key: /\/c\/([A-Za-z0-9]+)/.exec(url)?.[1] ?? id,
  title: name,
  state: items ? `${Math.min(checked, checkItems)} of ${checkItems} items` : complete ? 'Complete' : 'Not complete',
  done: items ? checkItems > 0 && checked >= checkItems : complete,
  url: /^https:\/\//.test(url) ? url : `https://trello.com/c/${id}`,
});

const sum = (cards: readonly Card[], of: (card: Card) => number) => cards.reduce((total, each) => total + of(each), 0);
