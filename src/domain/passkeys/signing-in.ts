import { and, eq } from 'drizzle-orm';
import { base64url } from 'jose';
import type { Database } from '../../db/database.ts';
import { passkeys } from '../../db/schema/people.ts';
import { giveChallenge, takeChallenge } from './challenges.ts';
import { challengeIn, type KeyAnswer, refused, type Site } from './passkey.ts';

const PURPOSE = 'passkey.sign_in';

/**
 * What a browser needs to ask for any passkey of this site (WebAuthn, PublicKeyCredentialRequestOptionsJSON). Every sign-in
 * page asks for it, so it does without the library that reads the answer.
 */
export async function askPasskey(db: Database, { site, holder }: { site: Site; holder: string }, now: number) {
  const challenge = await giveChallenge(db, { purpose: PURPOSE, holder }, now);
  return { challenge, rpId: site.id, userVerification: 'required', timeout: 5 * 60_000 } as const;
}

/**
 * The address whose passkey answered. Its counter has to have grown since, where the device counts: a copy of a key gives
 * itself away by that (WebAuthn 3, 6.1.1).
 * @throws Refusal `unauthorized` for a passkey that is unknown, a challenge that was used, has expired or is another
 * browser's, another site, a person whom the device did not verify, or a signature that does not hold
 */
export async function usePasskey(
  db: Database,
  { answer, site, holder }: { answer: KeyAnswer; site: Site; holder: string },
  now: number,
): Promise<string> {
  const challenge = challengeIn(answer.response.clientDataJSON);
  const [wasAsked, [known]] = await Promise.all([
    takeChallenge(db, challenge, { purpose: PURPOSE, holder }, now),
    db.select().from(passkeys).where(eq(passkeys.id, answer.id)),
  ]);
  if (!wasAsked) throw refused('This took too long, or was begun in another browser. Try again.');
  if (!known || (answer.response.userHandle ?? known.userHandle) !== known.userHandle)
    throw refused('Cairn does not know this passkey. It may have been removed. Ask for a link.');
  const { newCounter, credentialBackedUp } = await verified(answer, challenge, site, known);
  const used = await db
    .update(passkeys)
    .set({ counter: newCounter, backedUp: credentialBackedUp, usedAt: now })
    .where(and(eq(passkeys.id, known.id), eq(passkeys.counter, known.counter)))
    .returning({ email: passkeys.email });
  const [person] = used;
  if (!person) throw refused();
  return person.email;
}

async function verified(answer: KeyAnswer, challenge: string, site: Site, known: typeof passkeys.$inferSelect) {
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  const result = await verifyAuthenticationResponse({
    response: answer,
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    credential: {
      id: known.id,
      publicKey: base64url.decode(known.publicKey) as Uint8Array<ArrayBuffer>,
      counter: known.counter,
    },
    requireUserVerification: true,
  }).catch(() => null);
  if (!result?.verified) throw refused();
  return result.authenticationInfo;
}
