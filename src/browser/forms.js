// @ts-check
// While a form that changes something is on its way, a second submit of it is dropped.

const longest = 10_000;

/** @type {Map<HTMLFormElement, ReturnType<typeof setTimeout>>} */
const onTheirWay = new Map();

/** @param {HTMLFormElement} form */
const leave = (form) => {
  form.setAttribute('aria-busy', 'true');
  clearTimeout(onTheirWay.get(form));
  onTheirWay.set(
    form,
    setTimeout(() => arrive(form), longest),
  );
};

/** @param {HTMLFormElement} form */
const arrive = (form) => {
  form.removeAttribute('aria-busy');
  clearTimeout(onTheirWay.get(form));
  onTheirWay.delete(form);
};

// First of all listeners, so that nothing else hears of the second submit.
window.addEventListener(
  'submit',
  (event) => {
    if (!(event.target instanceof HTMLFormElement) || !onTheirWay.has(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  { capture: true },
);

// Last of all listeners: whoever takes the submit over has said so by now.
window.addEventListener('submit', (event) => {
  const form = event.target;
  const method = event.submitter?.getAttribute('formmethod') ?? (form instanceof HTMLFormElement ? form.method : '');
  if (form instanceof HTMLFormElement && !event.defaultPrevented && method.toLowerCase() === 'post') leave(form);
});

document.addEventListener('htmx:before:request', ({ target }) => {
  if (target instanceof HTMLFormElement && target.method === 'post') leave(target);
});
document.addEventListener('htmx:finally:request', ({ target }) => {
  if (target instanceof HTMLFormElement) arrive(target);
});

// A page that comes back from the browser's memory starts afresh.
window.addEventListener('pageshow', () => {
  for (const form of [...onTheirWay.keys()]) arrive(form);
});
