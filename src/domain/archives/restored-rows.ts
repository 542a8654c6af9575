import { base64url } from 'jose';
import type { ConnectionId, OrgId } from '../../db/ids.ts';
import type { KeyRing } from '../../lib/sealed.ts';
import { hashOf, newToken } from '../../lib/tokens.ts';
import { sealSecret } from '../connections/secrets.ts';
import { searchWords } from '../members/member.ts';
import { MOST_BYTES, typeOf } from '../organizations/logo.ts';
import { invalid } from '../refusal.ts';
import { email } from '../sessions/signing-in.ts';
import type { Row } from './restore-job.ts';

/**
 * Added to moments (ms) at which something would happen by itself, and put before days on which it would: they lie far
 * ahead until all is there, so that nobody sums up half of it.
 */
export const ASLEEP_MS = 1e15;
export const ASLEEP_DAY = '9';

const asleep = (at: string | number | null | undefined) => (typeof at === 'number' ? at + ASLEEP_MS : null);

/** What a restored row has that differs from what the archive says. */
type Change = (row: Row, place: { ring: KeyRing; now: number }) => Row | Promise<Row>;

const changes: Record<string, Change> = {
  okrs: ({ turns_at, prepare_on }) => ({
    turns_at: asleep(turns_at),
    prepare_on: prepare_on ? `${ASLEEP_DAY}${prepare_on}` : null,
  }),
  roll_ups_due: ({ due_at }) => ({ due_at: asleep(due_at) }),
  // The reading is gone with the connection's credentials; the next one brings it.
  data_links: () => ({ waiting: 0 }),
  members: (row) => {
    const address = email.safeParse(row.email);
    if (!address.success) throw invalid({ file: 'A member has an address that is none.' });
    const [name, at] = [String(row.name), address.data];
    return { email: at, words: searchWords({ name, email: at }) };
  },
  connections: async (row, { ring, now }) => {
    const bound = { orgId: row.org_id as OrgId, id: row.id as ConnectionId };
    return {
      secret: await sealSecret(ring, bound, 'credentials', {}),
      webhook_secret: await sealSecret(ring, bound, 'webhook', newToken()),
      paused_at: now,
      // Nobody is told of a pause that everybody who restores is told of.
      noticed_at: now,
      trial_at: null,
      retry_at: null,
      failing_since: now,
      failure_reason: 'unauthorized',
      failure_detail: 'The credentials are not in an archive.',
      pushed_at: null,
      push_waiting: 0,
    };
  },
  logos: async ({ bytes }) => {
    const picture = decoded(String(bytes));
    const type = picture.length > MOST_BYTES ? null : typeOf(picture);
    if (!type) throw invalid({ file: 'The logo in this archive is no picture that Cairn shows.' });
    return { type, hash: (await hashOf(String(bytes))).slice(0, 16) };
  },
  events: () => ({ seal: null }),
};

/** A row of the archive as it comes to stand here. @throws Refusal `invalid` for what could not stand here */
export const restored = async (table: string, row: Row, place: { ring: KeyRing; now: number }): Promise<Row> => ({
  ...row,
  ...(await changes[table]?.(row, place)),
});

function decoded(text: string): Uint8Array {
  try {
    return base64url.decode(text);
  } catch {
    return new Uint8Array();
  }
}
