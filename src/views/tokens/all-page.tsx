import type { FieldErrors } from '../../domain/refusal.ts';
import type { NamedToken } from '../../domain/tokens/token.ts';
import { tokenScopes } from '../../domain/words.ts';
import { type Formats, formats as formatsOf } from '../format.ts';
import { Layout } from '../layout.tsx';
import { SecurityLink } from '../security/link.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { Empty } from '../ui/empty.tsx';
import { PageHead } from '../ui/heads.tsx';
import { Pager } from '../ui/pager.tsx';
import { TokenForm, type TokenValues } from './form.tsx';
import { TokenRows } from './rows.tsx';

type PageProps = {
  shell: Shell;
  /** Address of this page. */
  base: string;
  tokens: readonly NamedToken[];
  more: string | null;
  now: number;
  values: TokenValues;
  errors: FieldErrors;
  message?: string;
};

/** All API tokens of an organization: its own ones and its members’. */
export const AllTokensPage = ({ shell, base, tokens, more, now, values, errors, message }: PageProps) => {
  const formats = formatsOf(shell);
  return (
    <Layout shell={shell} title="API tokens" narrow>
      <PageHead
        title="API tokens"
        over={<SecurityLink shell={shell} />}
        under="Those of the organization act in its name and see no private OKR; personal ones act as their member."
      />
      {message && <Alert status="behind" title={message} urgent />}
      {tokens.length === 0 ? (
        <Empty heading="h2" title="No tokens yet">
          A token of the organization lets a script work here, whoever comes and goes.
        </Empty>
      ) : (
        <TokenRows {...{ base, tokens, now, formats }} whose={(token) => whoseWords(token, formats)} />
      )}
      <Pager href={more} />
      <TokenForm
        title="New token of the organization"
        {...{ action: base, values, errors, scopes: tokenScopes, endless: true }}
      />
    </Layout>
  );
};

const whoseWords = ({ kind, member, createdAt }: NamedToken, formats: Formats): string => {
  const made = `made ${formats.moment(createdAt)}`;
  return kind === 'organization' ? `The organization’s, ${made} by ${member}` : `${member}’s own, ${made}`;
};
