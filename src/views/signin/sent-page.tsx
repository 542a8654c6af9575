import { Gate } from '../layout.tsx';
import type { Frame } from '../shell.ts';

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
