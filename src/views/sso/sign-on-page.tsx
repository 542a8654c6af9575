import { Gate } from '../layout.tsx';
import type { Frame } from '../shell.ts';
import { TextField } from '../ui/field.tsx';

type SignOnProps = { frame: Frame; next: string; typed?: string; error?: 'unknown' | 'empty' };

const errors = {
  unknown: 'No organization with single sign-on was found for this address. Ask an admin.',
  empty: 'Write your work email, or the address of your organization.',
};

/** Which organization somebody wants to sign in through. */
export const SignOnPage = ({ frame, next, typed, error }: SignOnProps) => (
  <Gate frame={frame} title="Single sign-on">
    <h1>Sign in through your organization.</h1>
    <form class="stack tight" method="post" action="/signin/sso">
      <input type="hidden" name="next" value={next} />
      <TextField
        id="address"
        name="address"
        label="Work email, or your organization’s address"
        hint="The address is what follows /o/ in Cairn, like northwind."
        value={typed}
        error={error && errors[error]}
        autocomplete="email"
        required
        attributes={{ maxlength: 254, autocapitalize: 'none', spellcheck: 'false' }}
      />
      <button class="btn primary big">Go on</button>
    </form>
    <p class="small">
      <a href="/signin">Sign in another way</a>
    </p>
  </Gate>
);
