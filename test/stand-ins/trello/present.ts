import type { Board, Card, Label, List, Member, State, Webhook } from './state.ts';

type Body = Record<string, unknown>;

/** Only the wanted fields, and always the id. `all` and nothing mean everything. */
export function pickFields(body: Body, fields: string | null): Body {
  if (fields === null || fields === 'all') return body;
  const wanted = fields.split(',');
  return Object.fromEntries(Object.entries(body).filter(([name]) => name === 'id' || wanted.includes(name)));
}

export const memberBody = ({ id, username, fullName }: Member): Body => ({
  id,
  username,
  fullName,
  initials: fullName.replace(/[^A-Z]/g, ''),
  url: `https://trello.com/${username}`,
});

export const boardBody = ({ id, shortLink, name, closed }: Board): Body => ({
  id,
  shortLink,
  name,
  desc: '',
  closed,
  url: `https://trello.com/b/${shortLink}/${name.toLowerCase().replace(/\W+/g, '-')}`,
  shortUrl: `https://trello.com/b/${shortLink}`,
});

export const listBody = ({ id, idBoard, name, closed }: List): Body => ({ id, name, closed, idBoard, pos: 65_536 });

export const labelBody = ({ id, idBoard, name, color }: Label): Body => ({ id, idBoard, name, color });

export function cardBody(card: Card, { labels }: State): Body {
  const { items, shortLink, ...rest } = card;
  const done = items.filter((item) => item.done).length;
  return {
    ...rest,
    shortLink,
    desc: '',
    labels: labels.filter(({ id }) => card.idLabels.includes(id)).map(labelBody),
    shortUrl: `https://trello.com/c/${shortLink}`,
    url: `https://trello.com/c/${shortLink}`,
    badges: { checkItems: items.length, checkItemsChecked: done, due: card.due, dueComplete: card.dueComplete },
  };
}

export const webhookBody = ({ token: _, ...shown }: Webhook): Body => shown;
