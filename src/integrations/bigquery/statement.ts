// What can be told about a query from its text alone, by cutting it into the pieces of GoogleSQL's lexical structure.

/** A comment, a string of any kind, a quoted name, a name (project ids hold hyphens), or one other character. */
const PIECE =
  /(--[^\n]*|#[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|("""(?:\\[\s\S]|(?!""")[\s\S])*(?:"""|$)|'''(?:\\[\s\S]|(?!''')[\s\S])*(?:'''|$)|"(?:\\[\s\S]|[^"\\])*"?|'(?:\\[\s\S]|[^'\\])*'?)|(`(?:\\[\s\S]|[^`\\])*`?)|([A-Za-z0-9_][A-Za-z0-9_-]*)|\s+|([\s\S])/g;

type Piece = { kind: 'string' | 'quoted' | 'word' | 'mark'; text: string };

/** What a project may be called: 6 to 30 letters, digits and hyphens, after the domain of an organization. */
const PROJECT = /^([a-z0-9.-]+:)?[a-z][a-z0-9-]{4,28}[a-z0-9]$/i;
/** Google's own data for everybody. */
const PUBLIC = 'bigquery-public-data';

/** Whether the text is a single query, by its first word and the absence of a second statement. */
export function isSelect(sql: string): boolean {
  const all = pieces(sql);
  const end = all.findIndex(({ kind, text }) => kind === 'mark' && text === ';');
  const single = end < 0 || all.slice(end).every(({ text }) => text === ';');
  const first = all.find(({ text }) => text !== '(');
  return single && first?.kind === 'word' && /^(select|with|from)$/i.test(first.text);
}

/**
 * A project other than `own` that the text reaches into, or null. Names of three parts and more begin with a project, in
 * quotes and in strings too, because some functions take names as text. A field of a field can look the same when its
 * table is called like a project; refusing that one asks for a shorter alias, and lets nothing through.
 */
export function foreignProject(sql: string, own: string): string | null {
  const isOwn = (path: string) => [own, PUBLIC].some((each) => path.toLowerCase().startsWith(`${each.toLowerCase()}.`));
  // A colon ends the domain of a project, or by an older spelling the project itself.
  const beginsWithProject = (path: string) =>
    [path, path.replace(':', '.')].some((spelling) => {
      const [first = '', ...rest] = spelling.slice(spelling.indexOf(':') + 1).split('.');
      return rest.length >= 2 && PROJECT.test(spelling.slice(0, spelling.indexOf(':') + 1) + first);
    });
  const foreign = paths(pieces(sql)).find((path) => beginsWithProject(path) && !isOwn(path));
  return foreign?.split('.')[0] ?? null;
}

function pieces(sql: string): Piece[] {
  return Array.from(sql.matchAll(PIECE)).flatMap(([, comment, string, quoted, word, mark]): Piece[] => {
    if (string !== undefined)
      return [{ kind: 'string', text: unescaped(string.replace(/^("""|'''|["'])|("""|'''|["'])$/g, '')) }];
    if (quoted !== undefined) return [{ kind: 'quoted', text: unescaped(quoted.replaceAll('`', '')) }];
    if (word !== undefined) return [{ kind: 'word', text: word }];
    return comment === undefined && mark !== undefined ? [{ kind: 'mark', text: mark }] : [];
  });
}

/** Characters that are written by their number or behind a backslash, as they are meant. */
const unescaped = (text: string): string =>
  text.replace(
    /\\(?:[xX]([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-3][0-7]{2})|([\s\S]))/g,
    (_, byte?: string, short?: string, long?: string, octal?: string, other?: string) => {
      const code = octal ? Number.parseInt(octal, 8) : Number.parseInt(byte ?? short ?? long ?? '', 16);
      return other ?? (code <= 0x10ffff ? String.fromCodePoint(code) : '');
    },
  );

/** Names joined by dots, whatever stands between them and the dots; strings one by one. */
function paths(all: readonly Piece[]): string[] {
  const found: string[] = [];
  let path = '';
  let dotted = false;
  for (const { kind, text } of all) {
    if (kind === 'string' && /^[\w.:*-]+$/.test(text)) found.push(text);
    if (kind === 'mark' && text === '.' && path !== '') dotted = true;
    else if ((kind === 'word' || kind === 'quoted' || text === '*') && dotted)
      [path, dotted] = [`${path}.${text}`, false];
    else {
      found.push(path);
      [path, dotted] = [kind === 'word' || kind === 'quoted' ? text : '', false];
    }
  }
  return [...found, path];
}
