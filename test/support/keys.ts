import { newId } from '../../src/db/ids.ts';
import { sessions } from '../../src/db/schema/access.ts';
import { passkeys } from '../../src/db/schema/people.ts';
import { addPasskey, askForPasskey } from '../../src/domain/passkeys/registering.ts';
import { askPasskey } from '../../src/domain/passkeys/signing-in.ts';
import type { OwnSession } from '../../src/domain/sessions/session.ts';
import { authenticator } from './authenticator.ts';
import { DAY, type Person, type World } from './world.ts';

/**
 * The ids of a session and of a passkey of a person, the only one they have, and what a browser would send to sign in
 * with it (`entering`) and to add another one (`adding`).
 */
export async function keysOf(w: World, person: Person, { browser, origin }: { browser: string; origin: string }) {
  const now = Date.now();
  const ctx = w.as(person, now);
  const site = { id: new URL(origin).hostname, origin };
  const session = newId('ses', now);
  const own: OwnSession = {
    id: session,
    startedAt: now,
    seenAt: now,
    days: 30,
    method: 'link',
    proved: true,
    memberSeenAt: now,
    invitedAt: null,
  };
  await w.db.insert(sessions).values({
    tokenHash: session,
    id: session,
    email: person.email,
    createdAt: now,
    seenAt: now,
    expiresAt: now + DAY,
  });
  await w.db.delete(passkeys);
  const [device, another] = [await authenticator(origin), await authenticator(origin)];
  const asked = await askForPasskey(ctx, { site, own, browser });
  const answer = JSON.stringify(await device.create(asked as never));
  const { id } = await addPasskey(ctx, { site, own, browser }, { name: 'Phone', answer });
  const entering = await device.get(await askPasskey(w.db, { site, holder: browser }, now));
  const adding = await another.create((await askForPasskey(ctx, { site, own, browser })) as never);
  return { sessions: session, passkeys: id, entering: JSON.stringify(entering), adding: JSON.stringify(adding) };
}
