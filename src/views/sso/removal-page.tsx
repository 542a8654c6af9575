import type { Shell } from '../shell.ts';
import { Confirmation } from '../ui/confirmation.tsx';

/** What removing single sign-on means, and the button that does it. */
export const SignOnRemovalPage = ({ shell, base, label }: { shell: Shell; base: string; label: string }) => (
  <Confirmation
    shell={shell}
    title="Remove single sign-on"
    question={`Remove single sign-on with ${label}?`}
    back={{ href: base, words: 'Single sign-on' }}
    action={`${base}/removal`}
    yes="Remove it"
  >
    <p>
      Cairn forgets the provider, its secret and which accounts there belong to whom. Members stay members, and come in
      by link or passkey. Who is signed in stays so for now.
    </p>
  </Confirmation>
);
