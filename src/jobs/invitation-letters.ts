import type { Database } from '../db/database.ts';
import type { InvitationId, OrgId } from '../db/ids.ts';
import { tokenOf } from '../domain/invitations/token.ts';
import { letterOf, listToWrite, type ToWrite } from '../domain/invitations/writing.ts';
import type { Env } from '../env.ts';
import { log } from '../lib/log.ts';
import { mailer } from '../mail/mail.ts';
import { keyRing, outside } from '../writers/outside.ts';

type Asked = { orgId: OrgId; invitationIds: readonly InvitationId[]; origin: string };

/** Writes the letters of invitations that still ask somebody to come. `origin` is where this deployment was reached. */
export async function writeInvitations(env: Env, db: Database, { orgId, invitationIds, origin }: Asked): Promise<void> {
  const [ring, now] = [keyRing(env), Date.now()];
  const send = mailer(env, { db, http: outside(env).http, now });
  const base = env.PUBLIC_URL ? new URL(env.PUBLIC_URL).origin : origin;
  const write = async (each: ToWrite) => {
    const { id } = each.invitation;
    const token = await tokenOf(ring, each.invitation);
    if (token === null) return log('invitation whose key is gone was not sent', { invitation: id });
    await send({ to: each.to, ...letterOf(each, `${base}/join?token=${token}`) });
  };
  await Promise.all((await listToWrite(db, orgId, invitationIds)).map(write));
}
