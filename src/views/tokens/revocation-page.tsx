import type { NamedToken } from '../../domain/tokens/token.ts';
import { formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import { quoted } from '../okrs/okr-words.ts';
import type { Shell } from '../shell.ts';
import { PageHead } from '../ui/heads.tsx';
import { useWords } from './words.ts';

type PageProps = { shell: Shell; base: string; token: NamedToken };

/** What revoking a token means, and the button that does it. */
export const RevocationPage = ({ shell, base, token }: PageProps) => (
  <Layout shell={shell} title={`Revoke ${token.name}`} narrow>
    <PageHead
      title={`Revoke ${quoted(token.name)}?`}
      over={
        <p class="small">
          <a href={base}>API tokens</a>
        </p>
      }
    />
    <form class="stack tight" method="post" action={`${base}/${token.id}/revocation`}>
      <p>{`It was ${useWords(token, formats(shell))}. Scripts that still send it are refused from now on.`}</p>
      <p>This cannot be taken back.</p>
      <div class="row">
        <button class="btn primary">Revoke this token</button>
        <a class="btn quiet" href={base}>
          Keep it
        </a>
      </div>
    </form>
  </Layout>
);
