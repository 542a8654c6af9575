import { env, exports } from 'cloudflare:workers';
import type { JobId } from '../../src/db/ids.ts';
import { newId, type OrgId, type TokenId } from '../../src/db/ids.ts';
import { apiTokens } from '../../src/db/schema/access.ts';
import type { Organization } from '../../src/domain/context.ts';
import { findOrganization } from '../../src/domain/organizations/finding.ts';
import { foundOrganization } from '../../src/domain/organizations/founding.ts';
import { tokenScopes } from '../../src/domain/words.ts';
import { hashOf } from '../../src/lib/tokens.ts';
import { goOnExporting } from '../../src/writers/exporting.ts';
import { goOnRestoring } from '../../src/writers/restoring.ts';
import { callerWith } from '../api/caller.ts';
import type { World } from './world.ts';

/** An export of a world, as Ada fetches it. */
export async function exportOf(w: World): Promise<Uint8Array> {
  const base = `http://localhost/o/${w.org.slug}/admin/data`;
  const headers = { Cookie: await w.cookie(w.ada), Origin: 'http://localhost' };
  await exports.default.fetch(`${base}/exports`, { method: 'POST', headers, redirect: 'manual' });
  const job = await workedOff(w, w.org.id, 'export', goOnExporting);
  const response = await exports.default.fetch(`${base}/exports/${job.id}`, { headers });
  return new Uint8Array(await response.arrayBuffer());
}

/** A second organization that Ada has just founded, and how she restores archives there. */
export async function emptyPlace(w: World, slug = 'harbour') {
  const input = { name: 'Harbour', slug, owner: 'Ada M.', time_zone: 'UTC', locale: 'en-GB', fiscal_year_start: 4 };
  const org = await foundOrganization(w.db, { email: w.ada.email, name: null }, input, w.now);
  const cookie = await w.cookie(w.ada);
  const ask = (path: string, body?: FormData, by = cookie) =>
    exports.default.fetch(`http://localhost/o/${slug}/admin/data${path}`, {
      method: body ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { Cookie: by, Origin: 'http://localhost' },
      body,
    });
  const send = (archive: Uint8Array | string, by = cookie) => {
    const form = new FormData();
    form.set('file', new File([archive as Uint8Array<ArrayBuffer>], 'northwind.zip', { type: 'application/zip' }));
    return ask('/restore', form, by);
  };
  return {
    org,
    ask,
    send,
    /** Works the queue's messages off until the restore is over; gives its state and what it says of a failure. */
    over: () => workedOff(w, org.id, 'restore', (...args) => goOnRestoring(...args)),
    /** A caller of the API as the member with that address. */
    caller: (email: string) => callerIn(w, org.id, email),
    now: () => findOrganization(w.db, org.id) as Promise<Organization>,
  };
}

/** A caller of the API as the member of an organization with that address. */
export async function callerIn(w: World, orgId: OrgId, email: string) {
  const memberId = await env.DB.prepare('select id from members where org_id = ? and email = ?')
    .bind(orgId, email)
    .first<never>('id');
  const token = `cairn_pat_${crypto.randomUUID()}`;
  const row = {
    id: newId('tok', w.now) as TokenId,
    orgId,
    memberId: memberId!,
    name: 'test',
    scopes: [...tokenScopes],
  };
  await w.db.insert(apiTokens).values({ ...row, tokenHash: await hashOf(token), createdAt: w.now });
  return callerWith(token);
}

type State = { id: JobId; state: string; failure: string | null };

async function workedOff(
  w: World,
  orgId: OrgId,
  type: string,
  goOn: (cairn: typeof env, db: World['db'], orgId: OrgId, jobId: JobId) => Promise<unknown>,
): Promise<State> {
  const found = () =>
    env.DB.prepare('select id, state, failure from jobs where org_id = ? and type = ? order by id desc')
      .bind(orgId, type)
      .first<State>();
  for (let i = 0; i < 200; i++) {
    const job = (await found())!;
    if (job.state === 'done' || job.state === 'failed') return job;
    await goOn(env, w.db, orgId, job.id);
  }
  throw new Error(`${type} does not end`);
}
