import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Fault } from '../../src/scim/fault.ts';
import { MOST_CHARACTERS, parseFilter } from '../../src/scim/filter.ts';
import { type Json, matches } from '../../src/scim/matching.ts';
import { resourceTypes } from '../../src/scim/schemas.ts';
import { ENTERPRISE } from './caller.ts';

const barbara: Json = {
  id: 'mem_1',
  userName: 'bJensen',
  externalId: 'Ext-1',
  name: { givenName: 'Barbara', familyName: 'Jensen' },
  title: 'Tour Guide',
  active: true,
  emails: [
    { value: 'bjensen@example.com', type: 'work', primary: true },
    { value: 'babs@example.org', type: 'home' },
  ],
  meta: { created: '2026-11-20T12:00:00.000Z', resourceType: 'User' },
  [ENTERPRISE]: { department: 'Tours', manager: { value: 'mem_2' } },
};

const isTrue = (filter: string, resource: Json = barbara) => matches(parseFilter(resourceTypes.User, filter), resource);

describe('a filter', () => {
  it.each([
    'userName eq "bjensen"',
    'USERNAME Eq "BJENSEN"',
    'urn:ietf:params:scim:schemas:core:2.0:User:userName eq "bjensen"',
    'externalId eq "Ext-1"',
    'name.familyName co "nse"',
    'userName sw "bj" and title ew "guide"',
    'userName eq "nobody" or title pr',
    'userName eq "nobody" and title pr or active eq true',
    'active eq "True"',
    'not (userName eq "nobody")',
    'not(nickName pr)',
    'nickName ne "Babs"',
    'nickName eq null',
    'emails[type eq "work" and value co "@example.com"]',
    'emails[type eq "work"].value eq "bjensen@example.com"',
    'emails.value eq "babs@example.org"',
    'emails co "example.org"',
    'emails.type eq "home"',
    'emails[not (type eq "work")]',
    'meta.created gt "2026-11-20T11:59:59Z"',
    'meta.created le "2026-11-20T13:00:00+01:00"',
    `${ENTERPRISE}:department eq "tours"`,
    `${ENTERPRISE}:manager.value eq "mem_2"`,
    `(userName eq "bjensen") and (title pr and (active eq true))`,
  ])('is true: %s', (filter) => {
    expect(isTrue(filter)).toBe(true);
  });

  it.each([
    'userName eq "bjense"',
    'externalId eq "ext-1"',
    'userName pr and nickName pr',
    'userName eq "nobody" or active eq false',
    'emails[type eq "home" and value co "@example.com"]',
    'emails[type eq "home"].value eq "bjensen@example.com"',
    'emails ne "bjensen@example.com"',
    'meta.created lt "2026-11-20T12:00:00Z"',
    'groups pr',
    'not (active eq true)',
  ])('is false: %s', (filter) => {
    expect(isTrue(filter)).toBe(false);
  });

  it.each([
    '',
    'userName',
    'userName eq',
    'userName eq bjensen',
    'userName is "bjensen"',
    'favourite eq "tea"',
    'emails.favourite eq "tea"',
    'name[givenName eq "x"]',
    'name eq "x"',
    'userName eq "x" and',
    'userName eq "x" userName eq "y"',
    '(userName eq "x"',
    'userName eq "x")',
    'emails[type eq "work"',
    'emails[type eq "work"].nothing eq "x"',
    'userName eq "x',
    'userName gt null',
    'active gt true',
    'active eq "perhaps"',
    'userName eq 3',
    `${'('.repeat(30)}userName pr${')'.repeat(30)}`,
    `userName eq "${'x'.repeat(MOST_CHARACTERS)}"`,
  ])('is refused: %s', (filter) => {
    expect(() => parseFilter(resourceTypes.User, filter)).toThrow(Fault);
  });

  it('takes no longer for text that was made to take long', () => {
    const began = performance.now();
    for (const text of [
      `${'not ('.repeat(700)}`,
      `userName eq "${'\\'.repeat(3900)}`,
      `${'userName pr and '.repeat(240)}`,
      `${'a'.repeat(1990)}.${'b'.repeat(1990)}`,
      ' '.repeat(4000),
    ])
      expect(() => parseFilter(resourceTypes.User, text)).toThrow(Fault);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it('is read or refused, whatever is sent', () => {
    const piece = fc.constantFrom(
      'userName',
      'emails',
      '[',
      ']',
      '(',
      ')',
      ' ',
      ' and ',
      ' or ',
      'not',
      ' eq ',
      ' pr',
      '"x"',
      '.',
      'value',
      'true',
      '\\',
      '"',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece).map((pieces) => pieces.join('')),
        ),
        (text) => {
          try {
            isTrue(text);
          } catch (reason) {
            expect(reason).toBeInstanceOf(Fault);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});

/** A filter as a tree of its own, with what it means said a second time and as simply as can be. */
type Tree =
  | { op: 'and' | 'or'; a: Tree; b: Tree }
  | { op: 'not'; a: Tree }
  | { op: 'pr'; name: Name }
  | { op: Comparison; name: Name; value: string };
type Name = 'userName' | 'title' | 'nickName';
type Comparison = (typeof comparisons)[number];

const comparisons = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;
const names = fc.constantFrom<Name>('userName', 'title', 'nickName');
const words = fc.stringMatching(/^[abAB "\\]{0,3}$/);

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { depthSize: 'small' },
    fc.record({ op: fc.constantFrom(...comparisons), name: names, value: words }),
    fc.record({ op: fc.constant('pr' as const), name: names }),
    fc.record({ op: fc.constantFrom('and' as const, 'or' as const), a: tie('tree'), b: tie('tree') }),
    fc.record({ op: fc.constant('not' as const), a: tie('tree') }),
  ),
}));

const written = (each: Tree, loud: boolean): string => {
  const word = (text: string) => (loud ? text.toUpperCase() : text);
  if (each.op === 'not') return `${word('not')} (${written(each.a, loud)})`;
  if (each.op === 'and') return `${bracketed(each.a, loud)} ${word('and')} ${bracketed(each.b, loud)}`;
  if (each.op === 'or') return `${written(each.a, loud)} ${word('or')} ${written(each.b, loud)}`;
  if (each.op === 'pr') return `${word(each.name)} ${word('pr')}`;
  if ('value' in each) return `${word(each.name)} ${word(each.op)} ${JSON.stringify(each.value)}`;
  return '';
};
const bracketed = (each: Tree, loud: boolean) => (each.op === 'or' ? `(${written(each, loud)})` : written(each, loud));

const means = (each: Tree, of: Partial<Record<Name, string>>): boolean => {
  if (each.op === 'and') return means(each.a, of) && means(each.b, of);
  if (each.op === 'or') return means(each.a, of) || means(each.b, of);
  if (each.op === 'not') return !means(each.a, of);
  if (!('name' in each)) return false;
  const value = of[each.name]?.toLowerCase() || undefined;
  if (!('value' in each)) return value !== undefined;
  const asked = each.value.toLowerCase();
  if (value === undefined) return each.op === 'ne';
  const answers: Record<Comparison, boolean> = {
    eq: value === asked,
    ne: value !== asked,
    co: value.includes(asked),
    sw: value.startsWith(asked),
    ew: value.endsWith(asked),
    gt: value > asked,
    ge: value >= asked,
    lt: value < asked,
    le: value <= asked,
  };
  return answers[each.op as Comparison];
};

describe('what is read of a filter', () => {
  it('means what was written', () => {
    const resources = fc.record({ userName: words, title: words, nickName: words }, { requiredKeys: [] });
    fc.assert(
      fc.property(tree, resources, fc.boolean(), (each, resource, loud) => {
        const text = written(each, loud);
        fc.pre(text.length <= MOST_CHARACTERS && !/\({15}|(NOT \(){15}/i.test(text));
        expect(isTrue(text, resource)).toBe(means(each, resource));
      }),
      { numRuns: 1000 },
    );
  });
});
