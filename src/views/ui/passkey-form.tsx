import type { Child } from 'hono/jsx';

type PasskeyFormProps = {
  /** What the browser does with a passkey before the form is sent (browser/passkeys.js). */
  does: 'sign-in' | 'add';
  action: string;
  /** Where the browser asks what it is to sign. */
  challenge: string;
  /** What is said when the person did not go through with it, has one on this device already, or it failed. */
  words: { cancelled: string; known?: string; failed: string };
  children: Child;
};

/** A form that a passkey signs. Shown by its script, where the browser has passkeys. */
export const PasskeyForm = ({ does, action, challenge, words, children }: PasskeyFormProps) => (
  <div hidden>
    <form
      class="stack tight"
      method="post"
      action={action}
      data-passkey={does}
      data-challenge={challenge}
      data-cancelled={words.cancelled}
      data-known={words.known}
      data-failed={words.failed}
    >
      <input type="hidden" name="answer" />
      {children}
      <p class="small" role="alert"></p>
    </form>
  </div>
);
