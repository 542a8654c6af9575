// @ts-check
// Links with data-opens open their dialog in place of the page that holds the same form. A click beside a dialog
// closes it where the browser does not know closedby.

/** @param {EventTarget | null} target @param {string} selector */
const near = (target, selector) => (target instanceof Element ? target.closest(selector) : null);

document.addEventListener('click', (event) => {
  const link = near(event.target, 'a[data-opens]');
  if (link instanceof HTMLElement && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    const dialog = document.getElementById(link.dataset.opens ?? '');
    if (!(dialog instanceof HTMLDialogElement)) return;
    event.preventDefault();
    dialog.showModal();
  }
  if (event.target instanceof HTMLDialogElement && !('closedBy' in HTMLDialogElement.prototype)) event.target.close();
});

// The server says that a dialog's work is done with `HX-Trigger: done`.
document.addEventListener('done', ({ target }) => {
  const dialog = near(target, 'dialog') ?? document.querySelector('dialog[open]');
  if (dialog instanceof HTMLDialogElement) dialog.close();
});
