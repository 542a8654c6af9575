import type { Role, Status } from '../domain/words.ts';

export type Theme = 'light' | 'dark';

/** What every page needs, signed in or not. `theme` is null when the device decides. */
export type Frame = {
  locale: string;
  theme: Theme | null;
  environment: 'production' | 'development';
};

export type PeriodInView = { name: string; startsOn: string; endsOn: string };

/** What the page around a signed-in person's work needs. `due` is how many check-ins wait for them. */
export type Shell = Frame & {
  org: { slug: string; name: string /** Address of its picture. */; logo: string | null };
  me: { name: string; email: string; role: Role };
  timeZone: string;
  today: string;
  period: PeriodInView | null;
  teams: readonly { id: string; name: string; status: Status | null }[];
  due: number;
  /** Whether this person may connect accounts. */
  connects: boolean;
  /** While an admin acts for this person: who, until when (ms), and how many minutes are left. */
  acting: { admin: string; until: number; minutesLeft: number } | null;
  /** When (ms) the organization will be deleted, unless an owner calls it off. */
  deleteAt: number | null;
  current: Place | null;
  /** What the request before this one did, as a sentence. */
  said: string | null;
};

export type Place =
  | 'home'
  | 'okrs'
  | 'check-in'
  | 'connections'
  | 'integrations'
  | 'tags'
  | 'periods'
  | 'settings'
  | 'okr-settings'
  | 'users'
  | 'teams'
  | 'notifications'
  | 'security'
  | 'audit'
  | 'data';

export const isAdmin = ({ me }: Shell): boolean => me.role === 'owner' || me.role === 'admin';

/** Where this person looks after connections. */
export const connectionsOf = (shell: Shell): { href: string; title: string } =>
  isAdmin(shell)
    ? { href: `/o/${shell.org.slug}/admin/integrations`, title: 'Integrations' }
    : { href: `/o/${shell.org.slug}/connections`, title: 'Your connections' };
