import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { openDatabase } from '../../../src/db/database.ts';
import { countAttempts, pruneAttempts } from '../../../src/domain/attempts/limiting.ts';
import { networkOf } from '../../../src/domain/attempts/network.ts';

const NOW = Date.UTC(2026, 10, 20, 12);
const MINUTE = 60_000;
const twice = (by: string, purpose = 'test') => ({ purpose, by, most: 2, within: 15 * MINUTE });

const tries = async (times: number, by = 'dana', now = NOW) => {
  let until: number | null = null;
  for (let i = 0; i < times; i++) until = await countAttempts(openDatabase(env.DB), [twice(by)], now);
  return until;
};

test.each([
  ['203.0.113.9', '203.0.113.9'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0DB8:0001:0002:ffff::1', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['::ffff:203.0.113.9', '203.0.113.9'],
  ['not an address', 'unknown'],
  ['', 'unknown'],
  [undefined, 'unknown'],
])('the network of %j is %j', (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test('as many tries as are allowed go on, and the next one is told when its window ends', async () => {
  expect(await tries(2)).toBeNull();
  expect(await tries(1, 'dana', NOW + MINUTE)).toBe(NOW + 15 * MINUTE);
});

test('trying on does not make anybody wait longer', async () => {
  await tries(3);
  expect(await tries(50, 'dana', NOW + 14 * MINUTE)).toBe(NOW + 15 * MINUTE);
});

test('a window that has ended counts no more', async () => {
  await tries(3);
  expect(await tries(2, 'dana', NOW + 15 * MINUTE)).toBeNull();
});

test('one person’s tries, and those for another purpose, count against nobody else', async () => {
  await tries(3);
  expect(await tries(1, 'ada')).toBeNull();
  expect(await countAttempts(openDatabase(env.DB), [twice('dana', 'other')], NOW)).toBeNull();
});

test('of several counts the one that ends last decides', async () => {
  await tries(3, 'dana', NOW);
  await tries(3, 'network', NOW + 5 * MINUTE);
  const both = [twice('dana'), twice('network')];
  expect(await countAttempts(openDatabase(env.DB), both, NOW + 6 * MINUTE)).toBe(NOW + 20 * MINUTE);
});

test('neither addresses nor networks are kept, and rows go when their window has ended', async () => {
  const db = openDatabase(env.DB);
  await countAttempts(db, [twice('dana@northwind.test'), twice('203.0.113.9')], NOW);
  const kept = await env.DB.prepare('select * from attempts').all();
  expect(kept.results).toHaveLength(2);
  expect(JSON.stringify(kept.results)).not.toMatch(/dana|203\.0/);
  await pruneAttempts(db, NOW + 16 * MINUTE);
  expect((await env.DB.prepare('select * from attempts').all()).results).toEqual([]);
});
