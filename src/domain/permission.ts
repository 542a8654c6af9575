import type { MemberId } from '../db/ids.ts';
import { type Actor, isSystem, type Organization } from './context.ts';
import { Refusal } from './refusal.ts';
import type { Approval, Creators, TagPolicy, Visibility } from './words.ts';

/** How everybody stands to one OKR. Found together with it (okrs/ties.ts). */
export type Ties = {
  visibility: Visibility;
  creatorId: MemberId | null;
  checkInOwnerId: MemberId | null;
  ownerIds: readonly MemberId[];
  /** Members who act for its owners. */
  delegateIds: readonly MemberId[];
  /** Members who may see it although it is private. */
  viewerIds: readonly MemberId[];
  /** Managers of its owners. */
  managerIds: readonly MemberId[];
  /** Owners of what it is aligned to. */
  parentOwnerIds: readonly MemberId[];
  /** Leads of its team and of the teams above that. */
  leadIds: readonly MemberId[];
};

/** How the acting member and others stand to one proposal. `belongs`: the acting member is of its team. */
export type ProposalTies = { creatorId: MemberId | null; leadIds: readonly MemberId[]; belongs: boolean };

/** How a member stands to one connection. */
export type ConnectionTies = { ownerId: MemberId | null; shared: boolean };

const leads = (actor: Actor) => actor.role === 'owner' || actor.role === 'admin';
const takesPart = (actor: Actor) => actor.role !== 'observer';

const isAmong = ({ memberId }: Actor, members: readonly (MemberId | null)[]) =>
  memberId !== null && members.includes(memberId);

const sees = (actor: Actor, ties: Ties): boolean =>
  ties.visibility === 'public' ||
  isSystem(actor) ||
  isAmong(actor, [...ties.ownerIds, ties.creatorId, ties.checkInOwnerId, ...ties.delegateIds, ...ties.viewerIds]);

const worksOn = (actor: Actor, { creatorId, leadIds, belongs }: ProposalTies): boolean =>
  takesPart(actor) && (leads(actor) || belongs || isAmong(actor, [creatorId, ...leadIds]));

/**
 * Every "may I" of the product; docs/permissions.md says it in a table. An owner and an admin of the organization may
 * everything in it but see private OKRs that they are not named in; an observer looks on. An OKR is changed, and checked
 * in, by its owners, their managers, its creator, its check-in owner, its delegates, the owners of its parents and the
 * leads of its team and of the teams above, as far as they may see it.
 */
export const may = {
  /** `creators` is the organization's rule for the level; `leadsThere` whether the actor leads where the OKR would live. */
  createOkr: (actor: Actor, creators: Creators = 'everyone', leadsThere = false): boolean =>
    takesPart(actor) && (creators === 'everyone' || leads(actor) || (creators === 'leads' && leadsThere)),
  seeOkr: sees,
  changeOkr: (actor: Actor, ties: Ties): boolean =>
    sees(actor, ties) &&
    takesPart(actor) &&
    (leads(actor) ||
      isAmong(actor, [
        ...ties.ownerIds,
        ties.creatorId,
        ties.checkInOwnerId,
        ...ties.delegateIds,
        ...ties.managerIds,
        ...ties.parentOwnerIds,
        ...ties.leadIds,
      ])),
  correctCheckIn: (actor: Actor, authorId: MemberId | null): boolean =>
    leads(actor) || (takesPart(actor) && actor.memberId !== null && actor.memberId === authorId),
  /** Whoever sees an OKR may talk about it, observers too. */
  comment: (actor: Actor): boolean => actor.memberId !== null,
  editComment: (actor: Actor, authorId: MemberId | null): boolean => isAmong(actor, [authorId]),
  deleteComment: (actor: Actor, authorId: MemberId | null): boolean => leads(actor) || isAmong(actor, [authorId]),
  tickTask: (actor: Actor, assigneeId: MemberId | null): boolean =>
    takesPart(actor) && actor.memberId !== null && actor.memberId === assigneeId,
  ownOkr: (role: Actor['role']): boolean => role !== 'observer',
  /** Where the organization lets them, members connect accounts of their own; only admins share one. */
  addConnection: (actor: Actor, org: Pick<Organization, 'memberConnections'>): boolean =>
    leads(actor) || (takesPart(actor) && org.memberConnections),
  ownConnection: (actor: Actor): boolean => takesPart(actor),
  shareConnection: (actor: Actor): boolean => leads(actor),
  changeConnection: (actor: Actor, ties: ConnectionTies): boolean =>
    leads(actor) || (actor.memberId !== null && actor.memberId === ties.ownerId),
  useConnection: (actor: Actor, ties: ConnectionTies): boolean =>
    takesPart(actor) && (ties.shared || leads(actor) || (actor.memberId !== null && actor.memberId === ties.ownerId)),
  makeTag: (actor: Actor, policy: TagPolicy): boolean => leads(actor) || (takesPart(actor) && policy === 'everyone'),
  /** Where leads approve, OKRs of a team are published by those who lead it or a team above it. */
  publishForTeam: (actor: Actor, approval: Approval, leadsThere: boolean): boolean =>
    takesPart(actor) && (approval === 'off' || leads(actor) || leadsThere),
  workOnProposal: (actor: Actor, ties: ProposalTies): boolean => worksOn(actor, ties),
  decideProposal: (actor: Actor, approval: Approval, ties: ProposalTies): boolean =>
    leads(actor) || (takesPart(actor) && isAmong(actor, ties.leadIds)) || (approval === 'off' && worksOn(actor, ties)),
  administer: (actor: Actor): boolean => leads(actor),
};

/** @throws Refusal `forbidden` with the sentence, unless allowed */
export function demand(allowed: boolean, sentence: string): void {
  if (!allowed) throw new Refusal('forbidden', sentence);
}

const CHANGERS =
  'Its owners and their managers, its creator, its check-in owner, its delegates, the owners of its parents, the leads of its team and admins';

export const sentences = {
  observer: 'Observers look on. Ask an admin for the member role to change things.',
  okr: `You cannot change this OKR. ${CHANGERS} can.`,
  postpone: (title: string) => `You cannot postpone “${title}”. ${CHANGERS} can.`,
  proposal: 'Only who began it, members of its team, its leads and admins work on a proposal.',
  decision: 'Only a lead of the team, or of a team above it, and admins decide on a proposal.',
  checkIn: 'Only its author and admins can change a check-in.',
  comment: 'Only its author and admins can delete a comment.',
  ownComment: 'Only its author can change what a comment says.',
  talk: 'Only people talk about OKRs.',
  tag: 'Only owners and admins make new tags here. Choose one that exists, or ask an admin.',
  admin: 'Only owners and admins of the organization can do this.',
  addConnection: 'Only owners and admins connect accounts here. Ask one of them.',
  shareConnection: 'Only owners and admins share a connection. Keep it to yourself, or ask one of them.',
  connection: 'This connection is private. Ask its owner or an admin to share it.',
} as const;
