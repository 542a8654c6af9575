import { presets } from '../common/faults.ts';
import { type Html, html } from '../common/html.ts';
import { back, faultForm, faultNotice, show } from '../common/page.ts';
import { style } from '../common/style.ts';
import type { Asana } from './asana.ts';
import { demoAccount } from './demo.ts';
import { byGid, homeOf, type Project, type State, subtasksOf, type Task, tasksOf } from './state.ts';

/** The pages for people: each project with its sections and tasks, all of which can be changed, and the switches. */
export async function page(asana: Asana, request: Request, url: URL): Promise<Response> {
  const [, first = '', second = '', third = ''] = url.pathname.split('/');
  if (request.method === 'POST') return act(asana, await request.formData(), [first, second, third]);
  if (url.pathname === '/style.css') return new Response(style, { headers: { 'Content-Type': 'text/css' } });
  if (url.pathname === '/') return show('Asana stand-in', board(asana, url.origin));
  // Links to a project or a task, as Asana writes them.
  const project = first === '0' ? byGid(asana.state.projects, second) : undefined;
  const task = first === '0' ? byGid(asana.state.tasks, third) : undefined;
  if (project || task) return back(`/#${task?.gid ?? project?.gid}`);
  return show('Not here', html`<h1>Not here</h1><p><a href="/">All projects</a></p>`, 404);
}

function act(asana: Asana, form: FormData, [what, gid, detail]: [string, string, string]): Response {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const { state } = asana;
  if (what === 'tasks' && gid === '' && text('name') !== '') {
    const [project = '', section = null] = text('place').split(' ');
    const parent = byGid(state.tasks, text('parent'));
    if (!parent && !byGid(state.projects, project)) return back('/');
    const place = parent ? { parent: parent.gid } : { project, section };
    return back(`/#${asana.addTask({ name: text('name'), ...place }).gid}`);
  }
  if (what === 'tasks' && byGid(state.tasks, gid)) {
    if (detail === 'completion') asana.tick(gid, text('completed') === 'true');
    if (detail === 'place' && byGid(state.sections, text('section'))) asana.move(gid, text('section'));
    if (detail === 'place' && text('assignee') !== (byGid(state.tasks, gid)?.assignee ?? ''))
      asana.assign(gid, byGid(state.users, text('assignee'))?.gid ?? null);
    if (detail === 'delete') asana.deleteTask(gid);
    return back(detail === 'delete' ? '/' : `/#${gid}`);
  }
  if (what === 'faults') {
    const preset = presets[text('fault')];
    if (preset) asana.fail(preset.fault);
    else asana.recover();
    return back('/#faults');
  }
  if (what === 'webhooks') asana.removeWebhook(gid);
  return back('/#webhooks');
}

const board = (asana: Asana, origin: string): Html => html`
  <header><h1>Asana stand-in</h1><p>A small Asana for trying things out. Tick a task off and watch what follows it.</p></header>
  ${faultNotice(asana.fault)}
  ${asana.state.projects.map((project) => oneProject(project, asana.state))}
  ${faultForm(asana.fault)} ${webhooks(asana)} ${reaching(asana, origin)}`;

function oneProject(project: Project, state: State): Html {
  const tasks = tasksOf(state, project.gid);
  const counted = tasks.filter(({ separator }) => !separator);
  const done = counted.filter(({ completed }) => completed).length;
  return html`<section id="${project.gid}"><h2>${project.name} <small>${done} of ${counted.length} complete</small></h2>
    ${state.sections
      .filter((section) => section.project === project.gid)
      .map(
        (section) =>
          html`<h3>${section.name}</h3><ul>${tasks
            .filter(({ memberships }) => memberships.some((each) => each.section === section.gid))
            .map((task) => withSubtasks(task, state, 0))}</ul>`,
      )}
    ${adding(project, state)}</section>`;
}

const withSubtasks = (task: Task, state: State, depth: number): Html[] => [
  row(task, state, depth),
  ...subtasksOf(state, task.gid).flatMap((each) => withSubtasks(each, state, depth + 1)),
];

function row(task: Task, state: State, depth: number): Html {
  const home = homeOf(state, task);
  const section = task.memberships.find(({ project }) => project === home)?.section;
  const points = Object.values(task.numbers).find((each) => typeof each === 'number');
  return html`<li id="${task.gid}">${!task.separator && tickForm(task)}<span>${'– '.repeat(depth)}${task.name}${points !== undefined && html` <small>${points}</small>`}</span>
    <form method="post" action="/tasks/${task.gid}/place">
      <select name="assignee" aria-label="Assignee of ${task.name}"><option value="">nobody</option>
        ${state.users.map(({ gid, name }) => html`<option value="${gid}" ${gid === task.assignee && html`selected`}>${name}</option>`)}</select>
      ${
        depth === 0 &&
        html`<select name="section" aria-label="Section of ${task.name}">${state.sections
          .filter(({ project }) => project === home)
          .map(
            ({ gid, name }) => html`<option value="${gid}" ${gid === section && html`selected`}>${name}</option>`,
          )}</select>`
      }
      <button aria-label="Change ${task.name}">Change</button></form>
    <form method="post" action="/tasks/${task.gid}/delete"><button aria-label="Delete ${task.name}">Delete</button></form></li>`;
}

const tickForm = ({ gid, name, completed }: Task): Html => html`<form method="post" action="/tasks/${gid}/completion">
  <button name="completed" value="${completed ? 'false' : 'true'}" aria-label="${name} is complete"
    aria-pressed="${completed ? 'true' : 'false'}">${completed ? '☑' : '☐'}</button></form>`;

const adding = (project: Project, state: State): Html => html`<form method="post" action="/tasks" class="fields">
  <label>New task <input name="name" required></label>
  <label>Section <select name="place">${state.sections
    .filter((section) => section.project === project.gid)
    .map(({ gid, name }) => html`<option value="${project.gid} ${gid}">${name}</option>`)}</select></label>
  <label>Below <select name="parent"><option value="">no task</option>${tasksOf(state, project.gid)
    .filter(({ separator }) => !separator)
    .map(({ gid, name }) => html`<option value="${gid}">${name}</option>`)}</select></label>
  <button>Add</button></form>`;

const webhooks = ({ state, deliveries }: Asana): Html => html`<section id="webhooks"><h2>Webhooks</h2>
  ${state.webhooks.length === 0 && html`<p>None. Cairn asks for one when an OKR follows a project.</p>`}
  <ul>${state.webhooks.map(({ gid, resource, target }) => {
    const last = deliveries.get(gid);
    return html`<li><span>${byGid(state.projects, resource)?.name ?? resource}: ${target.replace(/\?.*/, '')}
      <small>${last ? `last answer ${last.status || 'none'}` : 'nothing sent yet'}</small></span>
      <form method="post" action="/webhooks/${gid}/delete"><button>Remove</button></form></li>`;
  })}</ul></section>`;

const reaching = (asana: Asana, origin: string): Html => html`<section><h2>How to connect</h2>
  <dl><dt>Address</dt><dd><code>${origin}/api/1.0</code></dd>
  <dt>Token</dt><dd><code>${demoAccount.token}</code>, of Dana</dd>
  <dt>Another</dt><dd><code>${demoAccount.otherToken}</code>, of Omar, who does not see the campaign</dd>
  <dt>Signing in</dt><dd>app <code>${demoAccount.clientId}</code> with the secret <code>${demoAccount.clientSecret}</code></dd>
  <dt>Projects</dt><dd>${asana.state.projects.map(({ gid, name }) => html`${name} <code>${gid}</code> `)}</dd>
  <dt>Requests so far</dt><dd>${asana.requests.length}</dd></dl></section>`;
