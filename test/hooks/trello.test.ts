import { env, exports } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import { connections, deliveries, subscriptions, syncs } from '../../src/db/schema/connections.ts';
import { okrs } from '../../src/db/schema/okrs.ts';
import { runDue } from '../../src/jobs/schedule.ts';
import { demoAccount, demoBoards } from '../stand-ins/trello/demo.ts';
import type { Trello } from '../stand-ins/trello/trello.ts';
import { signatureOf } from '../stand-ins/trello/webhooks.ts';
import { trelloOutside } from '../support/outside.ts';
import { metric, world } from '../support/world.ts';

const patiently = { timeout: 8_000, interval: 50 };

/** A key result that counts the finished posts of the blog, linked by the API as a person's script would. */
async function linked(credentials: { secret?: string } = { secret: demoAccount.secret }) {
  const trello = trelloOutside();
  const w = await world({ now: Date.now() });
  const bearer = await w.token(w.ada);
  const call = async (method: string, path: string, body?: object): Promise<Record<string, string>> => {
    const headers = { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' };
    const init = { method, headers, body: body && JSON.stringify(body) };
    const answer = await exports.default.fetch(`http://cairn.test/api/v1${path}`, init);
    expect([path, answer.status, answer.ok || (await answer.clone().text())]).toEqual([path, answer.status, true]);
    return answer.status === 204 ? {} : answer.json<Record<string, string>>();
  };
  const { key, token } = demoAccount;
  const config = { key, token, ...credentials };
  const { id = '' } = await call('POST', '/connections', { provider: 'trello', name: 'Trello', config });
  const feed = async (board_id: string, list?: string) => {
    const kr = await w.okr({ measure: metric(0, 20) }, w.ada);
    const query = { board_id, list_ids: list ? [list] : [] };
    await call('PUT', `/okrs/${kr.id}/data-link`, { connection_id: id, query });
    const value = async () => (await w.db.select().from(okrs).where(eq(okrs.id, kr.id)))[0]!.value;
    const runs = () => w.db.$count(syncs, eq(syncs.okrId, kr.id));
    return { kr, value, runs };
  };
  const finished = trello.listId('Blog', 'Finished');
  const fed = await feed(demoBoards.blog, finished);
  const listening = (count = 1) =>
    vi.waitFor(async () => {
      const rows = await w.db.select().from(subscriptions);
      expect(rows.map(({ state }) => state)).toEqual(Array(count).fill('active'));
      expect(trello.state.webhooks).toHaveLength(count);
    }, patiently);
  const finish = (name = 'One more') => trello.addCard({ idList: finished, name });
  return { trello, w, call, id, feed, finished, listening, finish, ...fed };
}

const scans = (trello: Trello) =>
  trello.requests.filter(({ path, search }) => path.includes('/cards/visible') && !search.includes('before=')).length;
const resting = () => new Promise((done) => setTimeout(done, 400));

describe('linking an OKR to a board', () => {
  it('registers for its pushes, and a change then moves the OKR with one read of that board', async () => {
    const { trello, listening, finish, value, feed, w } = await linked();
    const leads = await feed(demoBoards.leads, trello.listId('Leads', 'Converted'));
    await listening(2);
    const [webhook] = trello.state.webhooks;
    expect(webhook?.callbackURL).toMatch(/^http:\/\/cairn\.test\/hooks\/trello\/con_\w+\?topic=BlogPost&key=/);
    expect([await value(), await leads.value()]).toEqual([10, 6]);
    const [before, runs] = [scans(trello), await leads.runs()];
    finish();
    await trello.delivered();
    await vi.waitFor(async () => expect(await value()).toBe(11), patiently);
    await resting();
    expect(scans(trello) - before).toBe(1);
    expect(trello.requests.at(-1)?.path).toContain(demoBoards.blog);
    expect(await leads.runs()).toBe(runs);
    const [{ lastPushAt } = {}] = await w.db.select().from(connections);
    expect(lastPushAt).toBeGreaterThan(0);
  }, 20_000);

  it('twice registers once, and several OKRs of a board are served by one read', async () => {
    const { trello, listening, feed, finish, finished } = await linked();
    const second = await feed(demoBoards.blog, finished);
    const third = await feed(demoBoards.blog);
    await listening(1);
    await resting();
    expect(trello.state.webhooks).toHaveLength(1);
    const before = scans(trello);
    finish();
    await vi.waitFor(async () => expect([await second.value(), await third.value()]).toEqual([11, 19]), patiently);
    expect(scans(trello) - before).toBe(1);
  }, 20_000);

  it('without a secret registers nothing, and the connection says that only the schedule reads it', async () => {
    const { trello, w, id, value } = await linked({});
    await resting();
    expect(await value()).toBe(10);
    expect(trello.state.webhooks).toEqual([]);
    expect(await w.db.$count(subscriptions)).toBe(0);
    const page = await exports.default.fetch(`http://cairn.test/o/northwind/admin/integrations/${id}`, {
      headers: { Cookie: await w.cookie(w.ada) },
    });
    expect(await page.text()).toContain('Only the schedule reads this connection.');
  });

  it('that Trello will not push for is noted and shown; the schedule remains', async () => {
    const { trello, w, id, listening, feed } = await linked();
    await listening(1);
    trello.fail({ kind: 'status', status: 500 }, { path: '/webhooks' });
    await feed(demoBoards.leads);
    await vi.waitFor(async () => {
      const states = (await w.db.select().from(subscriptions)).map(({ state }) => state);
      expect(states.sort()).toEqual(['active', 'failed']);
    }, patiently);
    const page = await exports.default.fetch(`http://cairn.test/o/northwind/admin/integrations/${id}`, {
      headers: { Cookie: await w.cookie(w.ada) },
    });
    const text = await page.text();
    expect(text).toContain('Trello tells of changes in 1 of 2 boards');
    expect(text).toContain('Trello has a problem of its own (500).');
  }, 20_000);
});

describe('pushes end', () => {
  it('when the last OKR of a board is unlinked', async () => {
    const { trello, w, call, kr, feed, finished, listening } = await linked();
    const second = await feed(demoBoards.blog, finished);
    await listening(1);
    await call('DELETE', `/okrs/${kr.id}/data-link`);
    await resting();
    expect(trello.state.webhooks).toHaveLength(1);
    await call('DELETE', `/okrs/${second.kr.id}/data-link`);
    await vi.waitFor(async () => {
      expect(trello.state.webhooks).toEqual([]);
      expect(await w.db.$count(subscriptions)).toBe(0);
    }, patiently);
  }, 20_000);

  it('when an OKR is linked to another board, whose pushes begin', async () => {
    const { trello, call, id, kr, listening } = await linked();
    await listening(1);
    await call('PUT', `/okrs/${kr.id}/data-link`, { connection_id: id, query: { board_id: demoBoards.leads } });
    const leads = trello.state.boards.find(({ name }) => name === 'Leads')!.id;
    await vi.waitFor(() => expect(trello.state.webhooks.map(({ idModel }) => idModel)).toEqual([leads]), patiently);
  }, 20_000);

  it('when the connection is deleted', async () => {
    const { trello, w, call, id, listening } = await linked();
    await listening(1);
    await call('DELETE', `/connections/${id}`);
    expect(trello.state.webhooks).toEqual([]);
    await resting();
    expect([await w.db.$count(subscriptions), await w.db.$count(connections)]).toEqual([0, 0]);
    expect(trello.state.webhooks).toEqual([]);
  }, 20_000);

  it('while the provider is switched off', async () => {
    const { trello, w, listening } = await linked();
    await listening(1);
    const cookie = await w.cookie(w.ada);
    const set = (enabled: string) =>
      exports.default.fetch('http://cairn.test/o/northwind/admin/integrations/providers/trello', {
        method: 'POST',
        redirect: 'manual',
        headers: { Cookie: cookie, Origin: 'http://cairn.test', 'Sec-Fetch-Site': 'same-origin' },
        body: new URLSearchParams({ enabled }),
      });
    expect((await set('')).status).toBe(303);
    await vi.waitFor(() => expect(trello.state.webhooks).toEqual([]), patiently);
    expect((await set('on')).status).toBe(303);
    await listening(1);
  }, 20_000);

  it('with the old credentials, and begin with the new ones', async () => {
    const { trello, call, id, listening, finish, value } = await linked();
    await listening(1);
    const [before] = trello.state.webhooks;
    const token = 'ATTAanother0000000000000000000000000000000';
    trello.state.tokens.push({ ...trello.state.tokens[0]!, token });
    await call('PATCH', `/connections/${id}`, { config: { ...demoAccount, token } });
    await vi.waitFor(() => expect(trello.state.webhooks.map((each) => each.token)).toEqual([token]), patiently);
    expect(trello.state.webhooks[0]?.id).not.toBe(before?.id);
    await listening(1);
    finish();
    await vi.waitFor(async () => expect(await value()).toBe(11), patiently);
  }, 20_000);
});

describe('the daily look', () => {
  it('begins what Trello would not, and ends what is read no more', async () => {
    const { trello, w, id, listening } = await linked();
    await listening(1);
    const [webhook] = trello.state.webhooks.splice(0);
    const [row] = await w.db.select().from(subscriptions);
    const long = 2 * 60 * 60_000;
    await w.db.update(subscriptions).set({ state: 'failed', hookId: null, askedAt: Date.now() - long });
    await w.db.insert(subscriptions).values({ ...row!, topic: demoBoards.leads, hookId: webhook!.id });
    await runDue(env, '17 3 * * *', Date.now());
    await listening(1);
    const [after] = await w.db.select().from(subscriptions);
    expect([after?.connectionId, after?.topic]).toEqual([id, demoBoards.blog]);
    expect(trello.state.webhooks[0]?.callbackURL).toMatch(/^http:\/\/cairn\.test\//);
  }, 20_000);

  /** What the daily look finds two hours after everything was arranged. */
  async function hoursLater(at: Awaited<ReturnType<typeof linked>>) {
    await at.w.db.update(subscriptions).set({ askedAt: Date.now() - 2 * 60 * 60_000 });
    const asked = at.trello.requests.length;
    await runDue(env, '17 3 * * *', Date.now());
    await resting();
    return at.trello.requests.slice(asked).map(({ method, path }) => `${method} ${path}`);
  }

  it('leaves what Trello still serves as it is, for one request each', async () => {
    const at = await linked();
    await at.feed(demoBoards.leads);
    await at.listening(2);
    const before = at.trello.state.webhooks.map(({ id }) => id);
    const requests = await hoursLater(at);
    expect(requests.sort()).toEqual(before.map((id) => expect.stringContaining(`GET /1/webhooks/${id}`)));
    expect(at.trello.state.webhooks.map(({ id }) => id)).toEqual(before);
  }, 20_000);

  it('begins anew what Trello switched off and what somebody deleted there', async () => {
    const at = await linked();
    await at.feed(demoBoards.leads);
    await at.listening(2);
    const before = at.trello.state.webhooks.map(({ id }) => id);
    at.trello.state.webhooks[0]!.active = false;
    at.trello.state.webhooks.splice(1);
    await hoursLater(at);
    await at.listening(2);
    expect(at.trello.state.webhooks.every(({ id, active }) => active && !before.includes(id))).toBe(true);
    at.finish();
    await vi.waitFor(async () => expect(await at.value()).toBe(11), patiently);
  }, 20_000);

  it('changes nothing while Trello does not say', async () => {
    const at = await linked();
    await at.listening(1);
    at.trello.fail({ kind: 'status', status: 500 });
    const requests = await hoursLater(at);
    expect(requests).toHaveLength(1);
    expect(await at.w.db.select().from(subscriptions)).toMatchObject([{ state: 'active' }]);
  }, 20_000);

  it('goes through any number of them, some at a time', async () => {
    const at = await linked();
    await at.listening(1);
    const [row] = await at.w.db.select().from(subscriptions);
    const missing = Array.from({ length: 19 }, (_, i) => ({ ...row!, topic: `Board${i + 100}`, hookId: `gone${i}` }));
    for (const each of missing) await at.w.db.insert(subscriptions).values(each);
    const requests = await hoursLater(at);
    const looks = requests.filter((each) => each.startsWith('GET /1/webhooks/'));
    expect(new Set(looks).size).toBe(20);
    expect(looks).toHaveLength(20);
  }, 20_000);
});

describe('a push from Trello', () => {
  async function pushing() {
    const at = await linked();
    await at.listening(1);
    const { callbackURL } = at.trello.state.webhooks[0]!;
    const push = async ({
      action = crypto.randomUUID(),
      secret = demoAccount.secret,
      url = callbackURL,
      signedFor = null as string | null,
      change = (body: string) => body,
    } = {}) => {
      const body = JSON.stringify({ action: { id: action, type: 'updateCard' }, model: at.trello.state.boards[0] });
      const signature = await signatureOf(secret, body, signedFor ?? url);
      return exports.default.fetch(url, {
        method: 'POST',
        headers: { 'X-Trello-Webhook': signature, 'Content-Type': 'application/json' },
        body: change(body),
      });
    };
    return { ...at, callbackURL, push };
  }

  it('looks first whether somebody is here', async () => {
    const { callbackURL } = await pushing();
    expect((await exports.default.fetch(callbackURL, { method: 'HEAD' })).status).toBe(200);
    const nobody = await exports.default.fetch('http://cairn.test/hooks/trello/con_nothing', { method: 'HEAD' });
    expect(nobody.status).toBe(404);
  }, 20_000);

  it('that is forged does nothing', async () => {
    const { push, trello, w, callbackURL } = await pushing();
    const before = trello.requests.length;
    expect((await push({ secret: 'guess' })).status).toBe(401);
    expect((await push({ change: (body) => body.replace('updateCard', 'updateCarD') })).status).toBe(401);
    expect((await push({ signedFor: `${callbackURL}x` })).status).toBe(401);
    expect((await exports.default.fetch(callbackURL, { method: 'POST', body: '{}' })).status).toBe(401);
    await resting();
    expect(trello.requests.length).toBe(before);
    expect(await w.db.$count(deliveries)).toBe(0);
  }, 20_000);

  it('for another connection, or for a board that nobody listens to, does nothing', async () => {
    const { push, call, callbackURL, id, w } = await pushing();
    const config = { ...demoAccount, secret: 'another secret' };
    const other = await call('POST', '/connections', { provider: 'trello', name: 'Other', config });
    const [address = ''] = callbackURL.split('?');
    expect((await push({ url: address.replace(id, other.id!) })).status).toBe(401);
    expect((await push({ url: address.replace(id, 'con_nothing') })).status).toBe(404);
    expect((await push({ url: `${address}?topic=Nowhere1&key=x` })).status).toBe(410);
    expect(await w.db.$count(deliveries)).toBe(0);
  }, 20_000);

  it('that is too long or is none is refused', async () => {
    const { push } = await pushing();
    expect((await push({ change: (body) => body + ' '.repeat(512 * 1024) })).status).toBe(413);
    expect((await push({ action: null as unknown as string })).status).toBe(400);
  }, 20_000);

  it('delivered a second time changes nothing', async () => {
    const { push, trello } = await pushing();
    expect((await push({ action: 'one' })).status).toBe(202);
    await resting();
    const before = trello.requests.length;
    expect((await push({ action: 'one' })).status).toBe(200);
    await resting();
    expect(trello.requests.length).toBe(before);
  }, 20_000);

  it('repeated fifty times within seconds causes two reads at most, and the last one sees the end', async () => {
    const { push, trello, finished, value } = await pushing();
    const before = scans(trello);
    trello.state.webhooks[0]!.active = false;
    const first = await Promise.all(Array.from({ length: 25 }, () => push()));
    for (const name of ['Eleventh', 'Twelfth']) trello.addCard({ idList: finished, name });
    const second = await Promise.all(Array.from({ length: 25 }, () => push()));
    expect([...first, ...second].every(({ status }) => status === 202)).toBe(true);
    await vi.waitFor(async () => expect(await value()).toBe(12), { timeout: 10_000, interval: 200 });
    await new Promise((done) => setTimeout(done, 5_500));
    expect(scans(trello) - before).toBeLessThanOrEqual(2);
  }, 30_000);
});
