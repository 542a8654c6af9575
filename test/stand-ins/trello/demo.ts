import { addBoard, addCard, emptyState, type NewCard, nextId, type State } from './state.ts';

/** How the demo's account signs in, for the page and for whoever sets up the demo. */
export const demoAccount = {
  key: 'demotrellokey00000000000000000000',
  token: 'ATTAdemotrellotoken0000000000000000000000',
  secret: 'demo-trello-secret',
};

/** Boards of the demo by the eight letters of their addresses. */
export const demoBoards = { blog: 'BlogPost', leads: 'SaleLead' };

/** Ids begin with the time of their making: one that stays lets data elsewhere name the demo's lists. */
const BEGUN = Date.UTC(2026, 9, 1, 9);

/** The data of the demo: a blog with 10 posts finished, and a board of leads of which 6 of 14 are converted. */
export function demo(): State {
  const state = emptyState();
  const [dana, ben] = [
    { id: nextId(state, BEGUN), username: 'danawhitfield', fullName: 'Dana Whitfield' },
    { id: nextId(state, BEGUN), username: 'benokafor', fullName: 'Ben Okafor' },
  ];
  state.members.push(dana, ben);
  const { key, token, secret } = demoAccount;
  state.apps.push({ key, secret, name: 'Cairn', origins: [] });
  state.tokens.push({ token, key, idMember: dana.id, scopes: ['read'], expires: null });

  const board = (name: string, shortLink: string, names: string[], colors: Record<string, string>) => {
    const made = addBoard(state, { name, shortLink, lists: names, members: [dana.id, ben.id] }, BEGUN);
    const labels = Object.entries(colors).map(([label, color]) => {
      const fresh = { id: nextId(state, BEGUN), idBoard: made.board.id, name: label, color };
      state.labels.push(fresh);
      return fresh.id;
    });
    const lists = made.lists.map(({ id }) => id);
    return { lists, labels, archived: made.lists.at(-1)! };
  };
  const add = (idList: string, name: string, rest: Partial<NewCard> = {}) =>
    addCard(state, { idList, name, ...rest }, BEGUN);

  const blog = board('Blog', demoBoards.blog, ['Ideas', 'Writing', 'Review', 'Finished', 'Dropped'], {
    Product: 'blue',
    Story: 'green',
  });
  const [ideas = '', writing = '', review = '', finished = '', dropped = ''] = blog.lists;
  const topic = (i: number) => [blog.labels[i % 2]!];
  ['Why we changed our prices', 'A day with support', 'Ten shortcuts'].forEach((name, i) => {
    add(ideas, name, { idLabels: topic(i) });
  });
  ['How we plan a quarter', 'Behind the new editor', 'What customers taught us'].forEach((name, i) => {
    add(writing, name, {
      idLabels: topic(i),
      idMembers: [i ? ben.id : dana.id],
      due: `2026-12-0${i + 1}T17:00:00.000Z`,
      items: steps.map((step, n) => ({ name: step, done: n <= i })),
    });
  });
  ['Our first year in Lisbon', 'A guide to exports'].forEach((name, i) => {
    add(review, name, { idLabels: topic(i), idMembers: [dana.id, ben.id], due: '2026-11-27T17:00:00.000Z' });
  });
  posts.forEach((name, i) => {
    add(finished, name, {
      idLabels: topic(i),
      idMembers: [i % 3 ? ben.id : dana.id],
      due: i < 6 ? `2026-10-${10 + i}T17:00:00.000Z` : null,
      dueComplete: true,
      items: steps.map((step) => ({ name: step, done: true })),
    });
  });
  add(finished, '', { cardRole: 'separator' });
  add(finished, 'A post that was taken back', { closed: true, dueComplete: true });
  add(dropped, 'Predictions for last year');
  blog.archived.closed = true;

  const leads = board('Leads', demoBoards.leads, ['New', 'Talking', 'Converted', 'Lost'], {
    Enterprise: 'purple',
    'Small business': 'yellow',
  });
  companies.forEach((name, i) => {
    const converted = i < 6;
    const list = converted ? leads.lists[2]! : leads.lists[i < 9 ? 1 : i < 12 ? 0 : 3]!;
    add(list, name, { idLabels: [leads.labels[i % 2]!], idMembers: [dana.id], dueComplete: converted });
  });
  return state;
}

const steps = ['Draft', 'Pictures', 'Proofread', 'Publish'];

const posts = [
  'Hello from the new blog',
  'Five questions for our founder',
  'Faster search, and how we made it',
  'Reading a chart without being fooled',
  'What is new in September',
  'Working across nine time zones',
  'Accessibility is never finished',
  'Notes from the autumn conference',
  'The invoice that started it all',
  'What is new in October',
];

const companies = [
  'Alder Foods',
  'Brightwater',
  'Calder and Sons',
  'Dunmore Printing',
  'Eastgate Clinics',
  'Fernhill Hotels',
  'Granby Tools',
  'Harrow Logistics',
  'Inverness Textiles',
  'Juniper Books',
  'Kestrel Bikes',
  'Lomond Water',
  'Marlow Gardens',
  'Norton Glass',
];
