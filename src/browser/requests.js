// @ts-check
// An htmx request without a usable answer leaves the page as it is and says so; the next good answer takes it back.

/** @param {'no-connection' | 'no-answer'} id */
const say = (id) => {
  const template = document.getElementById(id);
  const place = document.getElementById('notices');
  if (template instanceof HTMLTemplateElement) place?.replaceChildren(template.content.cloneNode(true));
};

document.addEventListener('htmx:error', (event) => {
  const { ctx } = /** @type {CustomEvent} */ (event).detail;
  if (ctx) say(ctx.response ? 'no-answer' : 'no-connection');
});

document.addEventListener('htmx:before:response', (event) => {
  const { ctx } = /** @type {CustomEvent} */ (event).detail;
  if (ctx.response.status >= 500) {
    event.preventDefault();
    say('no-answer');
  } else if (ctx.response.status < 400) {
    document.getElementById('notices')?.replaceChildren();
  }
});
