// @ts-check
// An answer that takes away what had the focus leaves it close by: on the same part made anew, or on its neighbour.

const focusable =
  'a[href], button:enabled, input:enabled:not([type="hidden"]), select:enabled, textarea:enabled, summary';

/** What was around the focus when the request left, the nearest first. @type {{ id: string, beside: (Element | null)[] }[]} */
let around = [];

/** @param {Element | null} part @returns {HTMLElement[]} */
const stopsIn = (part) => {
  /** @type {NodeListOf<HTMLElement> | undefined} */
  const found = part?.querySelectorAll(focusable);
  return [...(found ?? [])].filter((each) => each.tabIndex >= 0 && (each.checkVisibility?.() ?? each.offsetParent));
};

document.addEventListener('htmx:before:request', () => {
  const parts = [];
  for (let part = document.activeElement; part && part !== document.body; part = part.parentElement)
    parts.push({ id: part.id, beside: [part.nextElementSibling, part.previousElementSibling] });
  if (parts.length > 0) around = parts;
});

document.addEventListener('htmx:finally:request', () => {
  if (document.activeElement !== document.body) return;
  for (const { id, beside } of around) {
    const again = id ? stopsIn(document.getElementById(id)).at(-1) : undefined;
    const near = beside.filter((each) => each?.isConnected).map((each) => stopsIn(each)[0]);
    const next = again ?? near.find(Boolean);
    if (next) return next.focus();
  }
});
