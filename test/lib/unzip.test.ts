import { zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { type Bounds, inflate, listZip, readPacked, Unreadable } from '../../src/lib/unzip.ts';
import { deflate, zipped } from '../../src/lib/zip.ts';

const bounds: Bounds = { files: 100, packed: 10_000, size: 50_000, total: 200_000 };
const bytesOf = (text: string) => new TextEncoder().encode(text);
const file = (bytes: Uint8Array) => new Blob([bytes as Uint8Array<ArrayBuffer>]);
const noise = (length: number) => crypto.getRandomValues(new Uint8Array(length));

/** The archive with a number in its only table entry, or in its last record, changed. */
function withField(bytes: Uint8Array, signature: number, offset: number, value: number, size: 2 | 4 = 4): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  for (let at = copy.length - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== signature) continue;
    if (size === 4) view.setUint32(at + offset, value, true);
    else view.setUint16(at + offset, value, true);
    return copy;
  }
  throw new Error('no such record');
}
const CENTRAL = 0x02014b50;
const ENDING = 0x06054b50;

describe('an archive', () => {
  test('is read whatever program packed it, deflated or stored, with a comment or without', async () => {
    for (const level of [0, 9] as const) {
      const packed = zipSync(
        { 'a.json': bytesOf('[1]'), 'deep/ü.json': bytesOf('[2,2,2,2,2,2,2,2,2,2,2]') },
        { level },
      );
      const commented = new Uint8Array([...packed, ...bytesOf('said')]);
      new DataView(commented.buffer).setUint16(packed.length - 2, 4, true);
      for (const archive of [packed, commented]) {
        const entries = await listZip(file(archive), bounds);
        expect(entries.map(({ path }) => path)).toEqual(['a.json', 'deep/ü.json']);
        const { bytes, method } = await readPacked(file(archive), entries[1]!);
        const text = method === 0 ? bytes : await inflate(bytes, entries[1]!.size);
        expect(new TextDecoder().decode(text)).toBe('[2,2,2,2,2,2,2,2,2,2,2]');
      }
    }
  });

  test('that the exporter wrote is read', async () => {
    const bytes = bytesOf('[{"id":"okr_1"}]');
    const one = async function* () {
      yield { path: 'tables/okrs/00001.json', bytes: await deflate(bytes), size: bytes.length, checksum: 7 };
    };
    const pieces: Uint8Array[] = [];
    for await (const piece of zipped(one(), 0)) pieces.push(piece);
    const archive = new Blob(pieces as Uint8Array<ArrayBuffer>[]);
    const [entry] = await listZip(archive, bounds);
    expect(entry).toMatchObject({ path: 'tables/okrs/00001.json', size: bytes.length, checksum: 7 });
    const { bytes: packed } = await readPacked(archive, entry!);
    expect(await inflate(packed, bytes.length)).toEqual(bytes);
  });

  test('that is cut, torn or none at all is refused', async () => {
    const archive = zipSync({ 'a.json': noise(500) });
    for (const bytes of [
      new Uint8Array(),
      bytesOf('PK'),
      noise(3_000),
      archive.slice(0, -30),
      archive.slice(40),
      withField(archive, ENDING, 16, 0xfffffff0),
      withField(archive, ENDING, 12, 0xfffffff0),
      withField(archive, ENDING, 10, 9, 2),
      withField(archive, CENTRAL, 42, 0xffffff),
      withField(archive, CENTRAL, 28, 60_000, 2),
      withField(archive, CENTRAL, 20, 9_999),
    ])
      await expect(listZip(file(bytes), bounds)).rejects.toThrow(Unreadable);
  });

  test('that is encrypted, or packed in an unknown way, is refused', async () => {
    const archive = zipSync({ 'a.json': noise(500) });
    for (const bytes of [withField(archive, CENTRAL, 8, 1, 2), withField(archive, CENTRAL, 10, 12, 2)])
      await expect(listZip(file(bytes), bounds)).rejects.toThrow('encrypted, or packed in a way');
  });
});

describe('an archive made to burst', () => {
  test('is refused for what it says of itself: too many files, one too large, all together too large', async () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`${i}.json`, bytesOf('[]')]));
    await expect(listZip(file(zipSync(many)), bounds)).rejects.toThrow('more than 100 files');
    await expect(listZip(file(zipSync({ a: new Uint8Array(60_000) })), bounds)).rejects.toThrow('too large');
    const five = Object.fromEntries(Array.from({ length: 5 }, (_, i) => [`${i}`, noise(9_000)]));
    await expect(listZip(file(zipSync(five)), { ...bounds, total: 40_000 })).rejects.toThrow('too large');
    await expect(
      listZip(file(zipSync({ a: new Uint8Array(2_000_000) })), { ...bounds, size: 3e6, total: 3e6 }),
    ).rejects.toThrow('too large');
  });

  test('that lies about its size is let go as soon as it has more than it said', async () => {
    const archive = withField(zipSync({ a: new Uint8Array(5_000_000) }), CENTRAL, 24, 100);
    const [entry] = await listZip(file(archive), bounds);
    const { bytes } = await readPacked(file(archive), entry!);
    await expect(inflate(bytes, entry!.size)).rejects.toThrow('too large');
  });

  test('whose files lie on one another is refused', async () => {
    const archive = zipSync({ a: noise(400), b: noise(400), c: noise(400) });
    const first = withField(archive, CENTRAL, 42, 0);
    expect((await listZip(file(first), bounds)).at(-1)?.at).toBe(0);
    const grown = withField(first, CENTRAL, 20, 1_100);
    await expect(listZip(file(grown), bounds)).rejects.toThrow(Unreadable);
  });

  test('of broken bytes is refused and not waited for', async () => {
    await expect(inflate(noise(100), 1_000)).rejects.toThrow(Unreadable);
  });
});
