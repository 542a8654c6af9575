import { env } from 'cloudflare:workers';
import { and, eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { newId } from '../../../src/db/ids.ts';
import { events, sessions } from '../../../src/db/schema/access.ts';
import { members } from '../../../src/db/schema/organizations.ts';
import { behalves } from '../../../src/db/schema/people.ts';
import { agreeToBehalf, findAgreement } from '../../../src/domain/behalves/agreeing.ts';
import { beginBehalf } from '../../../src/domain/behalves/beginning.ts';
import { newBehalfInput, overAt } from '../../../src/domain/behalves/behalf.ts';
import { endBehalf, endBehalvesOf } from '../../../src/domain/behalves/ending.ts';
import { findCandidate, reasonAgainst } from '../../../src/domain/behalves/finding.ts';
import { listBehalfPage, listOwnBehalves } from '../../../src/domain/behalves/listing.ts';
import { tellStory } from '../../../src/domain/check-ins/telling.ts';
import { deactivateMember, editMember } from '../../../src/domain/members/editing.ts';
import { findMember } from '../../../src/domain/members/listing.ts';
import { createOkr } from '../../../src/domain/okrs/drafting.ts';
import { rotateSession } from '../../../src/domain/sessions/keeping.ts';
import { findPresence, type Presence } from '../../../src/domain/sessions/session.ts';
import { hashOf } from '../../../src/lib/tokens.ts';
import { okrWriter } from '../../../src/writers/okr-writer-client.ts';
import { type Person, type World, world } from '../../support/world.ts';

const MINUTE = 60_000;
const lately = (settings = {}) => world({ now: Date.now(), settings });

const begin = async (w: World, admin: Person, member: Person, token = 'a session of nobody') =>
  beginBehalf(
    w.as(admin),
    newBehalfInput.parse({ member_id: member.id, minutes: '30', reason: 'On leave' }),
    await hashOf(token),
  );

/** A session of an admin that acts for Dana, and what it is now. */
async function acting(w: World, admin = w.amir, member = w.dana) {
  const token = (await w.cookie(admin)).split('=')[1]!;
  const begun = await begin(w, admin, member, token);
  const presence = async (now = w.now) => findPresence(w.db, token, w.org.slug, now);
  return { token, ...begun, presence };
}

const whoIn = (presence: Awaited<ReturnType<typeof findPresence>>) => {
  const { actor } = presence as Presence;
  return [actor.name, actor.via === 'page' ? (actor.by?.name ?? null) : null];
};

describe('beginning to act for a member', () => {
  it('turns the session into theirs, with the admin behind it, for the time asked', async () => {
    const w = await lately();
    const { behalf, presence } = await acting(w);
    expect(behalf.endsAt).toBe(w.now + 30 * MINUTE);
    expect(whoIn(await presence())).toEqual(['Dana Whitlock', 'Amir Haddad']);
    expect(await presence()).toMatchObject({ actor: { role: 'member' }, behalf: { endsAt: behalf.endsAt } });
    expect(whoIn(await presence(behalf.endsAt))).toEqual(['Amir Haddad', null]);
  });

  it('leaves an event that names neither person nor reason', async () => {
    const w = await lately();
    const { behalf } = await acting(w);
    const [event] = await w.db.select().from(events).where(eq(events.action, 'behalf.began'));
    expect(event).toMatchObject({ actorId: w.amir.id, subjectId: w.dana.id, data: { behalf: behalf.id } });
    expect(JSON.stringify(event)).not.toMatch(/On leave|Dana|Amir/);
  });

  it.each([
    ['a member', 'dana', 'amir'],
    ['an observer', 'omar', 'dana'],
    ['an admin, for an owner', 'amir', 'ada'],
    ['anybody, for themselves', 'amir', 'amir'],
  ] as const)('is refused to %s', async (_, who, whom) => {
    const w = await lately();
    await expect(begin(w, w[who], w[whom])).rejects.toMatchObject({ code: 'forbidden' });
    expect(await w.db.select().from(behalves)).toEqual([]);
  });

  it('is refused to one owner for another', async () => {
    const w = await lately();
    await editMember(w.as(w.ada), await findMember(w.as(), w.dana.id), { role: 'owner' });
    await expect(begin(w, w.ada, w.dana)).rejects.toMatchObject({ message: 'Nobody acts for an owner.' });
  });

  it('lets an owner act for an admin, and an admin for an observer', async () => {
    const w = await lately();
    expect(whoIn(await (await acting(w, w.ada, w.amir)).presence())).toEqual(['Amir Haddad', 'Ada Marsh']);
    expect(whoIn(await (await acting(w, w.amir, w.omar)).presence())).toEqual(['Omar Said', 'Amir Haddad']);
  });

  it('is refused for who has not come, or has left', async () => {
    const w = await lately();
    await w.db.update(members).set({ invitedAt: w.now }).where(eq(members.id, w.dana.id));
    await expect(begin(w, w.amir, w.dana)).rejects.toMatchObject({ message: 'Dana Whitlock has not come yet.' });
    await deactivateMember(w.as(w.ada), await findMember(w.as(), w.omar.id));
    await expect(begin(w, w.amir, w.omar)).rejects.toMatchObject({ message: 'Omar Said is deactivated.' });
  });

  it('is refused while acting for somebody: nobody hides behind two names', async () => {
    const w = await lately();
    const { presence } = await acting(w, w.ada, w.amir);
    const { actor } = (await presence()) as Presence;
    const ctx = { ...w.as(), actor };
    expect(reasonAgainst(ctx, await findCandidate(ctx, w.dana.id))).toBe(
      'You are acting for somebody already. Stop that first.',
    );
  });

  it('does not reach another organization', async () => {
    const [north, south] = [await lately(), await world({ slug: 'southwind', now: Date.now() })];
    await expect(begin(south, south.ada, north.dana)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('who holds what is private', () => {
  const holding = {
    'owns it': (w: World) => w.okr({ visibility: 'private' }, w.dana),
    'made it for others': (w: World) => w.okr({ visibility: 'private', owner_ids: [w.amir.id] }, w.dana),
    'checks in for it': (w: World) =>
      w.okr({ visibility: 'private', owner_ids: [w.amir.id], check_in_owner_id: w.dana.id }, w.amir),
    'stands in for its owner': (w: World) => w.okr({ visibility: 'private', delegate_ids: [w.dana.id] }, w.amir),
    'was shown it': (w: World) => w.okr({ visibility: 'private', viewer_ids: [w.dana.id] }, w.amir),
  };

  it.each(Object.entries(holding))('is not acted for when one %s, unless they agreed', async (_, hold) => {
    const w = await lately();
    await hold(w);
    await expect(begin(w, w.ada, w.dana)).rejects.toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('holds private OKRs'),
    });
    await agreeToBehalf(w.as(), true);
    await expect(begin(w, w.ada, w.dana)).resolves.toMatchObject({ behalf: { memberId: w.dana.id } });
  });

  it('agrees for themselves, which leaves an event, and takes it back', async () => {
    const w = await lately();
    await agreeToBehalf(w.as(), true);
    await agreeToBehalf(w.as(), true);
    expect(await findAgreement(w.as())).toBe(true);
    await agreeToBehalf(w.as(w.dana, w.now + MINUTE), false);
    const told = await w.db.select().from(events).where(eq(events.action, 'member.behalf_agreed')).orderBy(events.id);
    expect(told.map(({ actorId, data }) => [actorId, data.allows])).toEqual([
      [w.dana.id, true],
      [w.dana.id, false],
    ]);
  });

  it('does not agree through the admin who acts for them', async () => {
    const w = await lately();
    const { presence } = await acting(w);
    const { actor } = (await presence()) as Presence;
    await expect(agreeToBehalf({ ...w.as(), actor }, true)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(listOwnBehalves({ ...w.as(), actor }, { after: null, limit: 1 })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

describe('acting for a member ends', () => {
  it('when it is stopped, with an event under both names', async () => {
    const w = await lately();
    const { behalf, presence } = await acting(w);
    const { actor } = (await presence()) as Presence;
    await endBehalf({ ...w.as(), actor, now: w.now + MINUTE }, behalf.id);
    expect(whoIn(await presence())).toEqual(['Amir Haddad', null]);
    const [event] = await w.db.select().from(events).where(eq(events.action, 'behalf.ended'));
    expect(event).toMatchObject({ actorId: w.dana.id, byId: w.amir.id });
    expect((await listOwnBehalves(w.as(), { after: null, limit: 9 })).items.map(overAt)).toEqual([w.now + MINUTE]);
  });

  it('when its admin signs out', async () => {
    const w = await lately();
    const { token } = await acting(w);
    await endBehalvesOf(w.db, token, w.now + MINUTE);
    expect((await listOwnBehalves(w.as(), { after: null, limit: 9 })).items.map(overAt)).toEqual([w.now + MINUTE]);
  });

  it('when its admin is an admin no more, and they are themselves again', async () => {
    const w = await lately();
    const { presence } = await acting(w);
    await editMember(w.as(w.ada), await findMember(w.as(), w.amir.id), { role: 'member' });
    expect(whoIn(await presence())).toEqual(['Amir Haddad', null]);
  });

  it('when its admin is deactivated, with their session', async () => {
    const w = await lately();
    const { presence } = await acting(w);
    await deactivateMember(w.as(w.ada), await findMember(w.as(), w.amir.id));
    expect(await presence()).toBeNull();
  });

  it.each([
    ['is deactivated', (w: World) => findMember(w.as(), w.dana.id).then((each) => deactivateMember(w.as(w.ada), each))],
    [
      'becomes an owner',
      (w: World) => findMember(w.as(), w.dana.id).then((each) => editMember(w.as(w.ada), each, { role: 'owner' })),
    ],
    ['is shown something private', (w: World) => w.okr({ visibility: 'private', viewer_ids: [w.dana.id] }, w.ada)],
  ])('when the member %s', async (_, happens) => {
    const w = await lately();
    const { presence } = await acting(w);
    await happens(w);
    expect(whoIn(await presence())).toEqual(['Amir Haddad', null]);
  });

  it('in the session that it was begun in and in no other', async () => {
    const w = await lately();
    const { token } = await acting(w);
    const elsewhere = (await w.cookie(w.amir)).split('=')[1]!;
    expect(whoIn(await findPresence(w.db, elsewhere, w.org.slug, w.now))).toEqual(['Amir Haddad', null]);
    const fresh = await rotateSession(w.db, token);
    expect(await findPresence(w.db, token, w.org.slug, w.now)).toBeNull();
    expect(whoIn(await findPresence(w.db, fresh, w.org.slug, w.now))).toEqual(['Dana Whitlock', 'Amir Haddad']);
    expect(
      await w.db
        .select()
        .from(sessions)
        .where(eq(sessions.tokenHash, await hashOf(token))),
    ).toEqual([]);
  });
});

describe('what is done for a member', () => {
  it('carries both names in its events and in the story of the OKR', async () => {
    const w = await lately();
    const { presence } = await acting(w);
    const { actor } = (await presence()) as Presence;
    const ctx = { ...w.as(), actor };
    const { okr } = await createOkr(ctx, { kind: 'key_result', title: 'Raise the number' });
    await okrWriter(env, { ...ctx, now: w.now + MINUTE }, okr.id).checkIn({ value: 7 }, newId('chk', w.now));
    await w.writer(okr.id, w.dana, w.now + 2 * MINUTE).checkIn({ value: 8 }, newId('chk', w.now));
    const rows = await w.db
      .select()
      .from(events)
      .where(and(eq(events.subjectId, okr.id), eq(events.orgId, w.org.id)))
      .orderBy(events.id);
    expect(rows.map(({ action, actorId, byId }) => [action, actorId, byId])).toEqual([
      ['okr.created', w.dana.id, w.amir.id],
      ['okr.checked_in', w.dana.id, w.amir.id],
      ['okr.checked_in', w.dana.id, null],
    ]);
    const { entries } = await tellStory(w.as(), okr.id, null);
    const said = entries.flatMap((entry) => (entry.type === 'comment' ? [] : [[entry.type, entry.by]]));
    expect(said).toEqual([
      ['check_in', null],
      ['check_in', 'Amir Haddad'],
      ['event', 'Amir Haddad'],
    ]);
  });

  it('is listed for admins page by page, and for nobody else', async () => {
    const [w, south] = [await lately(), await world({ slug: 'southwind', now: Date.now() })];
    await begin(south, south.ada, south.dana);
    await begin(w, w.amir, w.dana, 'one');
    await begin({ ...w, as: (who) => w.as(who, w.now + MINUTE) }, w.ada, w.omar, 'two');
    const first = await listBehalfPage(w.as(w.amir), { after: null, limit: 1 });
    const rest = await listBehalfPage(w.as(w.amir), { after: first.next, limit: 1 });
    expect([...first.items, ...rest.items].map(({ admin, member, reason }) => [admin, member, reason])).toEqual([
      ['Ada Marsh', 'Omar Said', 'On leave'],
      ['Amir Haddad', 'Dana Whitlock', 'On leave'],
    ]);
    expect(rest.next).toBeNull();
    await expect(listBehalfPage(w.as(), { after: null, limit: 1 })).rejects.toMatchObject({ code: 'forbidden' });
  });
});
