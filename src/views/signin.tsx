import { Gate } from './layout.tsx';
import type { Frame } from './shell.ts';
import { Alert } from './ui/alert.tsx';
import { TextField } from './ui/field.tsx';

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
  /** Why a link did not work. */
  notice?: string;
};

export const SignInPage = ({ frame, next, missing, personas, typed, error, notice }: SignInProps) => (
  <Gate frame={frame} title="Sign in">
    <h1>Know where you stand, without asking around.</h1>
    {notice && <Alert status="behind" title={notice} urgent />}
    {missing.length > 0 ? <NoMail missing={missing} /> : <LinkForm next={next} typed={typed} error={error} />}
    {personas.length > 0 && <Personas personas={personas} next={next} />}
  </Gate>
);

/** The same for everybody who asked, whether or not anybody has the address. */
export const SentPage = ({ frame }: { frame: Frame }) => (
  <Gate frame={frame} title="Look in your mail">
    <div class="stack tight">
      <h1>Look in your mail.</h1>
      <p>If somebody here has this address, a link is on its way. It works once, for 15 minutes, in this browser.</p>
    </div>
    <p class="row">
      {frame.environment === 'development' && (
        <a class="btn primary" href="/dev/mailbox">
          Open the mailbox
        </a>
      )}
      <a class="btn" href="/signin">
        Use another address
      </a>
    </p>
  </Gate>
);

/** Where a link leads. Mail programs open links to look at them; only the button signs in. */
export const LinkPage = ({ frame }: { frame: Frame }) => (
  <Gate frame={frame} title="Sign in">
    <div class="stack tight">
      <h1>One more step.</h1>
      <p>Mail programs look at links before people do. Yours is used when you press the button.</p>
    </div>
    <form class="stack tight" method="post">
      <button class="btn primary big">Sign in</button>
    </form>
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
      autocomplete="email"
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
