import type { Database } from '../db/database.ts';
import type { MemberId, OrgId, TokenId } from '../db/ids.ts';
import { type Day, dayOf } from '../lib/days.ts';
import type { ScoreBands } from './okrs/scoring.ts';
import type { NotificationSettings } from './organizations/notifications.ts';
import type { Approval, Creators, Mode, ParentStatusRule, Role, TagPolicy } from './words.ts';

/** An organization with the settings that rules depend on. Bounds in percentage points. */
export type Organization = {
  id: OrgId;
  slug: string;
  name: string;
  timeZone: string;
  locale: string;
  fiscalYearStart: number;
  behindBound: number;
  atRiskBound: number;
  parentStatus: ParentStatusRule;
  cadenceDays: number;
  tagPolicy: TagPolicy;
  scoreBands: ScoreBands | null;
  objectivesUnderKeyResults: boolean;
  keyResultsUnderKeyResults: boolean;
  projectsAligned: boolean;
  projectsContribute: boolean;
  objectiveMode: Mode;
  createOrganization: Creators;
  createTeam: Creators;
  createIndividual: Creators;
  approval: Approval;
  memberConnections: boolean;
  periodsAhead: boolean;
  ssoOnly: boolean;
  sessionDays: number;
  memberTokens: boolean;
  /** Days for which events are kept; null is for ever. */
  auditDays: number | null;
  /** Null stands for what an organization begins with. */
  notifications: NotificationSettings | null;
  logoHash: string | null;
  deleteAt: number | null;
};

/**
 * Who acts, and through which door. `by` is the admin who acts for a member. `limited` is a token that does not administer,
 * whoever holds it. A token of the organization itself has no member and sees no private OKR; the system (`cron`, `sync`,
 * `roll_up`) has none either and sees all that counts.
 * `scim` is the organization's identity system.
 */
export type Actor =
  | { memberId: MemberId; name: string; role: Role; via: 'page'; by?: { memberId: MemberId; name: string } }
  | { memberId: MemberId | null; name: string; role: Role; via: 'api'; tokenId: TokenId; limited?: boolean }
  | { memberId: null; name: string; role: 'admin'; via: 'sync' | 'roll_up' | 'cron' | 'scim' };

/** Whether Cairn itself acts, whose sums count what nobody in particular may see. */
export const isSystem = ({ via }: Actor): boolean => via === 'sync' || via === 'roll_up' || via === 'cron';

/** Plain data that travels with a call, also between Workers: whose organization, who acts, and when (ms). */
export type Acting = { org: Organization; actor: Actor; now: number };

/** What every verb of the domain is given first. */
export type Context = Acting & { db: Database };

export const todayOf = (acting: Pick<Acting, 'org' | 'now'>): Day => dayOf(acting.now, acting.org.timeZone);

/** The system acting on its own, in the name of what caused it. */
export const acting = (org: Organization, via: 'sync' | 'roll_up' | 'cron', now: number): Acting => ({
  org,
  actor: { memberId: null, name: 'Cairn', role: 'admin', via },
  now,
});
