import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameSitePath } from '../../src/lib/same-site.ts';
import { inProduction, SITE } from '../support/callers.ts';
import { world } from '../support/world.ts';

const away = [
  'https://evil.test',
  '//evil.test',
  '///evil.test',
  '/\\evil.test',
  '\\\\evil.test',
  '/\t/evil.test',
  '/\n/evil.test',
  '/%0d%0aSet-Cookie:a=b',
  '/.//evil.test',
  '/..//evil.test',
  'javascript:alert(1)',
  '/x\r\nSet-Cookie: a=b',
  `${SITE}@evil.test`,
  '//cairn.test@evil.test',
];

/** Where a browser that stands at `SITE` would go. */
const leads = (location: string) => new URL(location, SITE).origin;

describe('a way back', () => {
  it.each(away)('%j leads to this site or nowhere', (text) => {
    const path = sameSitePath(text);
    if (path !== null) expect(leads(path)).toBe(SITE);
  });

  it('leads to this site or nowhere, whatever is sent', () => {
    const piece = fc.constantFrom(
      '/',
      '\\',
      '.',
      '..',
      '\t',
      '\n',
      '@',
      ':',
      '?',
      '#',
      '%2f',
      '%5c',
      'evil.test',
      'https:',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const path = sameSitePath(pieces.join(''));
        expect(path === null || leads(path) === SITE).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(away)('%j is followed by no page that takes one', async (next) => {
    const w = await world({ now: Date.now() });
    const headers = {
      Cookie: `__Host-${await w.cookie(w.ada)}`,
      Origin: SITE,
      Referer: next.startsWith('http') ? next : SITE,
    };
    const query = new URLSearchParams({ next, org: next, failed: next, state: next, token: next });
    const form = new URLSearchParams({
      next,
      theme: 'dark',
      email: 'dana@northwind.test',
      address: 'northwind',
      org: next,
    });
    for (const path of [
      '/signin',
      '/signin/link',
      '/signin/sso',
      '/sso/northwind',
      '/sso/callback',
      '/join',
      '/',
      '/organizations',
    ])
      for (const init of [{ headers }, { method: 'POST', headers, body: form }]) {
        const answer = await inProduction(`${path}?${query}`, init);
        const location = answer.headers.get('Location');
        if (location) expect(leads(location), path).toBe(SITE);
        expect(
          answer.headers.getSetCookie().some((line) => line.startsWith('a=')),
          path,
        ).toBe(false);
      }
    const answer = await inProduction('/theme', { method: 'POST', headers, body: form });
    expect(leads(answer.headers.get('Location')!)).toBe(SITE);
  });
});
