// @ts-check
// Buttons that add to a number field: data-step is the difference, aria-controls the field.

const locale = document.documentElement.lang || 'en';
const decimal = new Intl.NumberFormat(locale).formatToParts(1.5).find((part) => part.type === 'decimal')?.value ?? '.';
const written = new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 6 });
const digits = new Map(Array.from({ length: 10 }, (_, n) => [written.format(n), String(n)]));

/** @param {string} text */
const read = (text) => {
  const latin = Array.from(text.normalize('NFKC').replaceAll('−', '-'), (c) => digits.get(c) ?? c).join('');
  const group = decimal === ',' ? /[\s.'’]/g : /[\s,٬'’]/g;
  return Number(latin.replace(group, '').replace(decimal, '.'));
};

document.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('[data-step]') : null;
  if (!(button instanceof HTMLElement)) return;
  const field = document.getElementById(button.getAttribute('aria-controls') ?? '');
  if (!(field instanceof HTMLInputElement)) return;
  const value = read(field.value);
  if (Number.isNaN(value)) return;
  field.value = written.format(value + Number(button.dataset.step)).replace('-', '−');
  field.dispatchEvent(new Event('input', { bubbles: true }));
});
