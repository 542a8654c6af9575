import { describe, expect, it } from 'vitest';
import { scimTokens } from '../../src/db/schema/people.ts';
import { callerWith as scimWith } from '../scim/caller.ts';
import { world } from '../support/world.ts';
import { callerWith } from './caller.ts';

describe('/scim-token', () => {
  it('makes a token that is given once, and ends it', async () => {
    const w = await world({ now: Date.now() });
    const call = callerWith(await w.token(w.amir, ['read', 'check_in', 'write', 'admin'] as never));
    const { status, body, headers } = await call('POST', '/scim-token');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      token: expect.stringMatching(/^cairn_scim_/),
      base_url: 'https://cairn.test/scim/v2',
    });
    expect(headers.get('Cache-Control')).toBe('no-store');
    expect((await scimWith(body.token)('GET', '/Users')).status).toBe(200);
    expect((await call('DELETE', '/scim-token')).status).toBe(204);
    expect((await scimWith(body.token)('GET', '/Users')).status).toBe(401);
    expect((await call('DELETE', '/scim-token')).status).toBe(404);
  });

  it('is for admins whose token may administer', async () => {
    const w = await world({ now: Date.now() });
    const tokens = [
      await w.token(w.dana, ['read', 'check_in', 'write', 'admin'] as never),
      await w.token(w.omar, ['read', 'check_in', 'write', 'admin'] as never),
      await w.token(w.ada, ['read', 'check_in', 'write'] as never),
    ];
    for (const token of tokens)
      for (const method of ['POST', 'DELETE'])
        expect((await callerWith(token)(method, '/scim-token')).status).toBe(403);
    expect(await w.db.select().from(scimTokens)).toEqual([]);
  });
});
