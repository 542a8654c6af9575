import type { Pending } from '../../domain/invitations/finding.ts';
import type { Shell } from '../shell.ts';
import { Confirmation } from '../ui/confirmation.tsx';

type PageProps = {
  shell: Shell;
  /** Address of the list of invitations. */
  base: string;
  pending: Pending;
};

/** What taking an invitation back means, and the button that does it. */
export const RevocationPage = ({ shell, base, pending: { member } }: PageProps) => (
  <Confirmation
    shell={shell}
    title="Take an invitation back"
    question={`Take the invitation of ${member.name} back?`}
    back={{ href: base, words: 'Invitations' }}
    action={`${base}/${member.id}/revocation`}
    yes="Take it back"
    no="Leave it"
  >
    <p>The link that was sent to {member.email} stops working, and they are no member any more.</p>
    <p>
      If OKRs, tasks or people were given to them already, they are deactivated instead, and what they were given stays
      in their name until somebody takes it over.
    </p>
  </Confirmation>
);
