import type { Child } from 'hono/jsx';
import { Lexer, type Token, type Tokens } from 'marked';
import { isMemberId, spoken } from '../../domain/mentions/mention.ts';
import type { Names } from '../../domain/mentions/naming.ts';
import { tamed } from './markdown-limits.ts';

/**
 * What people wrote, in the subset of Markdown that notes need: paragraphs, emphasis, code, lists, quotes and links.
 * Everything else, HTML and images among it, shows as it was typed. Mentions show the name of today.
 */
export const Markdown = ({ text, names }: { text: string; names?: Names }) => {
  const source = tamed(text);
  return (
    <div class="said">
      {source.marked ? (
        blocks(new Lexer({ gfm: true, breaks: true }).lex(source.text), names)
      ) : (
        <p>{lines(spoken(text, names))}</p>
      )}
    </div>
  );
};

const blocks = (tokens: readonly Token[], names?: Names): Child[] => tokens.map((token) => block(token, names));

function block(token: Token, names?: Names): Child {
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'checkbox':
      return token.raw;
    case 'paragraph':
      return <p>{inline(token.tokens, names)}</p>;
    case 'text':
      return token.tokens ? inline(token.tokens, names) : plain(token.text, names);
    case 'heading':
      return (
        <p>
          <b>{inline(token.tokens, names)}</b>
        </p>
      );
    case 'blockquote':
      return <blockquote>{blocks(token.tokens ?? [], names)}</blockquote>;
    case 'code':
      return (
        <pre>
          <code>{token.text}</code>
        </pre>
      );
    case 'list':
      return <List {...(token as Tokens.List)} names={names} />;
    default:
      return <p>{lines(spoken(token.raw.trim(), names))}</p>;
  }
}

const List = ({ ordered, start, items, names }: Tokens.List & { names?: Names }) => {
  const entries = items.map((item) => <li>{blocks(item.tokens, names)}</li>);
  return ordered ? <ol start={Number(start) === 1 ? undefined : Number(start)}>{entries}</ol> : <ul>{entries}</ul>;
};

const inline = (tokens: readonly Token[] | undefined, names?: Names): Child[] =>
  (tokens ?? []).map((token) => span(token, names));

function span(token: Token, names?: Names): Child {
  switch (token.type) {
    case 'text':
      return token.tokens ? inline(token.tokens, names) : plain(token.text, names);
    case 'escape':
      return token.text;
    case 'br':
      return <br />;
    case 'strong':
      return <strong>{inline(token.tokens, names)}</strong>;
    case 'em':
      return <em>{inline(token.tokens, names)}</em>;
    case 'del':
      return <del>{inline(token.tokens, names)}</del>;
    case 'codespan':
      return <code>{token.text}</code>;
    case 'link':
      return <Link {...(token as Tokens.Link)} names={names} />;
    default:
      return plain(token.raw, names);
  }
}

const Link = ({ href, text, raw, tokens, names }: Tokens.Link & { names?: Names }) => {
  if (isMemberId(href)) return <b>{names?.get(href) ?? text}</b>;
  if (!isSafe(href)) return <>{plain(raw, names)}</>;
  return (
    <a href={href} rel="nofollow noopener noreferrer">
      {inline(tokens, names)}
    </a>
  );
};

/** Only addresses that say how they are reached; a browser reads through blanks and control characters in them. */
const isSafe = (href: string): boolean => /^(?:https?:\/\/|mailto:)[^\s\p{Cc}]+$/iu.test(href);

const plain = (text: string, names?: Names): Child => lines(spoken(text, names));

const lines = (text: string): Child[] => text.split('\n').flatMap((line, i) => (i === 0 ? [line] : [<br />, line]));
