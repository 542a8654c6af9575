import { beforeEach, describe, expect, it } from 'vitest';
import { candidatesIn } from '../../src/domain/mentions/candidates.ts';
import { readCsv } from '../../src/lib/csv-reading.ts';
import { sameSitePath } from '../../src/lib/same-site.ts';
import { wordsOf } from '../../src/lib/words.ts';
import { parseFilter } from '../../src/scim/filter.ts';
import { resourceTypes } from '../../src/scim/schemas.ts';
import { readNumber } from '../../src/views/read-number.ts';
import { tamed } from '../../src/views/ui/markdown-limits.ts';
import { inProduction, SITE, systemToken } from '../support/callers.ts';
import { calls, fill, type Ids, pages, snapshot, things } from '../support/doors.ts';
import { jiraOutside } from '../support/outside.ts';
import { type World, world } from '../support/world.ts';

const MIB = 1024 * 1024;

let w: World;
let ids: Ids;

describe('a body that is too large', { timeout: 60_000 }, () => {
  beforeEach(async () => {
    jiraOutside();
    w = await world({ now: Date.now() });
    ids = await things(w);
  });

  it('is taken by no page, call or webhook, and changes nothing', async () => {
    const page = { Cookie: `__Host-${await w.cookie(w.ada)}`, Origin: SITE };
    const json = { Authorization: `Bearer ${await w.token(w.ada)}`, 'Content-Type': 'application/json' };
    const scim = { Authorization: `Bearer ${await systemToken(w)}`, 'Content-Type': 'application/scim+json' };
    const text = 'x'.repeat(3 * MIB);
    const before = await snapshot();
    const taken: string[] = [];
    const send = async (method: string, path: string, headers: Record<string, string>, body: BodyInit) => {
      const { status } = await inProduction(path, { method, headers, body });
      if (status !== 413) taken.push(`${method} ${path}: ${status}`);
    };
    // An archive is larger; test/web/restore.test.ts says by how much.
    for (const [, path] of pages.filter(([method, each]) => method === 'POST' && !each.endsWith('/data/restore')))
      await send('POST', fill(path, ids), page, new URLSearchParams({ title: text }));
    for (const [method, path] of calls.filter(([each]) => ['POST', 'PUT', 'PATCH'].includes(each)))
      await send(method, fill(path, ids), json, JSON.stringify({ title: text }));
    for (const path of ['/scim/v2/Users', '/scim/v2/Groups'])
      await send('POST', path, scim, JSON.stringify({ a: text }));
    await send('POST', `/hooks/jira/${ids.connections}`, {}, text);
    expect(taken).toEqual([]);
    expect(await snapshot()).toBe(before);
  });
});

describe('text that was made to take long', () => {
  const filter = (text: string) => {
    try {
      parseFilter(resourceTypes.User, text);
    } catch {}
  };
  const readers: [name: string, read: (text: string) => unknown, made: (n: number) => string][] = [
    ['a SCIM filter of brackets', filter, (n) => '('.repeat(n)],
    ['a SCIM filter of quotes', filter, (n) => `userName eq "${'\\\\'.repeat(n)}`],
    ['a SCIM filter of conditions', filter, (n) => `${'userName pr and '.repeat(n / 16)}userName pr`],
    ['words to search for', wordsOf, (n) => ' -"'.repeat(n / 3)],
    ['a note of asterisks', tamed, (n) => '*a_'.repeat(n / 3)],
    ['a note of brackets', tamed, (n) => '[a]('.repeat(n / 4)],
    ['a note of mentions', candidatesIn, (n) => '@a '.repeat(n / 3)],
    ['a note of signs that mention nobody', candidatesIn, (n) => '@'.repeat(n)],
    ['a number of separators', (text) => readNumber(text, 'en-GB'), (n) => '1,'.repeat(n / 2)],
    ['a number of spaces', (text) => readNumber(text, 'de-DE'), (n) => ' '.repeat(n)],
    ['a way back', sameSitePath, (n) => `/${'../'.repeat(n / 3)}`],
  ];

  /** The shortest of some runs, so that what else the machine does counts little. */
  const tookMs = (read: (text: string) => unknown, text: string) =>
    Math.min(
      ...Array.from({ length: 3 }, () => {
        const began = performance.now();
        read(text);
        return performance.now() - began;
      }),
    );

  it.each(readers)('%s of ten times the length takes not much more than ten times as long', (_, read, made) => {
    const [short, long] = [tookMs(read, made(3_000)), tookMs(read, made(30_000))];
    expect(long).toBeLessThan(40 * short + 40);
  });

  it.each<[string, (n: number) => string]>([
    ['quotes', (n) => `name,email\n${'"'.repeat(n)}`],
    ['empty columns', (n) => `name,email\n${','.repeat(n)}`],
    ['empty rows', (n) => `name,email\n${'\n'.repeat(n)}`],
    ['rows', (n) => `name,email\n${'a,b\n'.repeat(n / 4)}`],
  ])('a CSV file of a megabyte of %s is read in a moment', async (_, made) => {
    const began = performance.now();
    const rows = await readCsv(new TextEncoder().encode(made(MIB)), 5_000);
    expect(rows.length).toBeLessThanOrEqual(5_001);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
