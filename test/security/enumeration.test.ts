import { beforeEach, describe, expect, it } from 'vitest';
import { inProduction, SITE } from '../support/callers.ts';
import { type World, world } from '../support/world.ts';

let w: World;

beforeEach(async () => {
  w = await world({ now: Date.now() });
});

/** All that somebody sees of an answer, without what is random in it and what they sent. */
async function seen(path: string, form?: Record<string, string>): Promise<unknown> {
  const body = form && new URLSearchParams(form);
  const answer = await inProduction(path, { method: form ? 'POST' : 'GET', body, headers: { Origin: SITE } });
  const sent = Object.values(form ?? {});
  const text = sent.reduce((all, word) => (word ? all.replaceAll(word, 'SENT') : all), await answer.text());
  return {
    status: answer.status,
    text,
    headers: [...answer.headers].filter(([name]) => !/^(set-cookie|x-request-id|server-timing)$/.test(name)),
    cookies: answer.headers.getSetCookie().map((line) => line.replace(/=[^;]+/, '')),
    trips: /trips=\d+/.exec(answer.headers.get('Server-Timing') ?? '')?.[0],
  };
}

describe('whether somebody is there', () => {
  it.each([
    ['a member who is no owner', () => ({ org: 'northwind', email: w.dana.email })],
    ['an address that nobody has', () => ({ org: 'northwind', email: 'nobody@northwind.test' })],
    ['an organization that is none', () => ({ org: 'nowhere', email: w.ada.email })],
  ])('is told by no answer to who asks for an owner’s recovery: %s', async (_, form) => {
    const known = await seen('/signin/recovery', { org: 'northwind', email: w.ada.email });
    expect(await seen('/signin/recovery', form())).toEqual(known);
  });

  it('is told by no address of an organization: one that is none is answered as one that is closed', async () => {
    const none = await seen('/o/nowhere/okrs');
    const closed = await seen('/o/northwind/okrs');
    expect(JSON.stringify(none).replaceAll('nowhere', 'northwind')).toBe(JSON.stringify(closed));
  });

  it.each(['', 'x', 'a'.repeat(43)])('is told by no invitation that is none: %j', async (token) => {
    const answer = await inProduction(`/join?token=${token}`);
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toContain('Northwind');
  });

  it('is told by no token: an unknown one is answered as one that was revoked', async () => {
    const token = await w.token(w.ada);
    await w.db.run('update api_tokens set revoked_at = 1');
    const [revoked, unknown] = await Promise.all(
      [token, 'cairn_pat_unknown'].map(async (each) => {
        const answer = await inProduction('/api/v1/me', { headers: { Authorization: `Bearer ${each}` } });
        return [answer.status, (await answer.text()).replace(/"request_id":"[^"]*"/, '')];
      }),
    );
    expect(revoked).toEqual(unknown);
    expect(revoked![0]).toBe(401);
  });
});
