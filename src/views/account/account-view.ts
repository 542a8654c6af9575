import type { Passkey } from '../../domain/passkeys/passkey.ts';
import type { FieldErrors } from '../../domain/refusal.ts';
import type { ListedSession } from '../../domain/sessions/listing.ts';
import type { Formats } from '../format.ts';
import type { Shell } from '../shell.ts';

/** Fields as text, named as in the API. */
export type ProfileValues = { name: string; locale: string; time_zone: string };

export type SignIns = {
  sessions: readonly ListedSession[];
  /** Which of them this is. */
  current: string | null;
  passkeys: readonly Passkey[];
  /** Whether passkeys can be added and removed now: at once, after signing in again, or not by who came this way. */
  changes: 'now' | 'after_sign_in' | 'never';
  /** This browser in words: what a new passkey is called unless its person says otherwise. */
  device: string;
};

export type AccountView = {
  shell: Shell;
  /** Address of the page. */
  base: string;
  values: ProfileValues;
  /** What counts for those who choose nothing. */
  org: { name: string; locale: string; timeZone: string };
  zones: readonly string[];
  formats: Formats;
  signIns: SignIns;
  /** A form that came back: the profile, or the passkey of that id. */
  returned: { form: string; errors: FieldErrors; message?: string; typed?: string } | null;
};
