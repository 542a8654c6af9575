import { expect, it } from 'vitest';
import { providers } from '../../src/domain/words.ts';
import { iconNames } from '../../src/views/ui/icon.tsx';

const sprites = import.meta.glob<string>('../../src/styles/icons.svg', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const browser = import.meta.glob<string>('../../src/browser/*.js', { query: '?raw', import: 'default', eager: true });
const views = import.meta.glob<string>('../../src/views/**/*.tsx', { query: '?raw', import: 'default', eager: true });

it('the sprite holds every icon and glyph that the views name', () => {
  const drawn = new Set(
    [
      ...Object.values(sprites)
        .join()
        .matchAll(/<symbol id="([^"]+)"/g),
    ].map((match) => match[1]),
  );
  const glyphs = ['s-ok', 's-behind', 's-risk', 's-idle', 's-done', ...providers.map((each) => `p-${each}`), 'mark'];
  expect([...iconNames, ...glyphs].filter((name) => !drawn.has(name))).toEqual([]);
  expect(drawn.size).toBe(iconNames.length + glyphs.length);
});

it('nothing needs what the content security policy forbids', () => {
  // Letters are shown by mail programs, which know no policy of ours and no style sheet either.
  const pages = Object.entries({ ...browser, ...views }).filter(([file]) => !file.includes('/views/mail/'));
  for (const [file, text] of pages) {
    expect(text, file).not.toMatch(/\beval\(|new Function|innerHTML\s*=|hx-on|hx-trigger="[^"]*\[|\bjs:|style=/);
  }
});
