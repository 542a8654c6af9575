import type { FieldErrors } from '../../domain/refusal.ts';
import type { NamedToken } from '../../domain/tokens/token.ts';
import type { TokenScope } from '../../domain/words.ts';
import { formats as formatsOf } from '../format.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { Empty } from '../ui/empty.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { TokenForm, type TokenValues } from './form.tsx';
import { TokenRows } from './rows.tsx';

type PageProps = {
  shell: Shell;
  /** Address of this page. */
  base: string;
  tokens: readonly NamedToken[];
  now: number;
  /** What a new one may do; null where members make none. */
  scopes: readonly TokenScope[] | null;
  endless: boolean;
  values: TokenValues;
  errors: FieldErrors;
  message?: string;
};

/** One's own API tokens, and the form of a new one. */
export const OwnTokensPage = ({ shell, base, tokens, now, scopes, endless, values, errors, message }: PageProps) => {
  const formats = formatsOf(shell);
  return (
    <Layout shell={shell} title="API tokens" narrow>
      <PageHead
        title="API tokens"
        over={
          <p class="small">
            <a href={`/o/${shell.org.slug}/account`}>Your account</a>
          </p>
        }
        under="A script that sends one acts as you, as far as the token allows."
      />
      {message && <Alert status="behind" title={message} urgent />}
      {tokens.length === 0 ? (
        <Empty heading="h2" title="No tokens yet">
          With one, a script reads and changes what you can.
        </Empty>
      ) : (
        <section aria-labelledby="tokens">
          <SectionHead id="tokens" title="In use" count={formats.number(tokens.length)} />
          <TokenRows {...{ base, tokens, now, formats }} />
        </section>
      )}
      {scopes ? (
        <TokenForm title="New token" {...{ action: base, values, errors, scopes, endless }} />
      ) : (
        <p class="small">
          {shell.me.role === 'observer'
            ? 'Observers look on and make no tokens.'
            : 'Only owners and admins make tokens here. Ask one of them.'}
        </p>
      )}
    </Layout>
  );
};
