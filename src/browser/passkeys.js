// @ts-check
// Forms that a passkey signs: the browser is given what to sign, asks its person, and sends what came of it with the form.
// Where the sign-in page can, it also offers passkeys in the field of the address.

/** @type {typeof import('@simplewebauthn/browser')} */
const webauthn = /** @type {any} */ (globalThis).SimpleWebAuthnBrowser;

/** @param {HTMLFormElement} form */
const challengeFor = async (form) => {
  const answer = await fetch(form.dataset.challenge ?? '', { method: 'POST' });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.json();
};

/** @param {HTMLFormElement} form */
const signed = async (form) => {
  const optionsJSON = await challengeFor(form);
  return form.dataset.passkey === 'add'
    ? webauthn.startRegistration({ optionsJSON })
    : webauthn.startAuthentication({ optionsJSON });
};

/** @param {HTMLFormElement} form @param {unknown} answer */
const send = (form, answer) => {
  const field = form.elements.namedItem('answer');
  if (field instanceof HTMLInputElement) field.value = JSON.stringify(answer);
  form.submit();
};

/** @param {HTMLFormElement} form @param {unknown} reason */
const wordsFor = (form, reason) => {
  const { cancelled, known, failed } = form.dataset;
  const name = reason instanceof Error ? reason.name : '';
  if (name === 'InvalidStateError') return known ?? failed;
  return name === 'NotAllowedError' || name === 'AbortError' ? cancelled : failed;
};

/** @param {HTMLFormElement} form @param {string} [words] */
const explain = (form, words = '') => {
  const place = form.querySelector('[role=alert]');
  if (place) place.textContent = words;
};

/** @param {HTMLFormElement} form */
const offer = (form) => {
  form.closest('[hidden]')?.removeAttribute('hidden');
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (form.ariaBusy === 'true') return;
    form.ariaBusy = 'true';
    explain(form);
    try {
      send(form, await signed(form));
    } catch (reason) {
      explain(form, wordsFor(form, reason));
      form.ariaBusy = null;
    }
  });
};

/** @param {HTMLFormElement} form */
const offerInField = async (form) => {
  if (!document.querySelector('input[autocomplete~=webauthn]')) return;
  if (!(await webauthn.browserSupportsWebAuthnAutofill())) return;
  try {
    const optionsJSON = await challengeFor(form);
    send(form, await webauthn.startAuthentication({ optionsJSON, useBrowserAutofill: true }));
  } catch {
    // The button is still there.
  }
};

/** @type {NodeListOf<HTMLFormElement>} */
const forms = document.querySelectorAll('form[data-passkey]');
if (webauthn.browserSupportsWebAuthn()) {
  for (const form of forms) {
    offer(form);
    if (form.dataset.passkey === 'sign-in') offerInField(form);
  }
}
