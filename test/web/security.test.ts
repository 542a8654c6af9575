import { exports } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { events } from '../../src/db/schema/access.ts';
import { findOrganization } from '../../src/domain/organizations/finding.ts';
import { listOwnTokens } from '../../src/domain/tokens/listing.ts';
import { type Person, type World, world } from '../support/world.ts';

const lately = (settings = {}) => world({ now: Date.now(), settings });

async function ask(w: World, path: string, form?: Record<string, string>, person: Person = w.ada, cookie?: string) {
  const response = await exports.default.fetch(`http://localhost/o/${w.org.slug}${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: cookie ?? (await w.cookie(person)), Origin: 'http://localhost' },
    body: form ? new URLSearchParams(form) : undefined,
  });
  const { status, headers } = response;
  return { status, headers, location: headers.get('Location'), html: await response.text() };
}

const secretIn = (html: string) => /cairn_(?:pat|org)_[\w-]{43}/.exec(html)?.[0];
const script = (changes = {}) => ({ name: 'Weekly report', scope: 'read', expires: '90', ...changes });

describe('the security of an organization', () => {
  it('says in words how every door stands', async () => {
    const w = await lately();
    const { status, html } = await ask(w, '/admin/security');
    expect(status).toBe(200);
    for (const words of [
      'Not set up. People sign in by a link or a passkey.',
      'None claimed.',
      'Off. People are invited by hand.',
      'None of the organization itself.',
      'Nobody has acted for anybody.',
    ])
      expect(html).toContain(words);
    await ask(w, '/admin/security/tokens', script());
    expect((await ask(w, '/admin/security')).html).toContain('1 of the organization itself.');
  });

  it('is for owners and admins', async () => {
    const w = await lately();
    for (const path of ['', '/tokens', '/sessions'])
      for (const person of [w.dana, w.omar])
        expect((await ask(w, `/admin/security${path}`, undefined, person)).status).toBe(403);
  });

  it('keeps how long sessions rest and who makes tokens, each in its own form', async () => {
    const w = await lately();
    const saved = await ask(w, '/admin/security', { group: 'sessions', session_days: '7' });
    expect(saved).toMatchObject({ status: 303, location: '/o/northwind/admin/security' });
    await ask(w, '/admin/security', { group: 'tokens' });
    expect(await findOrganization(w.db, w.org.id)).toMatchObject({ sessionDays: 7, memberTokens: false });
    const refused = await ask(w, '/admin/security', { group: 'sessions', session_days: '91' });
    expect(refused).toMatchObject({ status: 422, html: expect.stringContaining('from 1 to 90') });
    expect((await ask(w, '/admin/security', { group: 'scores' })).status).toBe(404);
  });
});

describe('signing everybody out', () => {
  it('ends every session of the organization but the one that asks', async () => {
    const w = await lately();
    const [own, theirs] = [await w.cookie(w.ada), await w.cookie(w.dana)];
    expect((await ask(w, '', undefined, w.dana, theirs)).status).toBe(200);
    expect((await ask(w, '/admin/security/sessions', {}, w.ada, own)).status).toBe(303);
    expect((await ask(w, '', undefined, w.dana, theirs)).location).toContain('/signin');
    expect((await ask(w, '', undefined, w.ada, own)).status).toBe(200);
    const told = await w.db.select().from(events).where(eq(events.action, 'organization.sessions_ended'));
    expect(told).toMatchObject([{ actorId: w.ada.id, subjectId: w.org.id }]);
  });

  it('leaves the sessions of another organization alone', async () => {
    const [w, south] = [await lately(), await world({ slug: 'southwind', now: Date.now() })];
    const theirs = await south.cookie(south.dana);
    await ask(w, '/admin/security/sessions', {});
    expect((await ask(south, '', undefined, south.dana, theirs)).status).toBe(200);
  });

  it('is for owners alone', async () => {
    const w = await lately();
    expect((await ask(w, '/admin/security/sessions', {}, w.amir)).status).toBe(403);
    expect((await ask(w, '/admin/security', undefined, w.amir)).html).not.toContain('Sign everybody out');
  });
});

describe('a token made on a page', () => {
  it('is shown once, on the answer to its form, which nothing keeps', async () => {
    const w = await lately();
    const made = await ask(w, '/account/tokens', script(), w.dana);
    expect(made.status).toBe(201);
    expect(made.headers.get('Cache-Control')).toContain('no-store');
    const secret = secretIn(made.html)!;
    expect(secret).toMatch(/^cairn_pat_/);
    const list = await ask(w, '/account/tokens', undefined, w.dana);
    expect(list.html).toContain('Weekly report');
    expect(list.html).not.toContain(secret.slice(0, 20));
    const me = await exports.default.fetch('http://localhost/api/v1/me', {
      headers: { Authorization: `Bearer ${secret}` },
    });
    expect(await me.json()).toMatchObject({ id: w.dana.id, scopes: ['read'] });
  });

  it('keeps what was typed when something is missing', async () => {
    const w = await lately();
    const refused = await ask(w, '/account/tokens', script({ name: '', scope: 'write', expires: 'day' }), w.dana);
    expect(refused.status).toBe(422);
    expect(refused.html).toContain('Choose its last day.');
    expect(refused.html).toContain('Give it a name.');
    const unnamed = await ask(w, '/account/tokens', script({ name: ' ', scope: 'write' }), w.dana);
    expect(unnamed.html).toContain('Give it a name.');
    expect(unnamed.html).toMatch(/value="write" checked/);
  });

  it('offers a member no more than they may do, and nothing where only admins make tokens', async () => {
    const w = await lately();
    const offered = (await ask(w, '/account/tokens', undefined, w.dana)).html;
    expect(offered).toContain('value="write"');
    expect(offered).not.toMatch(/value="admin"|value="never"/);
    const closed = await world({ slug: 'closed', now: Date.now(), settings: { memberTokens: false } });
    const none = await ask(closed, '/account/tokens', undefined, closed.dana);
    expect(none.html).toContain('Only owners and admins make tokens here.');
    expect((await ask(closed, '/account/tokens', script(), closed.dana)).status).toBe(403);
  });

  it('of somebody else is revoked by an admin and by no member', async () => {
    const w = await lately();
    await ask(w, '/account/tokens', script(), w.dana);
    const [token] = await listOwnTokens(w.as());
    const path = `/${token!.id}/revocation`;
    expect((await ask(w, `/account/tokens${path}`, {}, w.omar)).status).toBe(404);
    const all = await ask(w, '/admin/security/tokens', undefined, w.amir);
    expect(all.html).toContain('Dana Whitlock');
    expect((await ask(w, `/admin/security/tokens${path}`, undefined, w.amir)).html).toContain('cannot be taken back');
    expect((await ask(w, `/admin/security/tokens${path}`, {}, w.amir)).status).toBe(303);
    expect(await listOwnTokens(w.as())).toEqual([]);
  });
});
