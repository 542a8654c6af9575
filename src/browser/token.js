// @ts-check
// Trello hands a token over behind the # of the address: it leaves the address at once and goes into the form that takes it.

const form = document.querySelector('form[data-takes-token]');
const token = new URLSearchParams(location.hash.slice(1)).get('token');

if (form instanceof HTMLFormElement && token) {
  history.replaceState(null, '', location.pathname + location.search);
  const field = form.elements.namedItem('token');
  if (field instanceof HTMLInputElement) {
    field.value = token;
    form.requestSubmit();
  }
}
