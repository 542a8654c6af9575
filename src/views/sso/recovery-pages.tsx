import { Gate } from '../layout.tsx';
import type { Frame } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { TextField } from '../ui/field.tsx';

type RecoveryProps = { frame: Frame; org: string; typed?: string; error?: string; failed?: boolean };

/** Where owners ask for a way in when their single sign-on does not let anybody through. */
export const RecoveryPage = ({ frame, org, typed, error, failed }: RecoveryProps) => (
  <Gate frame={frame} title="Come in by mail">
    <div class="stack tight">
      <h1>Come in by mail.</h1>
      <p>For owners of an organization that lets people in by single sign-on only. Its audit log will say so.</p>
    </div>
    {failed && (
      <Alert
        status="behind"
        title="This link has been used, is older than 15 minutes or was made in another browser."
        urgent
      >
        Ask for a new one.
      </Alert>
    )}
    <form class="stack tight" method="post" action="/signin/recovery">
      <TextField
        id="org"
        name="org"
        label="Your organization’s address"
        hint="What follows /o/ in Cairn, like northwind."
        value={org}
        autocomplete="off"
        required
        attributes={{ maxlength: 64, autocapitalize: 'none', spellcheck: 'false' }}
      />
      <TextField
        id="email"
        name="email"
        type="email"
        label="Work email"
        value={typed}
        error={error}
        autocomplete="email"
        required
        attributes={{ maxlength: 254 }}
      />
      <button class="btn primary big">Email me a link</button>
    </form>
    <p class="small">
      <a href="/signin">Sign in another way</a>
    </p>
  </Gate>
);

/** The same for everybody who asked. */
export const RecoverySentPage = ({ frame }: { frame: Frame }) => (
  <Gate frame={frame} title="Look in your mail">
    <div class="stack tight">
      <h1>Look in your mail.</h1>
      <p>If you own this organization, a link is on its way. It works once, for 15 minutes, in this browser.</p>
    </div>
    <p class="row">
      {frame.environment === 'development' && (
        <a class="btn primary" href="/dev/mailbox">
          Open the mailbox
        </a>
      )}
      <a class="btn" href="/signin">
        Sign in another way
      </a>
    </p>
  </Gate>
);

/** Where the link leads. Only the button uses it up. */
export const RecoveryLinkPage = ({ frame }: { frame: Frame }) => (
  <Gate frame={frame} title="Come in by mail">
    <div class="stack tight">
      <h1>One more step.</h1>
      <p>You come in without single sign-on. The audit log of your organization will say so.</p>
    </div>
    <form class="stack tight" method="post">
      <button class="btn primary big">Come in</button>
    </form>
  </Gate>
);
