import { type Active, faultTitle, presets } from './faults.ts';
import { type Html, html } from './html.ts';

/** A whole page of a stand-in. */
export function show(title: string, body: Html, status = 200): Response {
  const { html: text } = html`<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>
    <meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/style.css"><main>${body}</main></html>`;
  return new Response(text, { status, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}

/** After a form, to a path of this server only: what a form sent must not lead elsewhere. */
export function back(path: string): Response {
  return new Response(null, { status: 303, headers: { Location: /^\/(?!\/)/.test(path) ? path : '/' } });
}

/** Says at the top of a page that requests fail on purpose. */
export const faultNotice = (active: Active | null): Html | null =>
  active && html`<p class="alert">Requests fail on purpose: ${faultTitle(active)}. <a href="#faults">Change</a></p>`;

/** The form that switches a fault on and off. */
export const faultForm = (active: Active | null): Html => html`<section id="faults"><h2>Faults</h2>
  <form method="post" action="/faults" class="fields">
    <label>Every request to the API <select name="fault"><option value="">Works</option>
      ${Object.entries(presets).map(
        ([name, { title, fault }]) =>
          html`<option value="${name}" ${active?.fault === fault && html`selected`}>${title}</option>`,
      )}</select></label>
    <button>Set</button></form></section>`;
