import { presets } from '../common/faults.ts';
import { type Html, html } from '../common/html.ts';
import { back, faultForm, faultNotice, show } from '../common/page.ts';
import { style } from '../common/style.ts';
import { authorize } from './authorize.ts';
import { demoAccount } from './demo.ts';
import { addBoard, type Board, type Card, findBoard, findCard, type List } from './state.ts';
import type { Trello } from './trello.ts';

/** The pages for people: all boards, one of them, one card, the switches, and the page that hands out tokens. */
export async function page(trello: Trello, request: Request, url: URL): Promise<Response> {
  if (url.pathname === '/1/authorize') return authorizing(trello, request.method === 'POST', url.searchParams);
  const [, first = '', second = '', third = ''] = url.pathname.split('/');
  if (request.method === 'POST') return act(trello, await request.formData(), [first, second, third]);
  if (url.pathname === '/style.css') return new Response(style, { headers: { 'Content-Type': 'text/css' } });
  if (url.pathname === '/') return show('Trello stand-in', home(trello, url.origin));
  const board = first === 'b' ? findBoard(trello.state, second) : undefined;
  if (board) return show(board.name, single(trello, board));
  const card = first === 'c' ? findCard(trello.state, second) : undefined;
  if (card) return show(card.name, cardPage(trello, card));
  return show('Not here', html`<h1>Not here</h1><p><a href="/">All boards</a></p>`, 404);
}

function authorizing(trello: Trello, allowed: boolean, asked: URLSearchParams): Response {
  const outcome = authorize(trello, allowed, asked);
  if (outcome instanceof URL) return new Response(null, { status: 302, headers: { Location: outcome.href } });
  if (typeof outcome === 'string') return new Response(outcome, { status: 400 });
  return show('Allow access', outcome);
}

function act(trello: Trello, form: FormData, [what, id, detail]: [string, string, string]): Response {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const { state } = trello;
  const card = what === 'cards' ? findCard(state, id) : undefined;
  if (card) return actOnCard(trello, card, detail, text);
  const list = state.lists.find((each) => each.id === (what === 'lists' ? id : text('list')));
  if (what === 'cards' && list && text('name') !== '') {
    return back(`/b/${boardOf(trello, list).shortLink}#${trello.addCard({ idList: list.id, name: text('name') }).id}`);
  }
  if (what === 'lists' && list) {
    if (detail === 'archive') trello.changeList(id, { closed: !list.closed });
    else if (text('name') !== '') trello.changeList(id, { name: text('name') });
    return back(`/b/${boardOf(trello, list).shortLink}#${list.id}`);
  }
  if (what === 'boards' && detail === 'delete') trello.deleteBoard(id);
  else if (what === 'boards' && text('name') !== '') {
    const [member] = state.members;
    const lists = ['To do', 'Doing', 'Done'];
    addBoard(state, { name: text('name'), lists, members: member ? [member.id] : [] }, trello.now());
    trello.changed();
  }
  if (what === 'faults') {
    const preset = presets[text('fault')];
    if (preset) trello.fail(preset.fault);
    else trello.recover();
    return back('/#faults');
  }
  if (what === 'webhooks' && detail === 'delete') {
    state.webhooks = state.webhooks.filter((webhook) => webhook.id !== id);
    trello.changed();
    return back('/#webhooks');
  }
  return back('/');
}

function actOnCard(trello: Trello, card: Card, detail: string, text: (name: string) => string): Response {
  const { id } = card;
  const toggled = (all: string[], one: string) =>
    all.includes(one) ? all.filter((each) => each !== one) : [...all, one];
  if (detail === 'complete') trello.changeCard(id, { dueComplete: !card.dueComplete });
  if (detail === 'move' && trello.state.lists.some((list) => list.id === text('list')))
    trello.changeCard(id, { idList: text('list') });
  if (detail === 'archive') trello.changeCard(id, { closed: !card.closed });
  if (detail === 'label') trello.changeCard(id, { idLabels: toggled(card.idLabels, text('label')) });
  if (detail === 'member') trello.changeCard(id, { idMembers: toggled(card.idMembers, text('member')) });
  if (detail === 'due') trello.changeCard(id, { due: text('due') ? `${text('due')}T17:00:00.000Z` : null });
  if (detail === 'item')
    trello.changeCard(id, {
      items: card.items.map((item) => (item.id === text('item') ? { ...item, done: !item.done } : item)),
    });
  return back(text('from') || `/c/${card.shortLink}`);
}

const home = (trello: Trello, origin: string): Html => html`
  <header><h1>Trello stand-in</h1><p>A small Trello for trying things out. Move a card and watch what follows it.</p></header>
  ${faultNotice(trello.fault)}
  <section><h2>Boards</h2><ul>${trello.state.boards.map(
    (board) => html`<li><a href="/b/${board.shortLink}">${board.name}</a>
      <span>${trello.state.cards.filter(({ idBoard }) => idBoard === board.id).length} cards</span>
      <form method="post" action="/boards/${board.id}/delete"><button aria-label="Delete ${board.name}">Delete</button></form></li>`,
  )}</ul>
  <form method="post" action="/boards" class="fields"><label>New board <input name="name" required></label><button>Add</button></form></section>
  ${faultForm(trello.fault)} ${webhooks(trello)} ${reaching(trello, origin)}`;

const single = (trello: Trello, board: Board): Html => html`<p><a href="/">All boards</a></p><h1>${board.name}</h1>
  ${trello.state.lists.filter(({ idBoard }) => idBoard === board.id).map((list) => listSection(trello, board, list))}`;

function listSection(trello: Trello, board: Board, list: List): Html {
  const cards = trello.state.cards.filter(({ idList }) => idList === list.id);
  return html`<section id="${list.id}"><h2>${list.name} <small>${list.closed ? 'archived, ' : ''}${cards.length} cards</small></h2>
    <form method="post" action="/lists/${list.id}/archive"><button>${list.closed ? 'Bring back' : 'Archive'} ${list.name}</button></form>
    <ul>${cards.map((card) => cardRow(trello, board, card))}</ul>
    <form method="post" action="/cards" class="fields"><input type="hidden" name="list" value="${list.id}">
      <label>New card in ${list.name} <input name="name" required></label><button>Add</button></form></section>`;
}

const cardRow = ({ state }: Trello, board: Board, card: Card): Html => {
  const from = html`<input type="hidden" name="from" value="/b/${board.shortLink}#${card.id}">`;
  const labels = state.labels.filter(({ id }) => card.idLabels.includes(id)).map(({ name }) => name);
  return html`<li id="${card.id}"><a href="/c/${card.shortLink}">${card.shortLink}</a>
    <span>${card.cardRole ?? card.name} <small>${[...labels, card.closed ? 'archived' : ''].filter(Boolean).join(', ')}</small></span>
    <form method="post" action="/cards/${card.id}/complete">${from}<button ${card.dueComplete && html`aria-current="true" data-category="done"`}
      aria-label="${card.dueComplete ? 'Reopen' : 'Complete'} ${card.name}">${card.dueComplete ? 'Complete' : 'Open'}</button></form>
    <form method="post" action="/cards/${card.id}/move">${from}<select name="list" aria-label="List of ${card.name}">${state.lists
      .filter(({ idBoard }) => idBoard === board.id)
      .map(
        ({ id, name }) => html`<option value="${id}" ${id === card.idList && html`selected`}>${name}</option>`,
      )}</select>
      <button aria-label="Move ${card.name}">Move</button></form></li>`;
};

function cardPage({ state }: Trello, card: Card): Html {
  const board = state.boards.find(({ id }) => id === card.idBoard);
  const toggle = (what: string, value: string, name: string, on: boolean) =>
    html`<form method="post" action="/cards/${card.id}/${what}"><button name="${what}" value="${value}" ${on && html`aria-current="true"`}>${name}</button></form>`;
  return html`<p><a href="/b/${board?.shortLink ?? ''}">${board?.name ?? 'All boards'}</a></p><h1>${card.name}</h1>
    <dl><dt>State</dt><dd>${toggle('complete', '', card.dueComplete ? 'Complete' : 'Open', card.dueComplete)}
      ${toggle('archive', '', card.closed ? 'Bring back' : 'Archive', false)}</dd>
    <dt>Labels</dt><dd>${state.labels
      .filter(({ idBoard }) => idBoard === card.idBoard)
      .map(({ id, name }) => toggle('label', id, name, card.idLabels.includes(id)))}</dd>
    <dt>Members</dt><dd>${state.members.map(({ id, fullName }) => toggle('member', id, fullName, card.idMembers.includes(id)))}</dd>
    <dt>Checklist</dt><dd>${card.items.map(({ id, name, done }) => toggle('item', id, name, done))}</dd>
    <dt>Due</dt><dd><form method="post" action="/cards/${card.id}/due"><input type="date" name="due" value="${card.due?.slice(0, 10) ?? ''}" aria-label="Due"><button>Set</button></form></dd></dl>`;
}

const webhooks = ({ state, deliveries }: Trello): Html => html`<section id="webhooks"><h2>Webhooks</h2>
  <ul>${state.webhooks.map(({ id, callbackURL, idModel }) => {
    const last = deliveries.get(id);
    const board = state.boards.find((each) => each.id === idModel);
    return html`<li><span>${board?.name ?? idModel}: ${URL.parse(callbackURL)?.host ?? ''} <small>${last ? `last answer ${last.status || 'none'}` : 'nothing sent'}</small></span>
      <form method="post" action="/webhooks/${id}/delete"><button>Remove</button></form></li>`;
  })}</ul>${state.webhooks.length === 0 && html`<p>Nobody listens. Apps register their webhooks themselves.</p>`}</section>`;

const reaching = (trello: Trello, origin: string): Html => html`<section><h2>How to connect</h2>
  <dl><dt>API key</dt><dd><code>${demoAccount.key}</code></dd><dt>Token</dt><dd><code>${demoAccount.token}</code></dd>
  <dt>Secret</dt><dd><code>${demoAccount.secret}</code></dd>
  <dt>Another token</dt><dd><a href="/1/authorize?expiration=never&scope=read&response_type=token&name=Cairn&key=${demoAccount.key}">Allow access</a></dd>
  <dt>Boards</dt><dd>${trello.state.boards.map(({ shortLink }) => html`<code>${origin}/b/${shortLink}</code> `)}</dd>
  <dt>Requests so far</dt><dd>${trello.requests.length}</dd></dl></section>`;

const boardOf = ({ state }: Trello, { idBoard }: List): Board => state.boards.find(({ id }) => id === idBoard)!;
