import type { LetterId } from '../db/ids.ts';
import type { Words } from '../domain/letters/letter.ts';
import type { Env } from '../env.ts';

/** A letter as it leaves: to one plain address, with a subject of one line. */
export type Mail = Words & { to: string };

/**
 * What became of a letter that was handed over. `again`: the next try may do better, not before `at` (ms) if that is
 * said; `busy`: the service has too much to do at the moment, whatever the letter; `comesBack`: it sends nothing to this
 * address any more. `reason` holds neither an address nor a key.
 */
export type Handed =
  | { sent: true; serviceId: string | null }
  | { sent: false; again: boolean; reason: string; at?: number; busy?: boolean; comesBack?: boolean };

/** Hands a letter over. A service that knows its id takes it once, however often it is handed over. */
export type Carrier = (id: LetterId, mail: Mail) => Promise<Handed>;

export type MailSettings = Pick<Env, 'ENVIRONMENT' | 'MAIL_API_URL' | 'MAIL_API_KEY' | 'MAIL_FROM' | 'MAIL'>;

/** The settings without which this deployment sends no mail; none in development, which keeps a mailbox of its own. */
export function missingMailSettings(settings: MailSettings): string[] {
  if (settings.ENVIRONMENT === 'development') return [];
  const needed = settings.MAIL ? (['MAIL_FROM'] as const) : (['MAIL_API_KEY', 'MAIL_FROM'] as const);
  return needed.filter((name) => !settings[name]);
}
