import type { MemberId } from '../db/ids.ts';
import { type Actor, isSystem, type Organization } from './context.ts';
import { allows, has, type Rule, rules, type Standing } from './permission-rules.ts';
import { Refusal } from './refusal.ts';
import type { Approval, Creators, MemberState, Role, TagPolicy, Visibility } from './words.ts';

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

/** What decides whether an admin may act for a member. */
export type BehalfTies = {
  id: MemberId;
  role: Role;
  state: MemberState;
  allowsBehalf: boolean;
  /** Whether they are named in a private OKR. */
  holdsPrivate: boolean;
};

/** How a member stands to one connection. */
export type ConnectionTies = { ownerId: MemberId | null; shared: boolean };

/** The ties of an OKR in the words of the rules. */
const standingTo = (ties: Ties): Standing => ({
  owner: ties.ownerIds,
  creator: [ties.creatorId],
  checkInOwner: [ties.checkInOwnerId],
  delegate: ties.delegateIds,
  viewer: ties.viewerIds,
  manager: ties.managerIds,
  parentOwner: ties.parentOwnerIds,
  lead: ties.leadIds,
});

const standingToProposal = ({ creatorId, leadIds, belongs }: ProposalTies): Standing => ({
  creator: [creatorId],
  teammate: belongs,
  lead: leadIds,
});

const sees = (actor: Actor, ties: Ties): boolean =>
  isSystem(actor) || allows(ties.visibility === 'public' ? rules.seeOkr : rules.seePrivateOkr, actor, standingTo(ties));

/** The rule for each setting of who makes OKRs at a level. */
const creating = {
  everyone: rules.createOkr,
  leads: rules.createOkrAsLead,
  admins: rules.createOkrAsAdmin,
} as const satisfies Record<Creators, Rule>;

/**
 * Every "may I" of the product: the rules of permission-rules.ts, asked about one actor and one thing. An owner and an
 * admin of the organization may everything in it but see private OKRs that they are not named in; an observer looks on.
 */
export const may = {
  /** `creators` is the organization's rule for the level; `leadsThere` whether the actor leads where the OKR would live. */
  createOkr: (actor: Actor, creators: Creators = 'everyone', leadsThere = false): boolean =>
    allows(creating[creators], actor, { lead: leadsThere }),
  seeOkr: sees,
  changeOkr: (actor: Actor, ties: Ties): boolean =>
    sees(actor, ties) && allows(rules.changeOkr, actor, standingTo(ties)),
  correctCheckIn: (actor: Actor, authorId: MemberId | null): boolean =>
    allows(rules.correctCheckIn, actor, { author: [authorId] }),
  /** Whoever sees an OKR may talk about it, observers too. */
  comment: (actor: Actor): boolean => allows(rules.comment, actor),
  editComment: (actor: Actor, authorId: MemberId | null): boolean =>
    allows(rules.editComment, actor, { author: [authorId] }),
  deleteComment: (actor: Actor, authorId: MemberId | null): boolean =>
    allows(rules.deleteComment, actor, { author: [authorId] }),
  tickTask: (actor: Actor, assigneeId: MemberId | null): boolean =>
    allows(rules.tickTask, actor, { assignee: [assigneeId] }),
  ownOkr: (role: Role): boolean => has(role, rules.ownOkr),
  /** Where the organization lets them, members connect accounts of their own; only admins share one. */
  addConnection: (actor: Actor, org: Pick<Organization, 'memberConnections'>): boolean =>
    allows(org.memberConnections ? rules.addConnection : rules.addConnectionAsAdmin, actor),
  ownConnection: (actor: Actor): boolean => allows(rules.ownConnection, actor),
  shareConnection: (actor: Actor): boolean => allows(rules.shareConnection, actor),
  changeConnection: (actor: Actor, ties: ConnectionTies): boolean =>
    allows(rules.changeConnection, actor, { keeper: [ties.ownerId] }),
  useConnection: (actor: Actor, ties: ConnectionTies): boolean =>
    allows(ties.shared ? rules.useSharedConnection : rules.useConnection, actor, { keeper: [ties.ownerId] }),
  makeTag: (actor: Actor, policy: TagPolicy): boolean =>
    allows(policy === 'everyone' ? rules.makeTag : rules.makeTagAsAdmin, actor),
  /** Where leads approve, OKRs of a team are published by those who lead it or a team above it. */
  publishForTeam: (actor: Actor, approval: Approval, leadsThere: boolean): boolean =>
    allows(approval === 'off' ? rules.publishForTeam : rules.publishForTeamAsLead, actor, { lead: leadsThere }),
  workOnProposal: (actor: Actor, ties: ProposalTies): boolean =>
    allows(rules.workOnProposal, actor, standingToProposal(ties)),
  decideProposal: (actor: Actor, approval: Approval, ties: ProposalTies): boolean =>
    allows(approval === 'off' ? rules.decideProposal : rules.decideProposalAsLead, actor, standingToProposal(ties)),
  /** A token without the scope for it administers nothing, whoever holds it. */
  administer: (actor: Actor): boolean => allows(rules.administer, actor),
  /** People and teams as an identity system keeps them: owners are beyond it. */
  provision: (actor: Actor): boolean => allows(rules.provision, actor),
  /** Where the organization lets them, members make API tokens of their own. */
  makeToken: (actor: Actor, org: Pick<Organization, 'memberTokens'>): boolean =>
    allows(org.memberTokens ? rules.makeToken : rules.makeTokenAsAdmin, actor),
  /** Nobody acts for an owner, for who holds what is private and has not agreed, or for somebody while acting for another. */
  actFor: (actor: Actor, member: BehalfTies): boolean =>
    allows(rules.actFor, actor) &&
    actor.memberId !== member.id &&
    member.role !== 'owner' &&
    member.state === 'active' &&
    (member.allowsBehalf || !member.holdsPrivate),
  endAllSessions: (actor: Actor): boolean => allows(rules.endAllSessions, actor),
  /** What belongs to the person and not to their work is for themselves: nobody else does it, even acting for them. */
  keepAccount: (actor: Actor): boolean => allows(rules.keepAccount, actor),
  /** Whoever decides how people sign in could come in as anybody, so it is for owners, in person. */
  changeSignOn: (actor: Actor): boolean => allows(rules.changeSignOn, actor),
  /** What nobody can bring back. */
  deleteForGood: (actor: Actor): boolean => allows(rules.deleteForGood, actor),
  /** Who belongs to a team, and its type. `leadIds` are the leads of the team and of the teams above it. */
  shapeTeam: (actor: Actor, leadIds: readonly (MemberId | null)[]): boolean =>
    allows(rules.shapeTeam, actor, { lead: leadIds }),
  leadTeam: (role: Role): boolean => has(role, rules.leadTeam),
};

/** @throws Refusal `forbidden` while an admin acts for the member */
export const notOnBehalf = ({ actor }: { actor: Actor }): void => demand(may.keepAccount(actor), sentences.account);

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
  provision: 'Only the identity system of the organization provisions.',
  signOn: 'Only owners decide how people sign in, each in their own name.',
  team: 'Only its lead, the leads of teams above it and admins change the members and the type of a team.',
  addConnection: 'Only owners and admins connect accounts here. Ask one of them.',
  shareConnection: 'Only owners and admins share a connection. Keep it to yourself, or ask one of them.',
  owner: 'Only owners of the organization can do this.',
  forGood: 'Only owners delete for good, each in their own name.',
  token: 'Only owners and admins make API tokens here. Ask one of them.',
  account: 'Accounts, sessions and tokens are for their owner alone. Stop acting for them first.',
  connection: 'This connection is private. Ask its owner or an admin to share it.',
} as const;
