// @ts-check
// After a form came back with errors, the person is at the first of them.

/** @param {ParentNode} within */
const goToFirst = (within) => {
  const field = within.querySelector('[aria-invalid="true"]');
  if (field instanceof HTMLElement) (field.matches('fieldset') ? field.querySelector('input') : field)?.focus();
};

goToFirst(document);

document.addEventListener('htmx:after:swap', (event) => {
  const { ctx } = /** @type {CustomEvent} */ (event).detail;
  if (ctx.response?.status === 422) goToFirst(document);
});
