import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import { getPlatformProxy } from 'wrangler';
import { commit } from '../src/db/commit.ts';
import { openDatabase } from '../src/db/database.ts';
import { organizations } from '../src/db/schema/organizations.ts';
import { northwind, southwind } from './demo/organizations.ts';

// Writes the demo into an empty local database: northwind with a year of history, and southwind beside it.

const { STATE_DIR = '.wrangler/state', APP_URL = '', JIRA_STAND_IN_URL, CREDENTIAL_KEYS } = process.env;
const seed = {
  now: Date.now(),
  jira: JIRA_STAND_IN_URL ?? 'http://localhost:8801',
  keys: CREDENTIAL_KEYS,
  origin: APP_URL,
  standIns: JIRA_STAND_IN_URL !== undefined,
};
const proxy = await getPlatformProxy<{ DB: D1Database }>({ persist: { path: path.join(STATE_DIR, 'v3') } });
try {
  const db = openDatabase(proxy.env.DB);
  const [seeded] = await db
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.slug, 'northwind'));
  if (!seeded) {
    const rows = [...(await northwind(db, seed)), ...(await southwind(db, seed))];
    // On a busy machine that takes seconds, after which the database has hung up: the loop turns once to hear of it.
    await setImmediate();
    // One batch is one transaction: a run cut short leaves nothing behind.
    await commit(db, rows);
  }
} finally {
  await proxy.dispose();
}
