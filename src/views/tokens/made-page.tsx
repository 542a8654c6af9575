import type { Token } from '../../domain/tokens/token.ts';
import { CopyText } from '../connections/copy-text.tsx';
import { formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { PageHead } from '../ui/heads.tsx';
import { expiryWords, scopeWord } from './words.ts';

type PageProps = { shell: Shell; base: string; token: Token; secret: string; now: number };

/** A token that was just made, with its secret: the only page that ever shows it. */
export const MadeTokenPage = ({ shell, base, token, secret, now }: PageProps) => (
  <Layout shell={shell} title="Your new token" narrow>
    <PageHead
      title={token.name}
      over={
        <p class="small">
          <a href={base}>API tokens</a>
        </p>
      }
      under={`${scopeWord(token)}, ${expiryWords(token, now, formats(shell))}`}
    />
    <p>Copy it now. Cairn keeps only a fingerprint of it and cannot show it again.</p>
    <CopyText id="secret" label="Token" text={secret} />
    <p class="small">
      Send it with every request: <code>Authorization: Bearer</code> and the token. What it can be used for stands in{' '}
      <a href="/api/v1/openapi.json">the description of the API</a>.
    </p>
    <p class="row">
      <a class="btn" href={base}>
        I have copied it
      </a>
    </p>
  </Layout>
);
