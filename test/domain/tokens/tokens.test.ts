import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { apiTokens, events } from '../../../src/db/schema/access.ts';
import type { Context } from '../../../src/domain/context.ts';
import { deactivateMember, editMember } from '../../../src/domain/members/editing.ts';
import { findMember } from '../../../src/domain/members/listing.ts';
import { findCaller } from '../../../src/domain/sessions/session.ts';
import { createToken } from '../../../src/domain/tokens/creating.ts';
import { findToken, listOwnTokens, listTokenPage } from '../../../src/domain/tokens/listing.ts';
import { revokeToken } from '../../../src/domain/tokens/revoking.ts';
import { allows, newTokenInput, scopesFor, upTo } from '../../../src/domain/tokens/token.ts';
import { noteTokenUse } from '../../../src/domain/tokens/using.ts';
import { tokenScopes } from '../../../src/domain/words.ts';
import { DAY, type Person, type World, world } from '../../support/world.ts';

const asked = (said: Record<string, unknown> = {}) =>
  newTokenInput.parse({ name: 'Weekly report', scopes: ['read'], ...said });

const forOrganization = (said: Record<string, unknown> = {}) => asked({ kind: 'organization', ...said });

const actingFor = (w: World, person: Person): Context => {
  const ctx = w.as(person);
  return {
    ...ctx,
    actor: { ...ctx.actor, via: 'page', by: { memberId: w.amir.id, name: w.amir.name } } as Context['actor'],
  };
};

const eventsOf = (w: World, subject: string) =>
  w.db.select().from(events).where(eq(events.subjectId, subject)).orderBy(events.id);

describe('scopes', () => {
  it('each include those before', () => {
    expect(upTo('write')).toEqual(['read', 'check_in', 'write']);
    for (const [i, held] of tokenScopes.entries())
      expect(tokenScopes.map((needed) => allows([held], needed))).toEqual(tokenScopes.map((_, j) => j <= i));
  });

  it('are cut to what the role may', () => {
    expect(scopesFor('admin', ['admin'])).toEqual([...tokenScopes]);
    expect(scopesFor('member', ['read', 'admin'])).toEqual(['read', 'check_in', 'write']);
    expect(scopesFor('observer', ['write'])).toEqual(['read', 'check_in']);
    expect(scopesFor('owner', [])).toEqual([]);
  });
});

describe('making a token', () => {
  it('gives its secret once, keeps a fingerprint alone and leaves an event without either', async () => {
    const w = await world();
    const { token, secret } = await createToken(w.as(), asked({ scopes: ['write'] }));
    expect(secret).toMatch(/^cairn_pat_[\w-]{43}$/);
    expect(token).toMatchObject({ kind: 'personal', memberId: w.dana.id, scopes: ['read', 'check_in', 'write'] });
    expect(token.expiresAt).toBe(w.now + 90 * DAY);
    const [row] = await w.db.select().from(apiTokens).where(eq(apiTokens.id, token.id));
    expect(JSON.stringify(row)).not.toContain(secret);
    const told = await eventsOf(w, token.id);
    expect(told).toMatchObject([{ action: 'token.created', actorId: w.dana.id, data: { kind: 'personal' } }]);
    expect(JSON.stringify(told)).not.toContain(secret.slice(10));
  });

  it('ends with the last moment of the day asked for, in the zone of the organization', async () => {
    const w = await world({ settings: { timeZone: 'America/New_York' } });
    const { token } = await createToken(w.as(), asked({ expires_on: '2026-12-01' }));
    expect(token.expiresAt).toBe(Date.parse('2026-12-02T05:00:00Z'));
  });

  it('refuses a day that is over, and no end to members', async () => {
    const w = await world();
    await expect(createToken(w.as(), asked({ expires_on: '2026-11-19' }))).rejects.toMatchObject({
      fields: { expires_on: 'This day is over. Choose one to come.' },
    });
    await expect(createToken(w.as(), asked({ expires_on: null }))).rejects.toMatchObject({ code: 'invalid' });
    expect((await createToken(w.as(w.amir), asked({ expires_on: null }))).token.expiresAt).toBeNull();
  });

  it('lets no token do more than its maker', async () => {
    const w = await world();
    await expect(createToken(w.as(), asked({ scopes: ['admin'] }))).rejects.toMatchObject({
      fields: { scopes: 'A token does no more than you may do yourself.' },
    });
    expect((await createToken(w.as(w.amir), asked({ scopes: ['admin'] }))).token.scopes).toEqual([...tokenScopes]);
  });

  it('lets a token that does not administer make none that does', async () => {
    const w = await world();
    const { secret } = await createToken(w.as(w.ada), asked({ scopes: ['write'] }));
    const { actor } = (await findCaller(w.db, secret, w.now))!;
    const ctx = { ...w.as(w.ada), actor };
    await expect(createToken(ctx, asked({ scopes: ['admin'] }))).rejects.toMatchObject({ code: 'invalid' });
    await expect(createToken(ctx, forOrganization())).rejects.toMatchObject({ code: 'forbidden' });
    await expect(createToken(ctx, asked({ expires_on: null }))).rejects.toMatchObject({ code: 'invalid' });
  });

  it('is not for observers, for members where the organization says so, or on behalf of somebody', async () => {
    const w = await world({ settings: { memberTokens: false } });
    for (const ctx of [w.as(w.omar), w.as(w.dana), actingFor(w, w.dana)])
      await expect(createToken(ctx, asked())).rejects.toMatchObject({ code: 'forbidden' });
    expect((await createToken(w.as(w.amir), asked())).token.memberId).toBe(w.amir.id);
  });

  it('of the organization is for owners and admins', async () => {
    const w = await world();
    await expect(createToken(w.as(), forOrganization())).rejects.toMatchObject({ code: 'forbidden' });
    const { secret } = await createToken(w.as(w.amir), forOrganization());
    expect(secret).toMatch(/^cairn_org_/);
  });

  it('stops at fifty in use, and goes on when one is revoked', async () => {
    const w = await world();
    const made = [];
    for (let i = 0; i < 50; i++) made.push(await createToken(w.as(), asked()));
    await expect(createToken(w.as(), asked())).rejects.toMatchObject({ code: 'limit' });
    await revokeToken(w.as(), made[0]!.token.id);
    await expect(createToken(w.as(), asked())).resolves.toBeDefined();
  });
});

describe('a token in use', () => {
  it('acts as its member, with the role that they have now', async () => {
    const w = await world();
    const { secret } = await createToken(w.as(w.amir), asked({ scopes: ['admin'] }));
    expect(await findCaller(w.db, secret, w.now)).toMatchObject({ actor: { role: 'admin' }, scopes: [...tokenScopes] });
    await editMember(w.as(w.ada), await findMember(w.as(), w.amir.id), { role: 'member' });
    expect(await findCaller(w.db, secret, w.now)).toMatchObject({
      actor: { role: 'member', limited: true },
      scopes: ['read', 'check_in', 'write'],
    });
    await deactivateMember(w.as(w.ada), await findMember(w.as(), w.amir.id));
    expect(await findCaller(w.db, secret, w.now)).toBeNull();
  });

  it('of the organization acts in its own name and outlives its maker', async () => {
    const w = await world();
    const { secret, token } = await createToken(w.as(w.amir), forOrganization({ name: 'HR sync', scopes: ['write'] }));
    await deactivateMember(w.as(w.ada), await findMember(w.as(), w.amir.id));
    expect((await findCaller(w.db, secret, w.now))?.actor).toEqual({
      memberId: null,
      name: 'HR sync',
      role: 'admin',
      via: 'api',
      tokenId: token.id,
      limited: true,
    });
  });

  it('is nobody once it has expired or is revoked', async () => {
    const w = await world();
    const { secret, token } = await createToken(w.as(), asked());
    expect(await findCaller(w.db, secret, token.expiresAt! - 1)).not.toBeNull();
    expect(await findCaller(w.db, secret, token.expiresAt!)).toBeNull();
    await revokeToken(w.as(), token.id);
    expect(await findCaller(w.db, secret, w.now)).toBeNull();
  });

  it('is noted at most once an hour', async () => {
    const w = await world();
    const { secret } = await createToken(w.as(), asked());
    const used = async (at: number) => {
      await noteTokenUse(w.db, (await findCaller(w.db, secret, at))!, at);
      return (await findCaller(w.db, secret, at))!.usedAt;
    };
    expect(await used(w.now)).toBe(w.now);
    expect(await used(w.now + 59 * 60_000)).toBe(w.now);
    expect(await used(w.now + 61 * 60_000)).toBe(w.now + 61 * 60_000);
  });
});

describe('revoking', () => {
  it('is for its member and for admins, and leaves an event', async () => {
    const w = await world();
    const { token } = await createToken(w.as(), asked());
    await expect(revokeToken(w.as(w.omar), token.id)).rejects.toMatchObject({ code: 'not_found' });
    await revokeToken(w.as(w.amir, w.now + 1), token.id);
    const last = (await eventsOf(w, token.id)).at(-1);
    expect(last).toMatchObject({ action: 'token.revoked', actorId: w.amir.id, data: { member: w.dana.id } });
    await expect(revokeToken(w.as(w.amir), token.id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is not done on behalf of somebody', async () => {
    const w = await world();
    const { token } = await createToken(w.as(), asked());
    await expect(revokeToken(actingFor(w, w.dana), token.id)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('does not reach another organization', async () => {
    const [north, south] = [await world(), await world({ slug: 'southwind' })];
    const { token } = await createToken(north.as(), asked());
    await expect(revokeToken(south.as(south.ada), token.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(findToken(south.as(south.ada), token.id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('the list of tokens', () => {
  it('shows members their own, and admins all: those of the organization first, page by page', async () => {
    const w = await world();
    const south = await world({ slug: 'southwind' });
    await createToken(south.as(south.ada), forOrganization());
    const own = await createToken(w.as(), asked());
    const amirs = await createToken(w.as(w.amir, w.now + 1), asked());
    const shared = await createToken(w.as(w.amir), forOrganization());
    expect((await listOwnTokens(w.as())).map(({ id }) => id)).toEqual([own.token.id]);
    const first = await listTokenPage(w.as(w.ada), { after: null, limit: 2 });
    const rest = await listTokenPage(w.as(w.ada), { after: first.next, limit: 2 });
    expect([...first.items, ...rest.items].map(({ id, member }) => [id, member])).toEqual([
      [shared.token.id, 'Amir Haddad'],
      [own.token.id, 'Dana Whitlock'],
      [amirs.token.id, 'Amir Haddad'],
    ]);
    expect(rest.next).toBeNull();
    await expect(listTokenPage(w.as(), { after: null, limit: 2 })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
