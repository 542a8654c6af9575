import type { MemberId } from '../db/ids.ts';
import type { Actor } from './context.ts';
import type { Role } from './words.ts';

/** Ways to stand to a thing, and how a document says them. */
export const ties = {
  owner: 'one of its owners',
  creator: 'its creator',
  checkInOwner: 'its check-in owner',
  delegate: 'one of its delegates',
  viewer: 'one of its viewers',
  manager: 'the manager of one of its owners',
  parentOwner: 'an owner of one of its parents',
  lead: 'the lead of its team or of one above',
  teammate: 'a member of its team',
  author: 'its author',
  assignee: 'its assignee',
  keeper: 'its owner',
} as const;

export type Tie = keyof typeof ties;

/** Who stands to a thing in which way: the members themselves, or whether the acting one is among them. */
export type Standing = { [tie in Tie]?: readonly (MemberId | null)[] | boolean };

/** Ways of coming that a rule may insist on, beside role and tie. */
export const ways = {
  person: { says: 'not for a token of the organization', holds: ({ memberId }: Actor) => memberId !== null },
  scoped: {
    says: 'a token needs the scope `admin`',
    holds: (actor: Actor) => !(actor.via === 'api' && actor.limited),
  },
  page: { says: 'not by a token', holds: ({ via }: Actor) => via === 'page' },
  self: { says: 'not for somebody else', holds: (actor: Actor) => !(actor.via === 'page' && actor.by) },
  inPerson: {
    says: 'not by a token, not for somebody else',
    holds: (actor: Actor) => actor.via === 'page' && actor.by === undefined,
  },
  provisioning: { says: 'as the identity system alone', holds: ({ via }: Actor) => via === 'scim' },
} as const satisfies Record<string, { says: string; holds(actor: Actor): boolean }>;

/**
 * Who may do something: whoever has one of the `roles`, and of the others whoever stands to the thing in one of these
 * ways. A tie makes no observer do more than look on, unless the rule says so.
 */
export type Rule = {
  says: string;
  roles: readonly Role[];
  ties?: readonly Tie[];
  observers?: true;
  way?: keyof typeof ways;
};

const everybody: readonly Role[] = ['owner', 'admin', 'member', 'observer'];
const whoTakesPart: readonly Role[] = ['owner', 'admin', 'member'];
const admins: readonly Role[] = ['owner', 'admin'];
const owners: readonly Role[] = ['owner'];

const named = ['owner', 'creator', 'checkInOwner', 'delegate'] as const;
const proposing = ['creator', 'teammate', 'lead'] as const;

/** The table of permissions: what can be done, and by whom. docs/permissions.md is written from it. */
export const rules = {
  seeOkr: { says: 'see a public OKR', roles: everybody },
  seePrivateOkr: { says: 'see a private OKR', roles: [], ties: [...named, 'viewer'], observers: true },
  changeOkr: {
    says: 'change an OKR that they see',
    roles: admins,
    ties: [...named, 'manager', 'parentOwner', 'lead'],
  },
  createOkr: { says: 'make an OKR where everybody does', roles: whoTakesPart },
  createOkrAsLead: { says: 'make an OKR where leads do', roles: admins, ties: ['lead'] },
  createOkrAsAdmin: { says: 'make an OKR where admins do', roles: admins },
  ownOkr: { says: 'own an OKR, check in for it, be its delegate', roles: whoTakesPart },
  correctCheckIn: { says: 'correct or delete a check-in of an OKR that they see', roles: admins, ties: ['author'] },
  comment: { says: 'comment on what they see, and react to it', roles: everybody, way: 'person' },
  editComment: { says: 'edit a comment', roles: [], ties: ['author'], observers: true },
  deleteComment: { says: 'delete a comment', roles: admins, ties: ['author'], observers: true },
  tickTask: { says: 'tick a task of a project that they may not change', roles: [], ties: ['assignee'] },
  makeTag: { says: 'make a tag where everybody does', roles: whoTakesPart },
  makeTagAsAdmin: { says: 'make a tag where admins do', roles: admins },
  workOnProposal: { says: 'work on a proposal', roles: admins, ties: proposing },
  decideProposal: { says: 'decide on a proposal where nobody has to approve', roles: admins, ties: proposing },
  decideProposalAsLead: { says: 'decide on a proposal where leads approve', roles: admins, ties: ['lead'] },
  publishForTeam: { says: 'publish for a team where nobody has to approve', roles: whoTakesPart },
  publishForTeamAsLead: { says: 'publish for a team where leads approve', roles: admins, ties: ['lead'] },
  addConnection: { says: 'make a private connection where members do', roles: whoTakesPart },
  addConnectionAsAdmin: { says: 'make a connection where admins do', roles: admins },
  ownConnection: { says: 'own a connection', roles: whoTakesPart },
  shareConnection: { says: 'share a connection', roles: admins, way: 'scoped' },
  changeConnection: {
    says: 'change, test and delete a connection',
    roles: admins,
    ties: ['keeper'],
    observers: true,
  },
  useConnection: { says: 'read data through a private connection', roles: admins, ties: ['keeper'] },
  useSharedConnection: { says: 'read data through a shared connection', roles: whoTakesPart },
  leadTeam: { says: 'lead a team', roles: whoTakesPart },
  shapeTeam: { says: 'change the members and the type of a team', roles: admins, ties: ['lead'] },
  makeToken: { says: 'make an API token of their own where members do', roles: whoTakesPart },
  makeTokenAsAdmin: { says: 'make an API token of their own where admins do', roles: admins },
  administer: {
    says: 'administer: members, teams, periods, tags, providers, tokens, settings, the audit log, the data',
    roles: admins,
    way: 'scoped',
  },
  actFor: { says: 'act for a member', roles: admins, way: 'inPerson' },
  keepAccount: { says: 'keep one’s own account, passkeys, sessions and tokens', roles: everybody, way: 'self' },
  endAllSessions: { says: 'sign everybody out', roles: owners, way: 'page' },
  changeSignOn: { says: 'decide how people sign in', roles: owners, way: 'inPerson' },
  deleteForGood: { says: 'delete the organization, or the data of a person', roles: owners, way: 'inPerson' },
  provision: { says: 'provision people and teams', roles: ['admin'], way: 'provisioning' },
} as const satisfies Record<string, Rule>;

export const has = (role: Role, rule: Rule): boolean => rule.roles.includes(role);

/** Whether a rule lets somebody who stands to the thing like this. */
export const allows = (rule: Rule, actor: Actor, standing: Standing = {}): boolean =>
  comes(rule, actor) && (has(actor.role, rule) || (canBeTied(rule, actor.role) && isTied(rule, actor, standing)));

const comes = ({ way }: Rule, actor: Actor) => way === undefined || ways[way].holds(actor);

/** Whether a tie helps somebody of this role. */
export const canBeTied = ({ ties: enough = [], observers }: Rule, role: Role): boolean =>
  enough.length > 0 && (observers === true || role !== 'observer');

const isTied = ({ ties: enough = [] }: Rule, { memberId }: Actor, standing: Standing) =>
  enough.some((tie) => {
    const who = standing[tie] ?? false;
    return typeof who === 'boolean' ? who : memberId !== null && who.includes(memberId);
  });
