import { and, asc, eq } from 'drizzle-orm';
import { base64url } from 'jose';
import { commit, isDuplicate } from '../../db/commit.ts';
import { members } from '../../db/schema/organizations.ts';
import { passkeys } from '../../db/schema/people.ts';
import { challengeOf } from '../../lib/tokens.ts';
import type { Context } from '../context.ts';
import { eventRow } from '../events/event.ts';
import { demand } from '../permission.ts';
import { Refusal } from '../refusal.ts';
import { addressOf, demandOneself } from '../sessions/oneself.ts';
import type { OwnSession } from '../sessions/session.ts';
import { giveChallenge, takeChallenge } from './challenges.ts';
import { challengeIn, newKeyAnswer, type Passkey, readAnswer, readName, refused, type Site } from './passkey.ts';

/** Passkeys that one person may have. */
export const MOST_PASSKEYS = 20;

/** Passkeys are added and removed this long (ms) after signing in: a session left open somewhere is not enough. */
export const FRESH_MS = 30 * 60_000;

/** A new passkey on its way: where, in which session, and the secret of its browser. */
export type Adding = { site: Site; own: OwnSession; browser: string };

export const isFresh = ({ startedAt }: OwnSession, now: number): boolean => now - startedAt <= FRESH_MS;

/**
 * Only who proved the address has a say about what opens it. An organization that vouches for somebody opens itself; a
 * passkey would open every other one too. @throws Refusal `forbidden`
 */
export function demandProved(ctx: Context, { proved }: OwnSession): void {
  demandOneself(ctx);
  demand(proved, 'You came through your organization. Passkeys are for those who signed in by a link.');
}

/** @throws Refusal `forbidden` as `demandProved`, and for who signed in too long ago */
export function demandFresh(ctx: Context, own: OwnSession): void {
  demandProved(ctx, own);
  demand(isFresh(own, ctx.now), 'Sign in again first. A passkey is added or removed within 30 minutes of that.');
}

/** What a browser needs to make a passkey (WebAuthn, PublicKeyCredentialCreationOptionsJSON). @throws as `demandFresh`, `conflict` for too many */
export async function askForPasskey(ctx: Context, { site, own, browser }: Adding) {
  demandFresh(ctx, own);
  const [person, kept, { generateRegistrationOptions }] = await Promise.all([
    findPerson(ctx),
    listKept(ctx),
    import('@simplewebauthn/server'),
  ]);
  if (kept.length >= MOST_PASSKEYS)
    throw new Refusal('conflict', `You have ${MOST_PASSKEYS} passkeys. Remove one that you no longer use.`);
  const challenge = await giveChallenge(ctx.db, askedOf(ctx, browser), ctx.now);
  return generateRegistrationOptions({
    rpName: 'Cairn',
    rpID: site.id,
    userName: person.email,
    userDisplayName: person.name,
    userID: base64url.decode(await handleFor(kept, challenge)) as Uint8Array<ArrayBuffer>,
    challenge: base64url.decode(challenge) as Uint8Array<ArrayBuffer>,
    timeout: 5 * 60_000,
    excludeCredentials: kept.map(({ id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/**
 * Keeps the passkey that a browser made, by the name that its person gave it.
 * @throws Refusal as `askForPasskey`; `invalid` for a name; `unauthorized` for an answer that is none of ours
 */
export async function addPasskey(
  ctx: Context,
  adding: Adding,
  typed: { name: string; answer: string },
): Promise<Passkey> {
  demandFresh(ctx, adding.own);
  const name = readName(typed.name);
  const answer = readAnswer(newKeyAnswer, typed.answer);
  const challenge = challengeIn(answer.response.clientDataJSON);
  const [wasAsked, person, kept] = await Promise.all([
    takeChallenge(ctx.db, challenge, askedOf(ctx, adding.browser), ctx.now),
    findPerson(ctx),
    listKept(ctx),
  ]);
  if (!wasAsked) throw refused('This took too long, or was begun elsewhere. Add the passkey again.');
  const { credential, credentialBackedUp } = await verified(answer, challenge, adding.site);
  const passkey = { id: credential.id, name, backedUp: credentialBackedUp, createdAt: ctx.now, usedAt: null };
  try {
    await commit(ctx.db, [
      ctx.db.insert(passkeys).values({
        ...passkey,
        email: person.email,
        userHandle: await handleFor(kept, challenge),
        publicKey: base64url.encode(credential.publicKey),
        counter: credential.counter,
        transports: answer.response.transports,
      }),
      eventRow(ctx, { action: 'member.passkey_added', subject: ctx.actor.memberId! }),
    ]);
  } catch (reason) {
    if (!isDuplicate(reason, 'passkeys.id')) throw reason;
    throw new Refusal('conflict', 'This passkey is known already.');
  }
  return passkey;
}

const askedOf = ({ actor }: Context, browser: string) => ({
  purpose: 'passkey.add',
  holder: `${actor.memberId} ${browser}`,
});

async function verified(answer: ReturnType<typeof newKeyAnswer.parse>, challenge: string, site: Site) {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  const result = await verifyRegistrationResponse({
    response: answer as Parameters<typeof verifyRegistrationResponse>[0]['response'],
    expectedChallenge: challenge,
    expectedOrigin: site.origin,
    expectedRPID: site.id,
    requireUserVerification: true,
  }).catch(() => null);
  if (!result?.verified) throw refused('Cairn could not read this passkey. Add it again.');
  return result.registrationInfo;
}

async function findPerson({ db, org, actor }: Context) {
  const [person] = await db
    .select({ name: members.name, email: members.email })
    .from(members)
    .where(and(eq(members.orgId, org.id), eq(members.id, actor.memberId!)));
  return person!;
}

const listKept = (ctx: Context) =>
  ctx.db
    .select({ id: passkeys.id, transports: passkeys.transports, userHandle: passkeys.userHandle })
    .from(passkeys)
    .where(eq(passkeys.email, addressOf(ctx)))
    .orderBy(asc(passkeys.createdAt));

/** By what devices know the person: the same for all their passkeys, and for the first one as random as its challenge. */
const handleFor = async ([first]: { userHandle: string }[], challenge: string): Promise<string> =>
  first?.userHandle ?? (await challengeOf(`user ${challenge}`));
