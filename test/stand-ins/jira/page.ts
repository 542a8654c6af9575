import { presets } from '../common/faults.ts';
import { type Html, html } from '../common/html.ts';
import { back, faultForm, faultNotice, show } from '../common/page.ts';
import { style } from '../common/style.ts';
import { demoAccount } from './demo.ts';
import type { Jira } from './jira.ts';
import { allow, consent } from './oauth.ts';
import { findIssue, type Issue, type StatusName, statuses, statusNamed } from './state.ts';

/** The pages for people: all issues with buttons to move them, one issue, and the switches. */
export async function page(jira: Jira, request: Request, url: URL): Promise<Response> {
  const [, first = '', second = '', third = ''] = url.pathname.split('/');
  if (first === 'authorize') return request.method === 'POST' ? allow(jira, request) : consent(jira, url);
  if (request.method === 'POST') return act(jira, await request.formData(), [first, second, third]);
  if (url.pathname === '/style.css') return new Response(style, { headers: { 'Content-Type': 'text/css' } });
  if (url.pathname === '/') return show('Jira stand-in', board(jira, url.origin));
  const issue = first === 'browse' ? findIssue(jira.state, second) : undefined;
  if (issue) return show(`${issue.key} ${issue.summary}`, single(issue));
  return show('Not here', html`<h1>Not here</h1><p><a href="/">All issues</a></p>`, 404);
}

function act(jira: Jira, form: FormData, [what, id, detail]: [string, string, string]): Response {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const status = statusNamed(text('status'));
  if (what === 'issues' && detail === 'status' && status && findIssue(jira.state, id)) {
    jira.move(id, status);
    return back(text('from') || `/#${id}`);
  }
  if (what === 'issues' && id === '' && text('summary') !== '') {
    const [project = '', parent] = text('place').split(' ');
    if (!jira.state.projects.some(({ key }) => key === project)) return back('/');
    const labels = text('labels')
      .split(/[\s,]+/)
      .filter(Boolean);
    const type = parent ? 'Story' : 'Bug';
    return back(
      `/#${jira.createIssue({ project, parent: parent ?? null, summary: text('summary'), type, labels }).key}`,
    );
  }
  if (what === 'faults') {
    const preset = presets[text('fault')];
    if (preset) jira.fail(preset.fault);
    else jira.recover();
    return back('/#faults');
  }
  if (what === 'webhooks' && detail === 'delete') jira.removeWebhook(id);
  else if (what === 'webhooks' && URL.canParse(text('url'))) {
    jira.addWebhook({ url: text('url'), secret: text('secret') || null, jql: '' });
  }
  return back('/#webhooks');
}

function board(jira: Jira, origin: string): Html {
  const { projects, issues } = jira.state;
  return html`
    <header><h1>Jira stand-in</h1><p>A small Jira for trying things out. Move an issue and watch what follows it.</p></header>
    ${faultNotice(jira.fault)}
    ${projects.map((project) => {
      const here = issues.filter((issue) => issue.project === project.key);
      const epics = here.filter(({ type }) => type === 'Epic');
      const loose = here.filter(({ type, parent }) => type !== 'Epic' && !parent);
      return html`<section><h2>${project.name} <small>${project.key}</small></h2>
        ${epics.map((epic) =>
          group(
            here.filter(({ parent }) => parent === epic.key),
            epic,
          ),
        )}
        ${loose.length > 0 && group(loose, null)}</section>`;
    })}
    ${filing(jira)} ${faultForm(jira.fault)} ${webhooks(jira)} ${reaching(jira, origin)}`;
}

function group(issues: Issue[], epic: Issue | null): Html {
  const done = issues.filter(({ status }) => status === 'Done').length;
  return html`<h3>${epic ? html`<a href="/browse/${epic.key}">${epic.key}</a> ${epic.summary}` : 'Without an epic'}
      <small>${done} of ${issues.length} done</small></h3>
    <ul>${issues.map(
      (issue) => html`<li id="${issue.key}"><a href="/browse/${issue.key}">${issue.key}</a>
      <span>${issue.summary}</span>${moves(issue, '')}</li>`,
    )}</ul>`;
}

const moves = (issue: Issue, from: string): Html => html`<form method="post" action="/issues/${issue.key}/status">
  <input type="hidden" name="from" value="${from}">
  ${(Object.keys(statuses) as StatusName[]).map(
    (name) => html`<button name="status" value="${name}" data-category="${statuses[name].category.key}"
      aria-label="Move ${issue.key} to ${name}" ${issue.status === name && html`disabled aria-current="true"`}>${name}</button>`,
  )}</form>`;

const single = (issue: Issue): Html => html`<p><a href="/">All issues</a></p>
  <h1>${issue.key} ${issue.summary}</h1>
  ${moves(issue, `/browse/${issue.key}`)}
  <dl><dt>Type</dt><dd>${issue.type}</dd><dt>Status</dt><dd>${issue.status}</dd>
  <dt>Story points</dt><dd>${issue.points ?? 'none'}</dd>
  <dt>Original estimate</dt><dd>${issue.estimate ? `${issue.estimate / 3600} h` : 'none'}</dd>
  <dt>Epic</dt><dd>${issue.parent ? html`<a href="/browse/${issue.parent}">${issue.parent}</a>` : 'none'}</dd>
  <dt>Labels</dt><dd>${issue.labels.join(', ') || 'none'}</dd></dl>`;

const filing = ({ state }: Jira): Html => html`<section><h2>File an issue</h2>
  <form method="post" action="/issues" class="fields">
    <label>Summary <input name="summary" required></label>
    <label>Where <select name="place">${state.issues
      .filter(({ type }) => type === 'Epic')
      .map(({ key, project, summary }) => html`<option value="${project} ${key}">${key} ${summary}</option>`)}
      ${state.projects.map(({ key, name }) => html`<option value="${key}">${name}, without an epic</option>`)}</select></label>
    <label>Labels <input name="labels" placeholder="quality"></label>
    <button>File it</button></form></section>`;

const webhooks = ({ state, deliveries }: Jira): Html => html`<section id="webhooks"><h2>Webhooks</h2>
  <ul>${state.webhooks.map(({ id, url, secret }) => {
    const last = deliveries.get(id);
    return html`<li><span>${url} <small>${secret ? 'signed' : 'not signed'}${last ? `, last answer ${last.status || 'none'}` : ''}</small></span>
      <form method="post" action="/webhooks/${id}/delete"><button>Remove</button></form></li>`;
  })}</ul>
  <form method="post" action="/webhooks" class="fields">
    <label>Address <input name="url" type="url" required></label>
    <label>Secret <input name="secret" autocomplete="off"></label>
    <button>Add</button></form></section>`;

const reaching = (jira: Jira, origin: string): Html => html`<section><h2>How to connect</h2>
  <dl><dt>Site address</dt><dd><code>${origin}</code></dd>
  <dt>User</dt><dd><code>${demoAccount.user}</code></dd><dt>API token</dt><dd><code>${demoAccount.token}</code></dd>
  <dt>Scoped API token</dt><dd><code>${demoAccount.scopedToken}</code>, works through the gateway at this same address</dd>
  <dt>As Data Center</dt><dd>no user, personal access token <code>${demoAccount.personalAccessToken}</code></dd>
  <dt>Try</dt><dd><code>"Epic Link" = AE-786</code>, <code>project = OPS AND labels = quality</code>, <code>parent = WEB-12</code></dd>
  <dt>Requests so far</dt><dd>${jira.requests.length}</dd></dl></section>`;
