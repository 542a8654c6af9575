import type { NamedToken } from '../../domain/tokens/token.ts';
import { formats } from '../format.ts';
import { quoted } from '../okrs/okr-words.ts';
import type { Shell } from '../shell.ts';
import { Confirmation } from '../ui/confirmation.tsx';
import { useWords } from './words.ts';

type PageProps = { shell: Shell; base: string; token: NamedToken };

/** What revoking a token means, and the button that does it. */
export const RevocationPage = ({ shell, base, token }: PageProps) => (
  <Confirmation
    shell={shell}
    title={`Revoke ${token.name}`}
    question={`Revoke ${quoted(token.name)}?`}
    back={{ href: base, words: 'API tokens' }}
    action={`${base}/${token.id}/revocation`}
    yes="Revoke this token"
  >
    <p>{`It was ${useWords(token, formats(shell))}. Scripts that still send it are refused from now on.`}</p>
    <p>This cannot be taken back.</p>
  </Confirmation>
);
