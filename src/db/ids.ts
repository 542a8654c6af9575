import { timeOfUlid, ulid } from '../lib/ulid.ts';

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

export type OrgId = Id<'organization'>;
export type MemberId = Id<'member'>;
export type TeamId = Id<'team'>;
export type PeriodId = Id<'period'>;
export type OkrId = Id<'okr'>;
export type CheckInId = Id<'check_in'>;
export type ConnectionId = Id<'connection'>;
export type SyncId = Id<'sync'>;
export type EventId = Id<'event'>;
export type TokenId = Id<'token'>;
export type MailId = Id<'mail'>;
export type JobId = Id<'job'>;
export type TagId = Id<'tag'>;
export type TaskId = Id<'task'>;
export type CommentId = Id<'comment'>;
export type ProposalId = Id<'proposal'>;
export type DeadLetterId = Id<'dead_letter'>;
export type SessionId = Id<'session'>;
export type InvitationId = Id<'invitation'>;
export type LetterId = Id<'letter'>;
export type BehalfId = Id<'behalf'>;

type Ids = {
  org: OrgId;
  mem: MemberId;
  tm: TeamId;
  per: PeriodId;
  okr: OkrId;
  chk: CheckInId;
  con: ConnectionId;
  syn: SyncId;
  evt: EventId;
  tok: TokenId;
  mail: MailId;
  job: JobId;
  tag: TagId;
  tsk: TaskId;
  cmt: CommentId;
  prp: ProposalId;
  dl: DeadLetterId;
  ses: SessionId;
  inv: InvitationId;
  let: LetterId;
  bhf: BehalfId;
};

/** A new id: the noun's prefix and a ULID of `at` (ms), so that ids of one noun sort by creation. */
export const newId = <P extends keyof Ids>(prefix: P, at: number): Ids[P] => `${prefix}_${ulid(at)}` as Ids[P];

/** The moment (ms) for which an id was made. */
export const timeOf = (id: Ids[keyof Ids]): number => timeOfUlid(id.slice(id.indexOf('_') + 1));

/** The lowest id of a noun that can be made at `at` (ms): all that were made since are equal or higher. */
export const firstIdAt = <P extends keyof Ids>(prefix: P, at: number): Ids[P] =>
  `${prefix}_${ulid(at, new Uint8Array(16))}` as Ids[P];
