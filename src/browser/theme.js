// @ts-check
// Light, dark or the device's own, at once and without a page load. The server reads the cookie for the next page.

const year = 31_536_000;

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches('[data-themes]')) return;
  const chosen = event.submitter instanceof HTMLButtonElement ? event.submitter.value : '';
  event.preventDefault();
  if (chosen) document.documentElement.dataset.theme = chosen;
  else delete document.documentElement.dataset.theme;
  const secure = location.protocol === 'https:' ? ';secure' : '';
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store is not in every browser we serve
  document.cookie = `theme=${chosen};path=/;max-age=${chosen ? year : 0};samesite=lax${secure}`;
  for (const button of document.querySelectorAll('[data-themes] button')) {
    button.setAttribute('aria-pressed', String(button instanceof HTMLButtonElement && button.value === chosen));
  }
});
