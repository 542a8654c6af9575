import type { MemberId } from '../db/ids.ts';
import type { Actor } from './context.ts';
import { Refusal } from './refusal.ts';
import type { TagPolicy } from './words.ts';

/** How a member stands to one OKR. Found together with it (okrs/finding-subject.ts). */
export type Ties = {
  ownerIds: readonly MemberId[];
  checkInOwnerId: MemberId | null;
  creatorId: MemberId | null;
  /** Lead of the OKR's team, if it has one. */
  teamLeadId: MemberId | null;
};

/** How a member stands to one connection. */
export type ConnectionTies = { ownerId: MemberId | null; shared: boolean };

const leads = (actor: Actor) => actor.role === 'owner' || actor.role === 'admin';
const takesPart = (actor: Actor) => actor.role !== 'observer';

/**
 * Every "may I" of the product. An owner and an admin may everything in their organization; an observer looks on.
 * A member creates OKRs, and changes those that they own, check in for, created, or that belong to a team they lead.
 */
export const may = {
  createOkr: (actor: Actor): boolean => takesPart(actor),
  changeOkr: (actor: Actor, ties: Ties): boolean =>
    leads(actor) ||
    (takesPart(actor) &&
      actor.memberId !== null &&
      [...ties.ownerIds, ties.checkInOwnerId, ties.creatorId, ties.teamLeadId].includes(actor.memberId)),
  correctCheckIn: (actor: Actor, authorId: MemberId | null): boolean =>
    leads(actor) || (takesPart(actor) && actor.memberId !== null && actor.memberId === authorId),
  ownOkr: (role: Actor['role']): boolean => role !== 'observer',
  addConnection: (actor: Actor): boolean => leads(actor),
  changeConnection: (actor: Actor, ties: ConnectionTies): boolean =>
    leads(actor) || (actor.memberId !== null && actor.memberId === ties.ownerId),
  useConnection: (actor: Actor, ties: ConnectionTies): boolean =>
    takesPart(actor) && (ties.shared || leads(actor) || (actor.memberId !== null && actor.memberId === ties.ownerId)),
  makeTag: (actor: Actor, policy: TagPolicy): boolean => leads(actor) || (takesPart(actor) && policy === 'everyone'),
  administer: (actor: Actor): boolean => leads(actor),
};

/** @throws Refusal `forbidden` with the sentence, unless allowed */
export function demand(allowed: boolean, sentence: string): void {
  if (!allowed) throw new Refusal('forbidden', sentence);
}

export const sentences = {
  observer: 'Observers look on. Ask an admin for the member role to change things.',
  okr: 'Only its owners, its creator, the team lead and admins can change this OKR.',
  checkIn: 'Only its author and admins can change a check-in.',
  tag: 'Only owners and admins make new tags here. Choose one that exists, or ask an admin.',
  admin: 'Only owners and admins of the organization can do this.',
  connection: 'This connection is private. Ask its owner or an admin to share it.',
} as const;
