import { expect, it } from 'vitest';

const documents = import.meta.glob('../../docs/{security,permissions}.md', {
  query: '?raw',
  import: 'default',
  eager: true,
}) as Record<string, string>;
const files = Object.keys(import.meta.glob('../../{src,test,docs}/**/*', { query: '?raw' })).map((path) =>
  new URL(path, 'file:///test/security/').pathname.slice(1),
);

it.each(Object.entries(documents))('%s names files that are there', (_, text) => {
  const named = [...text.matchAll(/`((?:src|test|docs)\/[^`]+\.(?:tsx?|md))`/g)].map(([, path]) => path!);
  expect(named.length).toBeGreaterThan(2);
  expect(named.filter((path) => !files.includes(path))).toEqual([]);
});
