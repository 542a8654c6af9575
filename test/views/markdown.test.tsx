import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { MemberId } from '../../src/db/ids.ts';
import { kept } from '../../src/domain/mentions/mention.ts';
import { Markdown } from '../../src/views/ui/markdown.tsx';
import { tamed } from '../../src/views/ui/markdown-limits.ts';
import { plainText } from '../../src/views/ui/plain-text.ts';

const dana = 'mem_01ARZ3NDEKTSV4RRFFQ69G5FAV' as MemberId;
const html = (text: string, names?: ReadonlyMap<MemberId, string>) => String(<Markdown text={text} names={names} />);
const inside = (text: string, names?: ReadonlyMap<MemberId, string>) =>
  html(text, names).replace(/^<div class="said">|<\/div>$/g, '');

const allowed = ['div', 'p', 'br', 'strong', 'em', 'del', 'code', 'pre', 'ul', 'ol', 'li', 'a', 'blockquote', 'b'];
const tagsIn = (text: string) => [...text.matchAll(/<\/?([a-z0-9!?-]+)/gi)].map((match) => match[1]!.toLowerCase());
const attributesIn = (text: string) =>
  [...text.matchAll(/<[a-z][a-z0-9]*((?:\s[^<>]*)?)>/gi)].flatMap((tag) =>
    [...tag[1]!.matchAll(/\s([a-z-]+)="([^"]*)"/gi)].map(([, name, value]) => [name!, value!] as const),
  );
const hrefsIn = (text: string) => attributesIn(text).flatMap(([name, value]) => (name === 'href' ? [value] : []));
const isHarmless = (text: string) =>
  tagsIn(text).every((tag) => allowed.includes(tag)) &&
  attributesIn(text).every(([name]) => ['class', 'href', 'rel', 'start'].includes(name)) &&
  hrefsIn(text).every((href) => /^(https?:\/\/|mailto:)/i.test(href));

describe('Markdown', () => {
  it.each([
    ['plain words', '<p>plain words</p>'],
    ['one\ntwo', '<p>one<br/>two</p>'],
    ['one\n\ntwo', '<p>one</p><p>two</p>'],
    ['**strong** and *soft* and ~~gone~~', '<p><strong>strong</strong> and <em>soft</em> and <del>gone</del></p>'],
    ['`a < b`', '<p><code>a &lt; b</code></p>'],
    ['```js\n<b>\n```', '<pre><code>&lt;b&gt;</code></pre>'],
    ['- a\n- b\n  1. c', '<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>'],
    ['3. three\n4. four', '<ol start="3"><li>three</li><li>four</li></ol>'],
    ['> said', '<blockquote><p>said</p></blockquote>'],
    ['# Big', '<p><b>Big</b></p>'],
    ['a \\* b', '<p>a * b</p>'],
    [
      '[docs](https://a.test/x?y=1&z=2 "t")',
      '<p><a href="https://a.test/x?y=1&amp;z=2" rel="nofollow noopener noreferrer">docs</a></p>',
    ],
    ['a@b.test', '<p><a href="mailto:a@b.test" rel="nofollow noopener noreferrer">a@b.test</a></p>'],
    ['<https://a.test>', '<p><a href="https://a.test" rel="nofollow noopener noreferrer">https://a.test</a></p>'],
    ['- [ ] open', '<ul><li>[ ] open</li></ul>'],
  ])('reads %j', (text, shown) => {
    expect(inside(text)).toBe(shown);
  });

  it.each([
    ['a script', '<script>alert(1)</script>'],
    ['a script in a line', 'before <script>alert(1)</script> after'],
    ['an image that runs', '<img src=x onerror=alert(1)>'],
    ['an image', '![x](https://a.test/x.png)'],
    ['an image of a script', '![x](javascript:alert(1))'],
    ['a link to a script', '[x](javascript:alert(1))'],
    ['one in capitals', '[x](JaVaScRiPt:alert(1))'],
    ['one behind a blank', '[x](< javascript:alert(1)>)'],
    ['one in entities', '[x](&#106;avascript:alert(1))'],
    ['one in hexadecimal entities', '[x](&#x6A;avascript&colon;alert(1))'],
    ['one behind a control character', '[x](\u0001javascript:alert(1))'],
    ['one with a tab in it', '[x](java\tscript:alert(1))'],
    ['one by reference', '[x][y]\n\n[y]: javascript:alert(1)'],
    ['one between angle brackets', '<javascript:alert(1)>'],
    ['data', '[x](data:text/html;base64,PHNjcmlwdD4=)'],
    ['a vbscript', '[x](vbscript:msgbox)'],
    ['a relative address', '[x](//evil.test)'],
    ['a way out of an attribute', '[x](https://a.test/"onmouseover="alert(1))'],
    ['a way out of a title', '[x](https://a.test "\\" onmouseover=\\"alert(1)")'],
    ['nested brackets', '[[[x](javascript:alert(1))](javascript:alert(2))]'],
    ['a link in a link', '[a [b](javascript:1)](https://a.test)'],
    ['writing turned around', '[\u202Egro.elpmaxe\u202C](javascript:alert(1))'],
    ['a table', '|a|b|\n|-|-|\n|<b>|c|'],
    ['a comment', '<!-- --><svg onload=alert(1)>'],
    ['a frame', '<iframe srcdoc="<script>alert(1)</script>"></iframe>'],
    ['a name that is none', '@[<img src=x onerror=alert(1)>](mem_01ARZ3NDEKTSV4RRFFQ69G5FAV)'],
    ['code that ends early', '```\n</code></pre><script>alert(1)</script>\n```'],
  ])('makes nothing of %s', (_, text) => {
    const shown = html(text);
    expect(isHarmless(shown), shown).toBe(true);
    expect(hrefsIn(shown).join()).not.toMatch(/script|data:/i);
  });

  it('shows as it was typed what it does not read', () => {
    expect(inside('<b>x</b> ![y](z)')).toBe('<p>&lt;b&gt;x&lt;/b&gt; ![y](z)</p>');
    expect(inside('|a|\n|-|')).toBe('<p>|a|<br/>|-|</p>');
  });

  it('shows mentions by the name of today, or the one they were made with', () => {
    const text = `Thanks ${kept({ id: dana, name: 'Dana Whitlock' })}, well done`;
    expect(inside(text, new Map([[dana, 'Dana <W>']]))).toBe('<p>Thanks @<b>Dana &lt;W&gt;</b>, well done</p>');
    expect(inside(text)).toContain('@<b>Dana Whitlock</b>');
    expect(inside(`\`${kept({ id: dana, name: 'Dana' })}\``)).toContain('<code>');
  });

  it('is harmless whatever is typed', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ...[
          '<',
          '>',
          '"',
          "'",
          '&',
          '[',
          ']',
          '(',
          ')',
          '`',
          '```',
          '*',
          '_',
          '~~',
          '#',
          '- ',
          '1. ',
          '> ',
          '\n',
          '\\',
          '|',
        ],
        ...[
          'javascript:',
          'data:',
          'https://a.test',
          '<script>',
          '<a href=',
          'onerror=',
          '![',
          '](',
          '&#106;',
          '@[a](mem_',
          '\u202E',
          '\t',
        ],
      ),
      fc.string({ maxLength: 6, unit: 'grapheme' }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(isHarmless(html(pieces.join('')))).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});

describe('what reading costs', () => {
  /** Attempts of regular expressions, the unit of a lexer's work. */
  function attemptsFor(text: string): number {
    const spy = vi.spyOn(RegExp.prototype, 'exec');
    html(text);
    const attempts = spy.mock.calls.length;
    spy.mockRestore();
    return attempts;
  }

  const hostile = [
    '>',
    '- ',
    '1. ',
    '> - ',
    '[',
    '[a](',
    '**a*',
    '_a__b',
    '`a``b',
    '<a ',
    '![',
    '[a]: ',
    '***a',
    '|a',
    '\\',
    'a@b.c ',
  ];

  it.each(hostile)('stays bounded for %j without end', (unit) => {
    for (const size of [1_000, 10_000, 200_000]) {
      const text = unit.repeat(Math.ceil(size / unit.length));
      expect(attemptsFor(text)).toBeLessThan(100_000);
      expect(isHarmless(html(text))).toBe(true);
    }
  });

  it('cuts quotes and lists inside one another at eight', () => {
    const deep = html(`${'> '.repeat(40)}deep`);
    expect(deep.match(/<blockquote>/g)).toHaveLength(8);
    expect(deep).toContain('deep');
    expect(html(`${'- '.repeat(40)}a`).match(/<ul>/g)).toHaveLength(8);
  });

  it('leaves what is too long or made of signs as it was typed', () => {
    const long = `**${'a'.repeat(10_001)}**`;
    expect(inside(long)).toBe(`<p>${long}</p>`);
    expect(tamed('*a'.repeat(1_001)).marked).toBe(false);
    expect(tamed('no signs here').marked).toBe(false);
  });
});

describe('one line of it', () => {
  it.each([
    ['**Good**, `x` and [docs](https://a.test)', 'Good, x and docs'],
    ['*very* good, _really_, 2 * 3 * 4, snake_case_name', 'very good, really, 2 * 3 * 4, snake_case_name'],
    ['# Big\n\n- one\n- two', 'Big one two'],
    [`Hi ${kept({ id: dana, name: 'Dana' })}\n> ok`, 'Hi @Dana ok'],
    ['<b>x</b>', '<b>x</b>'],
  ])('of %j is %j', (text, line) => {
    expect(plainText(text)).toBe(line);
  });
});
