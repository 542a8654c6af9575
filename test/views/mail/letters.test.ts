import { describe, expect, it } from 'vitest';
import type { Words } from '../../../src/domain/letters/letter.ts';
import { behalfLetter } from '../../../src/views/mail/behalf.ts';
import { invitationLetter } from '../../../src/views/mail/invitation.ts';
import { endingLetter, exportLetter } from '../../../src/views/mail/organization.ts';
import { passkeyLetter, recoveryLetter, signInLetter } from '../../../src/views/mail/signing-in.ts';
import { named } from '../../../src/views/mail/words.ts';

const now = Date.UTC(2026, 10, 22, 12);
const DAY = 24 * 60 * 60_000;
const german = { locale: 'de-DE', timeZone: 'Europe/Berlin', now };
const american = { locale: 'en-US', timeZone: 'America/Los_Angeles', now };

/** What somebody may type as a name. */
const EVIL = '<img src=https://evil.test/x.png>"\r\nBcc: eve@evil.test Visit https://evil.test/login';
const link = 'https://cairn.test/join?token=abc&x=1';

const all: Record<string, () => Required<Words>> = {
  'sign-in link': () => signInLetter({ locale: 'en', link }),
  'recovery link': () => recoveryLetter({ locale: 'en', link }),
  'new passkey': () => passkeyLetter({ locale: 'en', name: EVIL, account: link }),
  invitation: () => invitationLetter(german, { organization: EVIL, inviter: EVIL, expiresAt: now + 14 * DAY, link }),
  'work on behalf': () => behalfLetter(german, { admin: EVIL, endsAt: now, reason: EVIL, page: link }),
  'export ready': () => exportLetter(german, { organization: EVIL, until: now + 7 * DAY, page: link }),
  'organization ends': () =>
    endingLetter(german, { organization: EVIL, by: EVIL, deleteAt: now + 30 * DAY, page: link }),
};

describe.each(Object.entries(all))('the letter “%s”', (_, write) => {
  const { subject, text, html } = write();

  it('has its link in the text, and as a button and an address in the HTML', () => {
    expect(text).toContain(`:\n${link}\n`);
    const address = link.replace('&', '&amp;');
    expect(html).toContain(`<a href="${address}"`);
    expect(html).toMatch(new RegExp(`>${address.replace(/[?.]/g, '\\$&')}</p>`));
    expect(html.match(/<a /g)).toHaveLength(1);
  });

  it('loads nothing, runs nothing and has no styles but its own', () => {
    expect(html).not.toMatch(/<(?:img|script|link|style|iframe|form|object)|url\(|@import|class=|src="/i);
    expect(html.match(/href="/g)).toHaveLength(1);
    expect(html).toContain('<meta name="color-scheme" content="light dark"/>');
    expect(html).toMatch(/^<!doctype html><html lang="(?:en|de-DE)" dir="ltr">/);
  });

  it('says the same in both', () => {
    const words = (some: string) => some.replace(/\s+/g, ' ').trim();
    const plain = (some: string) =>
      words(
        some
          .replace(/<[^>]+>/g, ' ')
          .replace(/&quot;/g, '"')
          .replace(/&lt;/g, '<')
          .replace(/&gt;/g, '>')
          .replace(/&#39;/g, "'")
          .replace(/&amp;/g, '&'),
      );
    for (const line of text.split('\n').filter(Boolean))
      expect(plain(html)).toContain(
        words(line)
          .replace(/^“(.*)”$/, '$1')
          .replace(/:$/, ''),
      );
  });

  it('keeps names in their line, of bounded length and without a link', () => {
    expect(subject).not.toMatch(/[\r\n]/);
    expect(`${subject}${text}${html}`).not.toContain('://evil.test');
    expect(html).not.toContain('<img');
    for (const line of text.split('\n')) expect(line.startsWith('Bcc:')).toBe(false);
  });

  it('is in plain words', () => {
    expect(text).not.toMatch(/!|please|oops|successfully/i);
    expect(text.endsWith('\n')).toBe(true);
    expect(subject.length).toBeLessThan(150);
  });
});

describe('days and times in letters', () => {
  const invited = { organization: 'Northwind', inviter: null, expiresAt: Date.UTC(2026, 11, 1, 7), link };

  it('are in the locale and the zone of who reads them', () => {
    expect(invitationLetter(german, invited).text).toContain('until 1. Dezember. There');
    expect(invitationLetter(american, invited).text).toContain('until November 30. There');
    const begun = { admin: 'Amir', endsAt: Date.UTC(2026, 10, 22, 13, 5), reason: 'Dana is on leave', page: link };
    expect(behalfLetter(german, begun).text).toContain('until 22. November, 14:05 (Europe/Berlin)');
    expect(behalfLetter(american, begun).text).toMatch(/until November 22, 05:05\sAM \(America\/Los_Angeles\)/);
  });

  it('have their year when that is another one, and survive a locale that nobody knows', () => {
    const odd = { locale: 'x-nowhere', timeZone: 'Nowhere/City', now };
    expect(invitationLetter(odd, { ...invited, expiresAt: now + 60 * DAY }).text).toMatch(/until .*2027/);
  });
});

describe('a name in a letter', () => {
  it('is shown as it is', () => expect(named('Zoë O’Neill, J. R.')).toBe('Zoë O’Neill, J. R.'));

  it('says who invites, or that an admin does', () => {
    const asked = { organization: 'Northwind', expiresAt: now, link };
    expect(invitationLetter(german, { ...asked, inviter: 'Ada Marsh' }).text).toContain(
      'Ada Marsh invites you to Northwind',
    );
    expect(invitationLetter(german, { ...asked, inviter: null }).text).toContain('An admin invites you');
  });

  it('turns no direction and is cut when it is long', () => {
    expect(named('a\u202eb')).toBe('ab');
    expect([...named('ä'.repeat(200))]).toHaveLength(80);
  });
});

describe('the letter about an export', () => {
  it('says where to go when nobody said at which address this is reached', () => {
    const { text, html } = exportLetter(german, { organization: 'Northwind', until: now, page: null });
    expect(text).toContain('Fetch it in Cairn, under Admin, Data.');
    expect(html).not.toContain('<a ');
  });
});
