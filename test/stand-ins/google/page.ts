import { presets } from '../common/faults.ts';
import { type Html, html } from '../common/html.ts';
import { back, faultForm, faultNotice, show } from '../common/page.ts';
import { style } from '../common/style.ts';
import { demoProject } from './demo.ts';
import type { Google } from './google.ts';
import { newAccount } from './keys.ts';
import { type Lead, type LeadStatus, leadStatuses } from './state.ts';

/** The pages for people: the table of leads with buttons to change it, keys to paste, and the switches. */
export async function page(google: Google, request: Request, url: URL): Promise<Response> {
  const [, first = '', second = '', third = ''] = url.pathname.split('/');
  if (url.pathname === '/style.css') return new Response(style, { headers: { 'Content-Type': 'text/css' } });
  if (request.method === 'POST') {
    if (first === 'keys') return show('A new key', await madeKey(google));
    return act(google, await request.formData(), [first, second, third]);
  }
  if (url.pathname === '/') return show('Google stand-in', overview(google, url.origin));
  return show('Not here', html`<h1>Not here</h1><p><a href="/">All leads</a></p>`, 404);
}

function act(google: Google, form: FormData, [what, id, detail]: [string, string, string]): Response {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const status = leadStatuses.find((each) => each === text('status'));
  const known = google.state.leads.some((lead) => lead.id === id);
  if (what === 'leads' && known && detail === 'status' && status) google.changeLead(id, { status });
  else if (what === 'leads' && known && detail === 'delete') google.deleteLead(id);
  else if (what === 'leads' && id === '') {
    const value = text('value') === '' ? null : Number(text('value'));
    if (value !== null && !Number.isInteger(value)) return back('/#new');
    const { id: made } = google.addLead({ status: status ?? 'new', value, day: dayOf(google.now()) });
    return back(`/#lead-${made}`);
  } else if (what === 'faults') {
    const preset = presets[text('fault')];
    if (preset) google.fail(preset.fault);
    else google.recover();
    return back('/#faults');
  } else if (what === 'polls') {
    google.polls = Math.max(0, Number(text('polls')) || 0);
    return back('/#polls');
  }
  return back(known ? `/#lead-${id}` : '/');
}

async function madeKey(google: Google): Promise<Html> {
  const name = `reader-${google.state.accounts.length + 1}`;
  const { file, account } = await newAccount(`${name}@${demoProject}.iam.gserviceaccount.com`);
  google.addAccount(account);
  return html`<h1>A new key</h1><p>Of the service account ${account.email}. It is shown once.</p>
    <textarea readonly rows="14" cols="80" aria-label="Key file">${JSON.stringify(file, null, 2)}</textarea>
    <p><a href="/">All leads</a></p>`;
}

function overview(google: Google, origin: string): Html {
  const { leads } = google.state;
  const won = leads.filter(({ status }) => status === 'converted');
  const worth = won.reduce((sum, { value }) => sum + (value ?? 0), 0);
  return html`
    <header><h1>Google stand-in</h1>
      <p>A small BigQuery for trying things out. Change a lead and watch what is counted.</p></header>
    ${faultNotice(google.fault)}
    <section><h2>${demoProject}.crm.leads <small>${won.length} converted, worth ${worth.toLocaleString('en')}</small></h2>
      <ul>${leads.map(row)}</ul></section>
    <section id="new"><h2>Add a lead</h2><form method="post" action="/leads" class="fields">
      <label>Value <input name="value" type="number" step="1"></label>
      <label>Status <select name="status">${leadStatuses.map((each) => html`<option>${each}</option>`)}</select></label>
      <button>Add</button></form></section>
    ${faultForm(google.fault)} ${slowness(google)} ${reaching(google, origin)}`;
}

const row = ({ id, status, value, day }: Lead): Html => html`<li id="lead-${id}"><span>${day}
    <small>${value === null ? 'no value' : value.toLocaleString('en')}</small></span>
  <form method="post" action="/leads/${id}/status">${leadStatuses.map(
    (name) => html`<button name="status" value="${name}" data-category="${categories[name]}"
      aria-label="Lead ${id} is ${name}" ${status === name && html`disabled aria-current="true"`}>${name}</button>`,
  )}</form>
  <form method="post" action="/leads/${id}/delete"><button aria-label="Delete lead ${id}">Delete</button></form></li>`;

const categories: Record<LeadStatus, string> = {
  new: 'new',
  contacted: 'indeterminate',
  converted: 'done',
  lost: 'new',
};

const slowness = ({ polls }: Google): Html => html`<section id="polls"><h2>Long queries</h2>
  <form method="post" action="/polls" class="fields">
    <label>A query is still running the first so many times it is asked after
      <input name="polls" type="number" min="0" max="99" value="${polls}"></label><button>Set</button></form></section>`;

const reaching = (google: Google, origin: string): Html => html`<section><h2>How to connect</h2>
  <dl><dt>Project</dt><dd><code>${demoProject}</code></dd>
  <dt>Service accounts</dt><dd>${google.state.accounts.map(({ email }) => html`<code>${email}</code> `)}
    <form method="post" action="/keys"><button>New account with a key to paste</button></form></dd>
  <dt>Addresses</dt><dd><code>${origin}/bigquery/v2</code>, <code>${origin}/token</code></dd>
  <dt>Try</dt><dd><code>SELECT SUM(value) FROM crm.leads WHERE status = 'converted'</code>,
    <code>SELECT COUNTIF(status = 'converted') / COUNT(*) * 100 FROM crm.leads</code></dd>
  <dt>Requests so far</dt><dd>${google.requests.length}</dd></dl></section>`;

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
