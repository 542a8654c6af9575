import type { Database } from '../db/database.ts';
import type { InvitationId, OrgId } from '../db/ids.ts';
import { tokenOf } from '../domain/invitations/token.ts';
import { listToWrite, type ToWrite } from '../domain/invitations/writing.ts';
import type { Letter } from '../domain/letters/letter.ts';
import type { Env } from '../env.ts';
import { log } from '../lib/log.ts';
import { post } from '../mail/sending.ts';
import { invitationLetter } from '../views/mail/invitation.ts';
import { keyRing } from '../writers/outside.ts';

type Asked = { orgId: OrgId; invitationIds: readonly InvitationId[]; origin: string };

/** Writes the letters of invitations that still ask somebody to come. `origin` is where this deployment was reached. */
export async function writeInvitations(env: Env, db: Database, { orgId, invitationIds, origin }: Asked): Promise<void> {
  const now = Date.now();
  const base = env.PUBLIC_URL ? new URL(env.PUBLIC_URL).origin : origin;
  const toWrite = await listToWrite(db, orgId, invitationIds);
  const letters = await Promise.all(toWrite.map((each) => letterOf(env, each, base, now)));
  await post(
    env,
    db,
    letters.filter((letter) => letter !== null),
    now,
  );
}

async function letterOf(env: Env, each: ToWrite, base: string, now: number): Promise<Letter | null> {
  const { invitation, to, organization, inviter, locale, timeZone } = each;
  const { id, orgId, expiresAt } = invitation;
  const token = await tokenOf(keyRing(env), invitation);
  if (token === null) {
    log('invitation whose key is gone was not sent', { invitation: id });
    return null;
  }
  const link = `${base}/join?token=${token}`;
  const words = invitationLetter({ locale, timeZone, now }, { organization, inviter, expiresAt, link });
  return { to, orgId, ...words, onceFor: `invitation ${id}`, goodUntil: expiresAt };
}
