import { Gate } from '../layout.tsx';
import type { Frame } from '../shell.ts';

/** On the way to an organization's provider. A form may not lead there by itself, so a page does. */
export const LeavingForSignOnPage = ({ frame, label, to }: { frame: Frame; label: string; to: string }) => (
  <Gate frame={frame} title={`On to ${label}`}>
    <div class="stack tight">
      <h1>{`On to ${label}.`}</h1>
      <p>There you sign in, and come back.</p>
    </div>
    <p>
      <a class="btn primary big" href={to}>
        {`Go on to ${label}`}
      </a>
    </p>
  </Gate>
);
