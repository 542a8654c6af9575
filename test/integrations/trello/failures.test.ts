import { describe, expect, it, vi } from 'vitest';
import type { Asked, Reading } from '../../../src/integrations/adapter.ts';
import { trello as adapter } from '../../../src/integrations/trello/index.ts';
import type { Fault } from '../../stand-ins/common/faults.ts';
import { demoBoards } from '../../stand-ins/trello/demo.ts';
import { createTrello, type Trello } from '../../stand-ins/trello/trello.ts';
import { NOW, reachOf, reachTo } from '../jira/reach.ts';
import { boardOf, config, countsOf, read, readAll, secret } from './reach.ts';

const board_id = demoBoards.blog;

const status = (code: number, body?: unknown, headers: Record<string, string> = {}): Fault => ({
  kind: 'status',
  status: code,
  body,
  headers,
});

const REFUSED = 'Trello refused this key or token. It may have expired or been revoked.';
const NO_ACCESS = 'This Trello account may not see the board. Invite it to the board.';
const GONE = 'This board is gone, or the Trello account may not see it.';
const SLOWER = 'Trello asked Cairn to slow down.';
const ODD = 'Trello answered in a form that Cairn does not know.';

const matrix: [Fault, string, string][] = [
  [status(401, 'invalid key'), 'unauthorized', REFUSED],
  [status(401, 'invalid token'), 'unauthorized', REFUSED],
  [status(401, 'expired token'), 'unauthorized', REFUSED],
  [status(401, 'unauthorized permission requested'), 'forbidden', NO_ACCESS],
  [status(403), 'forbidden', NO_ACCESS],
  [status(404), 'not_found', GONE],
  [status(410, 'Gone'), 'not_found', GONE],
  [status(400, 'invalid id'), 'not_found', GONE],
  [status(400, 'invalid value for filter'), 'invalid_query', 'Trello says: invalid value for filter'],
  [status(400, '<html>no</html>'), 'invalid_query', 'Trello refused this query.'],
  [status(429), 'rate_limited', SLOWER],
  [
    status(403, { error: 'API_TOO_MANY_CARDS_REQUESTED', message: 'x' }),
    'too_large',
    'This board has more cards than Trello hands out.',
  ],
  [status(500), 'unavailable', 'Trello has a problem of its own (500).'],
  [status(503, 'Service Unavailable'), 'unavailable', 'Trello has a problem of its own (503).'],
  [status(418), 'bad_response', 'Trello answered with 418.'],
  [{ kind: 'malformed' }, 'bad_response', ODD],
  [{ kind: 'wrong_type' }, 'bad_response', ODD],
  [status(200, {}), 'bad_response', ODD],
  [status(200, [{ id: '1' }]), 'bad_response', ODD],
  [{ kind: 'huge', bytes: 50 * 1024 * 1024 }, 'too_large', 'api.trello.com sent more than Cairn reads.'],
  [{ kind: 'truncated' }, 'unavailable', 'api.trello.com could not be reached.'],
  [
    { kind: 'redirect', to: 'http://169.254.169.254/latest/meta-data' },
    'redirected',
    'api.trello.com sends requests on to 169.254.169.254, where Cairn does not follow. Check the address.',
  ],
];

describe('failures', () => {
  it.each(matrix)('%j is %s: %s', async (fault, reason, detail) => {
    const trello = createTrello();
    trello.fail(fault);
    const asked = await read(trello, { board_id });
    expect(asked).toMatchObject({ ok: false, error: { reason, detail } });
    expect(trello.requests).toHaveLength(1);
  });

  it.each(matrix)('%j on the second page leaves nothing that was half read', async (fault, reason) => {
    const { trello, board } = boardOf(1200);
    trello.fail(fault, { after: 1 });
    const answers = await readAll(trello, [{ board_id: board.id }, { board_id: board.id, completion: 'complete' }]);
    expect(answers.map(countsOf)).toEqual([reason, reason]);
    expect(trello.requests).toHaveLength(2);
  });

  it('a token that ends between two pages ends the scan', async () => {
    const { trello, board } = boardOf(1200);
    const reach = reachTo({
      fetch: (request) => {
        if (trello.requests.length === 1) trello.state.tokens = [];
        return trello.fetch(request);
      },
    });
    const [asked] = await readAll(trello, [{ board_id: board.id }], reach);
    expect(asked).toEqual({ ok: false, error: { reason: 'unauthorized', detail: REFUSED } });
  });

  it('no answer within fifteen seconds is a timeout', async () => {
    vi.useFakeTimers();
    const asked = readAll(
      createTrello(),
      [{ board_id }],
      reachOf(() => new Promise<Response>(() => undefined)),
    );
    await vi.advanceTimersByTimeAsync(15_000);
    expect((await asked).map(countsOf)).toEqual(['timeout']);
  });

  it('pages that take a minute together are a timeout', async () => {
    let now = NOW;
    const { trello, board } = boardOf(5000);
    const slow = async (url: string, init: RequestInit) => {
      now += 31_000;
      return trello.fetch(new Request(url, init));
    };
    const answers = await readAll(
      trello,
      [{ board_id: board.id }],
      reachOf(slow, '', () => now),
    );
    expect(answers.map(countsOf)).toEqual(['timeout']);
  });

  it('429 is tried again after Trello’s window, or when Trello says', async () => {
    const retryAt = async (headers: Record<string, string>) => {
      const trello = createTrello();
      trello.fail(status(429, undefined, headers));
      const asked = await read(trello, { board_id });
      return asked.ok ? null : asked.error.retryAt;
    };
    expect(await retryAt({})).toBe(NOW + 10_000);
    expect(await retryAt({ 'Retry-After': '120' })).toBe(NOW + 120_000);
  });

  it('the official limit of a token is met in its own words', async () => {
    const trello = createTrello({ now: () => NOW });
    const all = [];
    for (let i = 0; i < 51; i++) all.push(countsOf(await read(trello, { board_id })));
    expect(all.slice(0, 50)).toEqual(all.slice(0, 50).map(() => [18, 10]));
    expect(all[50]).toBe('rate_limited');
  });

  it('a board that is gone, closed to the account or never was is told apart', async () => {
    const trello = createTrello();
    expect(countsOf(await read(trello, { board_id: 'Nowhere1' }))).toBe('not_found');
    const [board] = trello.state.boards;
    board!.idMembers = [];
    expect(countsOf(await read(trello, { board_id }))).toBe('forbidden');
    trello.deleteBoard(board!.id);
    expect(countsOf(await read(trello, { board_id }))).toBe('not_found');
  });

  it('no failure tells the key or the token, not even when Trello repeats them', async () => {
    const echo = status(400, `invalid value ${secret.token} for ${secret.key}`);
    const seen: Asked<Reading>[] = [];
    for (const fault of [echo, ...matrix.map(([each]) => each)]) {
      const trello = createTrello();
      trello.fail(fault);
      seen.push(await read(trello, { board_id }));
    }
    expect(JSON.stringify(seen)).not.toContain(secret.token);
    expect(JSON.stringify(seen)).not.toContain(secret.key);
  });
});

describe('connecting', () => {
  const connect = (trello: Trello, given = secret) => adapter.connect(reachTo(trello), config, given);

  it('names the account', async () => {
    expect(await connect(createTrello())).toEqual({
      ok: true,
      value: { account: { name: 'Dana Whitfield', address: 'trello.com' }, config },
    });
  });

  it.each([
    ['a wrong key', { ...secret, key: 'another' }],
    ['a wrong token', { ...secret, token: 'another' }],
  ])('with %s is refused', async (_, given) => {
    expect(await connect(createTrello(), given)).toEqual({
      ok: false,
      error: { reason: 'unauthorized', detail: REFUSED },
    });
  });
});
