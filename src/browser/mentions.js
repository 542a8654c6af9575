// @ts-check
// Behind an @ in a field with data-mentions, the members whose names begin with what was typed: arrows choose, Enter or
// Tab takes one, Escape leaves the text alone. Without it a name that is typed out does the same.

const PAUSE = 120;
const typedName = /(?:^|[^\p{L}\p{N}_.@/])@(\p{L}[\p{L}\p{N}\p{M}.'’-]*(?: [\p{L}\p{N}\p{M}.'’-]*)?)$/u;

/** @typedef {{ name: string, text: string }} Person */

const list = document.createElement('div');
list.className = 'menu';
list.id = 'mention-choices';
list.setAttribute('role', 'listbox');
list.setAttribute('aria-label', 'Members');
list.setAttribute('popover', 'manual');

/** @type {HTMLTextAreaElement | null} */
let field = null;
/** @type {Person[]} */
let people = [];
let start = 0;
let chosen = 0;
let asked = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let pause;

const isOpen = () => field !== null && people.length > 0;

const putAway = () => {
  clearTimeout(pause);
  asked++;
  people = [];
  list.replaceChildren();
  if (list.matches(':popover-open')) list.hidePopover();
  for (const name of ['aria-controls', 'aria-activedescendant', 'aria-autocomplete']) field?.removeAttribute(name);
  field = null;
};

const mark = () => {
  for (const [i, option] of [...list.children].entries()) {
    option.setAttribute('aria-selected', String(i === chosen));
    if (i === chosen) option.setAttribute('aria-current', 'true');
    else option.removeAttribute('aria-current');
  }
  field?.setAttribute('aria-activedescendant', `mention-${chosen}`);
};

/** @param {number} i */
const take = (i) => {
  const person = people[i];
  const into = field;
  if (!person || !into) return;
  const end = into.selectionStart;
  putAway();
  into.focus();
  into.setRangeText(`${person.text} `, start, end, 'end');
  into.dispatchEvent(new Event('input', { bubbles: true }));
};

/** @param {HTMLTextAreaElement} of */
const show = (of) => {
  field = of;
  chosen = 0;
  list.replaceChildren(
    ...people.map(({ name }, i) => {
      const option = document.createElement('button');
      option.type = 'button';
      option.id = `mention-${i}`;
      option.tabIndex = -1;
      option.setAttribute('role', 'option');
      option.textContent = name;
      return option;
    }),
  );
  of.setAttribute('aria-autocomplete', 'list');
  of.setAttribute('aria-controls', list.id);
  if (!list.matches(':popover-open')) {
    of.after(list);
    // The field is what the list hangs on, where the browser can do that.
    /** @type {any} */ (list).showPopover({ source: of });
  }
  mark();
};

/** @param {HTMLTextAreaElement} of @param {string} name */
const ask = async (of, name) => {
  const mine = ++asked;
  const answer = await fetch(`${of.dataset.mentions}?${new URLSearchParams({ q: name })}`).catch(() => null);
  const found = answer?.ok ? /** @type {{ people: Person[] }} */ (await answer.json()).people : [];
  if (mine !== asked) return;
  people = found;
  if (people.length > 0) show(of);
  else putAway();
};

document.addEventListener('input', ({ target }) => {
  if (!(target instanceof HTMLTextAreaElement) || !target.dataset.mentions) return;
  const name = typedName.exec(target.value.slice(0, target.selectionStart))?.[1];
  if (name === undefined) return putAway();
  start = target.selectionStart - name.length - 1;
  clearTimeout(pause);
  pause = setTimeout(() => ask(target, name), PAUSE);
});

document.addEventListener('keydown', (event) => {
  if (!isOpen() || event.target !== field) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step !== undefined) chosen = (chosen + step + people.length) % people.length;
  else if (event.key === 'Enter' || event.key === 'Tab') take(chosen);
  else if (event.key === 'Escape') putAway();
  else return;
  event.preventDefault();
  mark();
});

// Before the field loses the focus to the list.
list.addEventListener('pointerdown', (event) => event.preventDefault());
list.addEventListener('click', ({ target }) => {
  if (target instanceof Element) take([...list.children].indexOf(target));
});
document.addEventListener('focusout', ({ target }) => {
  if (target === field) putAway();
});
