// @ts-check
// A toast leaves by itself, later when it can be undone, and never while somebody points at it or is inside it.
// When it takes the focus with it, the focus goes back to where it was.

const stay = { plain: 6_000, undo: 15_000 };

/** @type {HTMLElement | null} */
let before = null;
let inside = false;

/** What was there, also when an answer put its like in its place. */
const goBack = () => {
  const place = before?.isConnected ? before : before?.id ? document.getElementById(before.id) : null;
  (place ?? document.getElementById('main'))?.focus();
};

/** @param {Element} toast */
const dismiss = (toast) => {
  const hadFocus = toast.contains(document.activeElement);
  toast.remove();
  if (hadFocus) goBack();
};

/** @param {HTMLElement} toast */
const watch = (toast) => {
  const time = toast.dataset.toast === 'undo' ? stay.undo : stay.plain;
  let timer = setTimeout(() => dismiss(toast), time);
  const hold = () => clearTimeout(timer);
  const release = () => {
    hold();
    timer = setTimeout(() => dismiss(toast), time);
  };
  toast.addEventListener('pointerenter', hold);
  toast.addEventListener('focusin', hold);
  toast.addEventListener('pointerleave', release);
  toast.addEventListener('focusout', release);
};

const region = document.getElementById('toasts');
if (region) {
  for (const toast of region.children) watch(/** @type {HTMLElement} */ (toast));
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node instanceof HTMLElement) watch(node);
    if (inside && document.activeElement === document.body) goBack();
  }).observe(region, { childList: true });
  document.addEventListener('focusin', ({ target }) => {
    inside = target instanceof HTMLElement && region.contains(target);
    if (target instanceof HTMLElement && !inside) before = target;
  });
  region.addEventListener('click', ({ target }) => {
    const toast = target instanceof Element && target.closest('[data-dismiss]')?.closest('[data-toast]');
    if (toast) dismiss(toast);
  });
  region.addEventListener('keydown', (event) => {
    const toast = event.key === 'Escape' && event.target instanceof Element && event.target.closest('[data-toast]');
    if (toast) dismiss(toast);
  });
}
