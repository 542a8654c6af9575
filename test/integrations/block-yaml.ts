/**
 * Reads the YAML in which providers publish descriptions of their interfaces: maps, lists and texts in blocks, without
 * anchors, tags and flow collections of several lines. How long texts are folded is not kept.
 */
export function readYaml(text: string): unknown {
  const lines = text.split('\n').map((line) => ({ indent: line.search(/\S|$/), text: line.trim() }));
  return block({ lines, at: 0 });
}

type Cursor = { lines: { indent: number; text: string }[]; at: number };

const KEY = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^\s'"[{#-][^#]*?|-[^\s#][^#]*?):(?:\s+(.*))?$/;

/** The next line that says something, or undefined at the end. */
function peek(cursor: Cursor) {
  while (/^(#|$)/.test(cursor.lines[cursor.at]?.text ?? '.')) cursor.at++;
  return cursor.lines[cursor.at];
}

const isItem = (text: string) => text === '-' || text.startsWith('- ');

function block(cursor: Cursor): unknown {
  const first = peek(cursor);
  if (!first) return null;
  return isItem(first.text) ? list(cursor, first.indent) : map(cursor, first.indent);
}

function list(cursor: Cursor, indent: number): unknown[] {
  const items: unknown[] = [];
  for (let line = peek(cursor); line?.indent === indent && isItem(line.text); line = peek(cursor)) {
    const rest = line.text.slice(1).trimStart();
    if (KEY.test(rest)) {
      // The first key of a map stands where its other keys do.
      cursor.lines[cursor.at] = { indent: indent + line.text.length - rest.length, text: rest };
      items.push(block(cursor));
    } else items.push(value(cursor, rest, indent));
  }
  return items;
}

function map(cursor: Cursor, indent: number): Record<string, unknown> {
  const entries: Record<string, unknown> = {};
  for (let line = peek(cursor); line?.indent === indent; line = peek(cursor)) {
    const [, key, rest = ''] = KEY.exec(line.text) ?? [];
    if (key === undefined) throw new Error(`Line ${cursor.at + 1} is no key: ${line.text}`);
    entries[String(scalar(key))] = value(cursor, rest, indent);
  }
  return entries;
}

/** What follows a key or a dash that stands at `indent`. */
function value(cursor: Cursor, rest: string, indent: number): unknown {
  cursor.at++;
  if (rest === '' || rest.startsWith('#')) {
    const next = peek(cursor);
    const inside = next && (next.indent > indent || (next.indent === indent && isItem(next.text)));
    if (!inside) return null;
    return isItem(next.text) || KEY.test(next.text) ? block(cursor) : value(cursor, next.text, indent);
  }
  if (/^[|>][-+]?$/.test(rest)) return further(cursor, indent).join('\n').trim();
  if (/^["']/.test(rest)) {
    let whole = rest;
    while (!isClosed(whole) && cursor.at < cursor.lines.length) whole += ` ${cursor.lines[cursor.at++]!.text}`;
    return scalar(whole);
  }
  if (/^[[{]/.test(rest)) return flow(rest);
  return scalar(
    [rest, ...further(cursor, indent)]
      .join(' ')
      .replace(/\s+#.*$/, '')
      .trim(),
  );
}

/** The lines that stand deeper than `indent`. */
function further(cursor: Cursor, indent: number): string[] {
  const texts: string[] = [];
  for (let line = cursor.lines[cursor.at]; line && (line.text === '' || line.indent > indent); ) {
    texts.push(line.text);
    line = cursor.lines[++cursor.at];
  }
  return texts;
}

const isClosed = (text: string) => /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')\s*(#.*)?$/.test(text);

function flow(text: string): unknown {
  const inside = text.slice(1, -1).trim();
  if (text.startsWith('{')) return inside === '' ? {} : Object.fromEntries([inside.split(/:\s*/)]);
  return inside === '' ? [] : inside.split(/\s*,\s*/).map(scalar);
}

function scalar(text: string): unknown {
  if (text.startsWith('"')) return text.slice(1, text.lastIndexOf('"')).replace(/\\(.)/g, '$1');
  if (text.startsWith("'")) return text.slice(1, text.lastIndexOf("'")).replaceAll("''", "'");
  if (text === 'null' || text === '~' || text === '') return null;
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
}
