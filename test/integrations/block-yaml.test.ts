import { expect, it } from 'vitest';
import { readYaml } from './block-yaml.ts';

it('YAML in blocks is read as what it says', () => {
  const text = `
# A description
openapi: 3.0.0
info:
  title: 'It''s one' # so far
  note: >-
    folded: not a key

    - not an item
  long: goes on
    over two lines
'/users/{gid}':
  get:
    security:
    - token: []
    - oauth2: [read, "write"]
    parameters:
      - name: limit
        schema:
          type: integer
          maximum: 100
      -
        $ref: "#/a\\"b"
      - plain
    link:
      https://example.com/?a=b
    empty:
    nothing: {}
    deprecated: false
`;
  expect(readYaml(text)).toEqual({
    openapi: '3.0.0',
    info: { title: "It's one", note: 'folded: not a key\n\n- not an item', long: 'goes on over two lines' },
    '/users/{gid}': {
      get: {
        security: [{ token: [] }, { oauth2: ['read', 'write'] }],
        parameters: [{ name: 'limit', schema: { type: 'integer', maximum: 100 } }, { $ref: '#/a"b' }, 'plain'],
        link: 'https://example.com/?a=b',
        empty: null,
        nothing: {},
        deprecated: false,
      },
    },
  });
});

it('a line that is no key where one must be is an error that names the line', () =>
  expect(() => readYaml('a: 1\nodd')).toThrow('Line 2'));
