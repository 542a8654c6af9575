import type { NamedToken } from '../../domain/tokens/token.ts';
import type { Formats } from '../format.ts';
import { expiryWords, scopeWord, useWords } from './words.ts';

type RowsProps = {
  /** Address of the list. */
  base: string;
  tokens: readonly NamedToken[];
  /** Whose they are, in a word; not said where they are all one’s own. */
  whose?: (token: NamedToken) => string;
  now: number;
  formats: Formats;
};

/** Tokens, each with what it may, until when, when it was used, and the way to revoke it. */
export const TokenRows = ({ base, tokens, whose, now, formats }: RowsProps) => (
  <ul class="rows" role="list">
    {tokens.map((token) => (
      <li id={token.id}>
        <p>
          {token.name}
          {whose && <small>{whose(token)}</small>}
          <small>{`${scopeWord(token)}, ${expiryWords(token, now, formats)}, ${useWords(token, formats)}`}</small>
        </p>
        <a class="btn quiet" href={`${base}/${token.id}/revocation`}>
          Revoke<span class="vh"> {token.name}</span>
        </a>
      </li>
    ))}
  </ul>
);
