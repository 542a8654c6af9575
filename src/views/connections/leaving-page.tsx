import type { Provider } from '../../domain/words.ts';
import { Document } from '../document.tsx';
import type { Frame } from '../shell.ts';
import { signInNames } from './sign-in.tsx';

/** On the way to a provider. A form may not lead there by itself, so a page does. */
export const LeavingPage = ({ frame, provider, to }: { frame: Frame; provider: Provider; to: string }) => (
  <Document frame={frame} title={`To ${signInNames[provider]}`} body="gate">
    <main id="main" class="stack">
      <h1>{`On to ${signInNames[provider]}`}</h1>
      <p>There you allow Cairn to read, and come back.</p>
      <p>
        <a class="btn primary" href={to}>
          {`Go on to ${signInNames[provider]}`}
        </a>
      </p>
    </main>
  </Document>
);
