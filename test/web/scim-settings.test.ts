import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { events } from '../../src/db/schema/access.ts';
import { scimTokens } from '../../src/db/schema/people.ts';
import { callerWith as scimWith } from '../scim/caller.ts';
import { type World, world } from '../support/world.ts';

async function ask(w: World, path: string, form?: Record<string, string>, person = w.amir) {
  const response = await exports.default.fetch(`http://localhost/o/${w.org.slug}/admin/security/scim${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(person), Origin: 'http://localhost' },
    body: form ? new URLSearchParams(form) : undefined,
  });
  const trips = Number(/trips=(\d+)/.exec(response.headers.get('Server-Timing') ?? '')?.[1]);
  return { status: response.status, html: await response.text(), location: response.headers.get('Location'), trips };
}

const tokenIn = (html: string) => /cairn_scim_[\w-]{43}/.exec(html)?.[0];

describe('Admin, Security, Provisioning', () => {
  it('makes a token that is shown once, works, is replaced and ended', async () => {
    const w = await world({ now: Date.now() });
    expect((await ask(w, '')).html).toContain('Make a token');
    const made = await ask(w, '', {});
    const token = tokenIn(made.html)!;
    expect(made.status).toBe(201);
    expect(made.html).toContain('http://localhost/scim/v2');
    expect((await scimWith(token)('GET', '/Users')).body.totalResults).toBe(4);
    const seen = await ask(w, '');
    expect(tokenIn(seen.html)).toBeUndefined();
    expect(seen.html).toMatch(/by Amir Haddad[\s\S]*Last used[\s\S]*today/);
    expect(seen.trips).toBe(2);
    expect(JSON.stringify(await w.db.select().from(scimTokens))).not.toContain(token);
    expect(JSON.stringify(await w.db.select().from(events))).not.toContain(token);

    const another = tokenIn((await ask(w, '', {})).html)!;
    expect((await scimWith(token)('GET', '/Users')).status).toBe(401);
    expect((await scimWith(another)('GET', '/Users')).status).toBe(200);
    expect((await ask(w, '/ending')).html).toContain('Switch provisioning off?');
    expect(await ask(w, '/ending', {})).toMatchObject({ status: 303, location: '/o/northwind/admin/security/scim' });
    expect((await scimWith(another)('GET', '/Users')).status).toBe(401);
    expect((await ask(w, '/ending')).status).toBe(303);
    expect((await ask(w, '/ending', {})).status).toBe(404);
    expect((await w.db.select().from(events)).map(({ action, actorId }) => [action, actorId])).toEqual([
      ['scim.token_made', w.amir.id],
      ['scim.token_made', w.amir.id],
      ['scim.token_ended', w.amir.id],
    ]);
  });

  it('is for owners and admins', async () => {
    const w = await world({ now: Date.now() });
    for (const person of [w.dana, w.omar])
      for (const [path, form] of [
        ['', undefined],
        ['', {}],
        ['/ending', {}],
      ] as const)
        expect((await ask(w, path, form, person)).status).toBe(403);
    expect(await w.db.select().from(scimTokens)).toEqual([]);
  });
});
