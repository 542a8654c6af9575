import { ulid } from '../lib/ulid.ts';

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
};

/** A new id: the noun's prefix and a ULID of `at` (ms), so that ids of one noun sort by creation. */
export const newId = <P extends keyof Ids>(prefix: P, at: number): Ids[P] => `${prefix}_${ulid(at)}` as Ids[P];
