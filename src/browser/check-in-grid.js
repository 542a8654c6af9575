// @ts-check
// The grid of check-ins by keyboard: Enter goes down a column and Shift+Enter up, arrows move between text fields, and
// lines pasted from a spreadsheet fill the rows below, its columns the fields to the right. The server reads the numbers.

const columns = ['value', 'status', 'note'];

/** @typedef {HTMLInputElement | HTMLSelectElement} Cell */

/** @param {EventTarget | null} target @returns {Cell | null} */
const cellAt = (target) =>
  target instanceof HTMLInputElement || target instanceof HTMLSelectElement
    ? target.dataset.column
      ? target
      : null
    : null;

/** @param {Cell} cell @param {number} right @returns {Cell[]} */
const columnFrom = (cell, right = 0) => {
  const name = columns[columns.indexOf(cell.dataset.column ?? '') + right];
  /** @type {NodeListOf<Cell>} */
  const found = document.querySelectorAll(`[data-column="${name}"]`);
  return [...found];
};

/** @param {Cell} cell */
const rowOf = (cell) => columnFrom(cell).indexOf(cell);

/** @param {HTMLElement | null | undefined} to */
const goTo = (to) => {
  to?.focus();
  if (to instanceof HTMLInputElement) to.select();
};

document.addEventListener('keydown', (event) => {
  const cell = cellAt(event.target);
  if (!cell || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const isEnter = event.key === 'Enter';
  const isArrow = cell instanceof HTMLInputElement && (event.key === 'ArrowDown' || event.key === 'ArrowUp');
  if (!isEnter && !isArrow) return;
  event.preventDefault();
  const step = event.key === 'ArrowUp' || (isEnter && event.shiftKey) ? -1 : 1;
  const next = columnFrom(cell)[rowOf(cell) + step];
  goTo(next ?? (isEnter && step > 0 ? document.getElementById('save-all') : null));
});

/**
 * The cells of what a spreadsheet copies: lines and tabs, with quotes around a cell that holds either.
 * @param {string} text
 */
const cellsOf = (text) => {
  const rows = [['']];
  for (const [, cell = '', end = ''] of text.matchAll(/("(?:[^"]|"")*"(?=[\t\r\n]|$)|[^\t\r\n]*)(\t|\r\n|\r|\n|$)/g)) {
    const plain = /^".*"$/s.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell;
    /** @type {string[]} */ (rows.at(-1))[/** @type {string[]} */ (rows.at(-1)).length - 1] = plain;
    if (end === '') break;
    if (end === '\t') rows.at(-1)?.push('');
    else rows.push(['']);
  }
  if (rows.length > 1 && rows.at(-1)?.join('') === '') rows.pop();
  return rows;
};

/** @param {string} text */
const folded = (text) => text.trim().toLowerCase().replaceAll('_', ' ');

/** @param {Cell | undefined} cell @param {string} text */
const fill = (cell, text) => {
  if (!cell) return;
  if (cell instanceof HTMLInputElement) cell.value = text.replace(/\s+/g, ' ').trim();
  else {
    const option = [...cell.options].find((each) => [each.value, each.text].map(folded).includes(folded(text)));
    cell.value = option?.value ?? '';
  }
  cell.dispatchEvent(new Event('input', { bubbles: true }));
};

document.addEventListener('paste', (event) => {
  const cell = cellAt(event.target);
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (!cell || !/[\t\r\n]/.test(text)) return;
  event.preventDefault();
  const pasted = cellsOf(text);
  const first = rowOf(cell);
  const last = Math.min(columnFrom(cell).length, first + pasted.length);
  pasted.slice(0, last - first).forEach((cells, down) => {
    cells.forEach((each, right) => {
      fill(columnFrom(cell, right)[first + down], each);
    });
  });
  goTo(columnFrom(cell)[last - 1]);
  tell(last - first, pasted.length - (last - first));
});

/** @param {number} filled @param {number} left */
const tell = (filled, left) => {
  const place = document.getElementById('pasted');
  if (!place) return;
  const { filled: filledWords = '', left: leftWords = '' } = place.dataset;
  place.textContent = [filledWords.replace('#', String(filled)), left > 0 ? leftWords.replace('#', String(left)) : '']
    .filter(Boolean)
    .join(' ');
};
