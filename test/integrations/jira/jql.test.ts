import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jira } from '../../../src/integrations/jira/index.ts';
import { and, withoutOrderBy } from '../../../src/integrations/jira/jql.ts';

describe('ORDER BY', () => {
  it.each([
    ['project = AE ORDER BY created DESC', 'project = AE'],
    ['project = AE order by rank', 'project = AE'],
    ['project = AE OrDeR\n\tbY rank, key', 'project = AE'],
    ['  project = AE  ', 'project = AE'],
    ['project in (A, B)ORDER BY key', 'project in (A, B)'],
    ['summary ~ "a"order by key', 'summary ~ "a"'],
    ['ORDER BY key', ''],
    ['project = AE', 'project = AE'],
    ['', ''],
  ])('%j becomes %j', (jql, expected) => expect(withoutOrderBy(jql)).toBe(expected));

  it.each([
    'summary ~ "please order by phone"',
    "summary ~ 'order by'",
    'summary ~ "she said \\"hi\\" order by noon"',
    "summary ~ 'it\\'s order by noon'",
    'summary ~ "ends in a backslash \\\\" AND labels = "order by"',
    'labels = reorder AND labels = by',
    'labels = order-by',
    'labels in (preorder, by)',
    'cf[order] = 1 AND x = by',
    'text ~ "never closed order by key',
    'labels = order',
    'labels = order AND by = 1',
    'labels = order\\ by',
  ])('%j stays as it is', (jql) => expect(withoutOrderBy(jql)).toBe(jql));

  const quoted = fc
    .tuple(
      fc.constantFrom('"', "'"),
      fc.string().map((text) => `${text} order by key`),
    )
    .map(([quote, text]) => quote + text.replace(/["'\\]/g, '\\$&') + quote);

  it('goes, whatever quoted text stands before it, and that text stays', () => {
    fc.assert(
      fc.property(
        fc.array(quoted, { minLength: 1 }),
        fc.constantFrom('ORDER BY', 'order  by', 'Order\nBy'),
        (texts, order) => {
          const jql = texts.map((text) => `summary ~ ${text}`).join(' AND ');
          expect(withoutOrderBy(`${jql} ${order} created DESC, "x order by y"`)).toBe(jql);
          expect(withoutOrderBy(jql)).toBe(jql);
        },
      ),
    );
  });

  const jqlPiece = fc.constantFrom('order', 'by', ' ', '"', "'", '\\', '(', '=', 'AND', 'x');

  it('stripping twice is stripping once', () => {
    fc.assert(
      fc.property(
        fc.array(jqlPiece).map((pieces) => pieces.join('')),
        (jql) => {
          const once = withoutOrderBy(jql);
          expect(withoutOrderBy(once)).toBe(once);
        },
      ),
    );
  });
});

describe('two conditions', () => {
  it('keep the query in parentheses, so that an OR in it stays together', () => {
    expect(and('project = A OR project = B', 'statusCategory = Done')).toBe(
      '(project = A OR project = B) AND statusCategory = Done',
    );
  });

  it('leave the clause alone when there is no query', () => expect(and('', 'a = 1')).toBe('a = 1'));
});

describe('the key of a query', () => {
  it('is the same for queries that differ in order and outer white space only', () => {
    expect(jira.queryKey({ jql: ' project = AE ORDER BY key' })).toBe(jira.queryKey({ jql: 'project = AE' }));
  });

  it('differs when the text differs in case, since values may depend on it', () => {
    expect(jira.queryKey({ jql: 'labels = Quality' })).not.toBe(jira.queryKey({ jql: 'labels = quality' }));
  });
});
