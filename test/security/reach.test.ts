import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ask } from '../support/callers.ts';
import { type World, world } from '../support/world.ts';

/** Addresses inside a network, in spellings that a careless check lets through. */
const inside = [
  'http://localhost:8801',
  'https://localhost',
  'https://127.0.0.1',
  'https://2130706433',
  'https://0x7f.1',
  'https://[::1]',
  'https://[::ffff:10.0.0.1]',
  'https://169.254.169.254/latest/meta-data',
  'https://10.0.0.5',
  'https://metadata.google.internal',
  'https://jira.local',
  'http://jira.example.com',
  'https://user:secret@jira.example.com',
  'file:///etc/passwd',
];

let w: World;
let asked: string[];

beforeEach(async () => {
  w = await world({ now: Date.now() });
  asked = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input) => {
    asked.push(String(input instanceof Request ? input.url : input));
    return Response.json({});
  });
});

describe('an address inside a network', () => {
  it.each(inside)('%s is called neither as a site of Jira nor as a provider of sign-in', async (address) => {
    const token = await w.token(w.ada);
    const config = { site_url: address, user: 'ada@northwind.test', token: 'secret' };
    await ask({ token }, 'POST', '/api/v1/connections', { provider: 'jira', name: 'Inside', config });
    const { results } = await w.db.$client.prepare('select id from connections').all<{ id: string }>();
    for (const { id } of results) await ask({ token }, 'POST', `/api/v1/connections/${id}/test`);
    const cookie = await w.cookie(w.ada);
    const provider = {
      label: 'In',
      issuer: address,
      client_id: 'c',
      client_secret: 's',
      enabled: 'on',
      admits_as: 'member',
    };
    await ask({ cookie }, 'POST', '/o/northwind/admin/security/sso', provider);
    await ask({ cookie }, 'POST', '/o/northwind/admin/security/sso/trial');
    await ask({}, 'GET', '/sso/northwind');
    expect(asked).toEqual([]);
  });
});
