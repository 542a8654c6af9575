import type { Shell } from '../shell.ts';
import { Confirmation } from '../ui/confirmation.tsx';

/** What switching provisioning off means, and the button that does it. */
export const ProvisioningEndingPage = ({ shell, base }: { shell: Shell; base: string }) => (
  <Confirmation
    shell={shell}
    title="Switch provisioning off"
    question="Switch provisioning off?"
    back={{ href: base, words: 'Provisioning' }}
    action={`${base}/ending`}
    yes="Switch it off"
  >
    <p>
      The token ends, and your identity system changes nothing here any more. Everybody and every team it brought stays
      as they are.
    </p>
  </Confirmation>
);
