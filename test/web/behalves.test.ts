import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { listMails } from '../../src/mail/mailbox.ts';
import { type Person, type World, world } from '../support/world.ts';

const lately = () => world({ now: Date.now() });

/** A browser that keeps its session cookie as browsers do. */
async function browser(w: World, person: Person) {
  let cookie = await w.cookie(person);
  const ask = async (path: string, form?: Record<string, string>) => {
    const response = await exports.default.fetch(`http://localhost/o/${w.org.slug}${path}`, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { Cookie: cookie, Origin: 'http://localhost' },
      body: form ? new URLSearchParams(form) : undefined,
    });
    const before = cookie;
    cookie =
      response.headers
        .getSetCookie()
        .find((each) => each.startsWith('session='))
        ?.split(';')[0] ?? cookie;
    const location = response.headers.get('Location');
    return { status: response.status, location, html: await response.text(), rotated: before !== cookie, before };
  };
  return { ask, cookie: () => cookie };
}

const asked = (member: Person) => ({ member_id: member.id, minutes: '30', reason: 'Dana is on leave' });

describe('acting for a member', () => {
  it('shows a banner with both names on every page, and a way out', async () => {
    const w = await lately();
    const { ask } = await browser(w, w.amir);
    expect((await ask('')).html).not.toContain('acting for');
    expect(await ask('/admin/behalves', asked(w.dana))).toMatchObject({ status: 303, location: '/o/northwind' });
    const okr = await w.okr({});
    for (const path of ['', '/okrs', '/check-in', `/check-in/${okr.id}`, `/okrs/${okr.id}`, '/nowhere']) {
      const { html } = await ask(path);
      expect(html, path).toContain('You are Amir Haddad, acting for Dana Whitlock.');
      expect(html, path).toMatch(/30 minutes left/);
    }
    expect(await ask('/behalf/end', {})).toMatchObject({ status: 303, location: '/o/northwind', rotated: true });
    expect((await ask('')).html).not.toContain('acting for');
  });

  it('gives the browser a new session, and the old one is nobody’s', async () => {
    const w = await lately();
    const { ask } = await browser(w, w.amir);
    const begun = await ask('/admin/behalves', asked(w.dana));
    expect(begun.rotated).toBe(true);
    const stolen = await exports.default.fetch('http://localhost/o/northwind', {
      headers: { Cookie: begun.before },
      redirect: 'manual',
    });
    expect(stolen.headers.get('Location')).toContain('/signin');
  });

  it('opens neither the admin pages nor the member’s account', async () => {
    const w = await lately();
    const { ask } = await browser(w, w.amir);
    await ask('/admin/behalves', asked(w.dana));
    for (const path of ['/admin/security', '/admin/behalves', '/account', '/account/tokens', '/account/behalf'])
      expect((await ask(path)).status, path).toBe(403);
    expect((await ask('/account/tokens', { name: 'Script', scope: 'read', expires: '30' })).status).toBe(403);
    expect((await ask('/account/behalf', { allows: 'on' })).status).toBe(403);
    expect((await ask('/admin/behalves', asked(w.omar))).status).toBe(403);
  });

  it('keeps an owner who acts for an admin out of that admin’s tokens', async () => {
    const w = await lately();
    const { ask } = await browser(w, w.ada);
    await ask('/admin/behalves', asked(w.amir));
    expect((await ask('/admin/security')).status).toBe(200);
    const made = await ask('/admin/security/tokens', { name: 'Script', scope: 'admin', expires: 'never' });
    expect(made.status).toBe(403);
    expect((await ask('/admin/behalves', asked(w.dana))).status).toBe(403);
  });

  it('tells the member by a letter and on their account', async () => {
    const w = await lately();
    await (await browser(w, w.amir)).ask('/admin/behalves', asked(w.dana));
    await expect.poll(async () => (await listMails(w.db)).length).toBe(1);
    const [letter] = await listMails(w.db);
    expect(letter).toMatchObject({ to: w.dana.email, subject: 'An admin acts for you in Cairn' });
    expect(letter!.text).toContain('Amir Haddad acts for you');
    expect(letter!.text).toContain('Dana is on leave');
    const dana = await browser(w, w.dana);
    const own = (await dana.ask('/account/behalf')).html;
    expect(own).toContain('Amir Haddad for Dana Whitlock');
    expect(own).toContain('Dana is on leave');
    expect((await dana.ask('/account/behalf', { allows: 'on' })).location).toBe('/o/northwind/account/behalf');
    expect((await dana.ask('/account/behalf')).html).toMatch(/name="allows"[^>]*checked/);
  });

  it('asks for a reason and a time, and keeps what was typed', async () => {
    const w = await lately();
    const { ask } = await browser(w, w.amir);
    const refused = await ask('/admin/behalves', { ...asked(w.dana), minutes: '600', reason: '' });
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('Write down why. The member reads it.');
    expect(refused.html).toContain('Choose how long.');
    expect(refused.html).toContain('Act for Dana Whitlock');
    expect((await ask(`/admin/behalves/new/${w.ada.id}`)).html).toContain('Nobody acts for an owner.');
    expect((await ask('/admin/behalves', asked(w.ada))).status).toBe(403);
  });

  it('is quiet when it has ended by itself and Stop is pressed late', async () => {
    const w = await lately();
    expect(await (await browser(w, w.dana)).ask('/behalf/end', {})).toMatchObject({ status: 303, rotated: false });
  });

  it('is told in the story under both names', async () => {
    const w = await lately();
    const okr = await w.okr({});
    const { ask } = await browser(w, w.amir);
    await ask('/admin/behalves', asked(w.dana));
    expect((await ask(`/okrs/${okr.id}/check-ins`, { value: '12' })).status).toBe(303);
    const { html } = await (await browser(w, w.omar)).ask(`/okrs/${okr.id}`);
    expect(html).toContain('Dana Whitlock, by Amir Haddad, checked in');
  });
});
