import { Gate } from '../layout.tsx';
import type { Frame } from '../shell.ts';

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
