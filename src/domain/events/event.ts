import { sql } from 'drizzle-orm';
import type { Statement } from '../../db/commit.ts';
import { newId } from '../../db/ids.ts';
import { events } from '../../db/schema/access.ts';
import type { Actor, Context } from '../context.ts';

/** What happened to what, in the past tense: `okr.checked_in`, `connection.created`. Never holds a credential. */
export type Happening = { action: string; subject: string; data?: Record<string, unknown> };

/** The event row that belongs into the same commit as the change it tells of. */
export const eventRow = (ctx: Context, { action, subject, data = {} }: Happening): Statement =>
  ctx.db.insert(events).values({
    id: newId('evt', ctx.now),
    orgId: ctx.org.id,
    at: ctx.now,
    actorId: ctx.actor.memberId,
    byId: adminOf(ctx.actor),
    via: ctx.actor.via,
    action,
    subjectId: subject,
    data: signed(ctx.actor, data),
  });

/** The event rows of many things at once, in one statement. */
export const eventRows = ({ db, org, actor, now }: Context, happenings: readonly Happening[]): Statement => {
  const rows = happenings.map(({ action, subject, data = {} }) => ({
    id: newId('evt', now),
    action,
    subject,
    data: signed(actor, data),
  }));
  return db.insert(events).select(sql`
    select value ->> 'id', ${org.id}, ${now}, ${actor.memberId}, ${adminOf(actor)}, ${actor.via}, value ->> 'action',
      value ->> 'subject', value -> 'data', null from json_each(${JSON.stringify(rows)})`);
};

/** What the organization's own token did has no person behind it and names the token. */
const signed = (actor: Actor, data: Record<string, unknown>): Record<string, unknown> =>
  actor.via === 'api' && actor.memberId === null ? { ...data, token: actor.tokenId } : data;

/** The admin who acts for the actor, if one does. */
export const adminOf = (actor: Actor) => (actor.via === 'page' ? (actor.by?.memberId ?? null) : null);
