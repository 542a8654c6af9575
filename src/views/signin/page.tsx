import { Gate } from '../layout.tsx';
import type { Frame } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { Behaviour } from '../ui/behaviour.tsx';
import { TextField } from '../ui/field.tsx';
import { PasskeyForm } from '../ui/passkey-form.tsx';

type Persona = { email: string; name: string; part: string };

type SignInProps = {
  frame: Frame;
  /** Where to go afterwards. */
  next: string;
  /** Settings without which no link can be sent. */
  missing: readonly string[];
  /** People to be at once; none outside development. */
  personas: readonly Persona[];
  typed?: string;
  error?: string;
  /** Why a link or a passkey did not work. */
  notice?: string;
};

export const SignInPage = ({ frame, next, missing, personas, typed, error, notice }: SignInProps) => (
  <Gate frame={frame} title="Sign in">
    <h1>Know where you stand, without asking around.</h1>
    {notice && <Alert status="behind" title={notice} urgent />}
    {missing.length > 0 ? <NoMail missing={missing} /> : <LinkForm next={next} typed={typed} error={error} />}
    <div class="stack tight">
      <hr />
      <Passkey next={next} />
      <p class="small">
        <a href={`/signin/sso?${new URLSearchParams({ next })}`}>Sign in with your organization</a>
      </p>
    </div>
    {personas.length > 0 && <Personas personas={personas} next={next} />}
  </Gate>
);

const LinkForm = ({ next, typed, error }: Pick<SignInProps, 'next' | 'typed' | 'error'>) => (
  <form class="stack tight" method="post" action="/signin">
    <input type="hidden" name="next" value={next} />
    <TextField
      id="email"
      name="email"
      type="email"
      label="Work email"
      autocomplete="username webauthn"
      required
      value={typed}
      error={error}
      attributes={{ maxlength: 254 }}
    />
    <button class="btn primary big">Email me a link</button>
    <p class="small">No password. The link works once, for 15 minutes, in this browser.</p>
  </form>
);

const NoMail = ({ missing }: { missing: readonly string[] }) => (
  <Alert status="behind" title="This deployment cannot send mail yet, so nobody can sign in by link.">
    Its owner has to set {missing.join(' and ')}.
  </Alert>
);

const Passkey = ({ next }: Pick<SignInProps, 'next'>) => (
  <>
    <PasskeyForm
      does="sign-in"
      action="/signin/passkey"
      challenge="/signin/passkey/challenge"
      words={{
        cancelled: 'Nothing was signed. Try again, or ask for a link.',
        failed: 'That did not work. Ask for a link, or try again in a few minutes.',
      }}
    >
      <input type="hidden" name="next" value={next} />
      <button class="btn big">Sign in with a passkey</button>
    </PasskeyForm>
    <Behaviour name="passkeys" />
  </>
);

const Personas = ({ personas, next }: Pick<SignInProps, 'personas' | 'next'>) => (
  <form class="stack tight" method="post" action="/signin/persona">
    <hr />
    <h2 class="small">Or be somebody of the demo</h2>
    <input type="hidden" name="next" value={next} />
    <div class="row">
      {personas.map(({ email, name, part }) => (
        <button class="btn" name="email" value={email}>
          {name}, {part}
        </button>
      ))}
    </div>
  </form>
);
