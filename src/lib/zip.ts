/** A file of an archive whose bytes are compressed already (raw deflate, RFC 1951). `checksum` is their CRC-32 unpacked. */
export type Packed = { path: string; bytes: Uint8Array; size: number; checksum: number };

/** What the table at the end of an archive says of a file. */
type Entry = Omit<Packed, 'bytes'> & { packed: number; at: number };

const encoder = new TextEncoder();

/** Bytes as raw deflate, as the runtime's own compressor makes them. */
export const deflate = async (bytes: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(
    await new Response(
      new Blob([bytes as Uint8Array<ArrayBuffer>]).stream().pipeThrough(new CompressionStream('deflate-raw')),
    ).arrayBuffer(),
  );

/**
 * A ZIP archive (APPNOTE 6.3, without ZIP64: at most 65,535 files and 4 GiB) of files as they come, so that it need never
 * be in memory as a whole. `at` (ms) is the time that its files carry.
 */
export async function* zipped(files: AsyncIterable<Packed>, at: number): AsyncGenerator<Uint8Array> {
  const entries: Entry[] = [];
  let offset = 0;
  for await (const { bytes, ...file } of files) {
    const entry = { ...file, packed: bytes.length, at: offset };
    const head = localHead(entry, at);
    entries.push(entry);
    offset += head.length + bytes.length;
    yield head;
    yield bytes;
  }
  const table = entries.map((entry) => centralHead(entry, at));
  yield* table;
  yield ending(
    entries.length,
    table.reduce((sum, { length }) => sum + length, 0),
    offset,
  );
}

const DEFLATED = 8;
/** File names are UTF-8. */
const UTF8 = 0x0800;
const VERSION = 20;

function localHead(entry: Entry, at: number): Uint8Array {
  const name = encoder.encode(entry.path);
  return joined(record(0x04034b50, [2, VERSION], ...told(entry, at), [2, name.length], [2, 0]), name);
}

function centralHead(entry: Entry, at: number): Uint8Array {
  const name = encoder.encode(entry.path);
  const rest: Field[] = [
    [2, name.length],
    [2, 0],
    [2, 0],
    [2, 0],
    [2, 0],
    [4, 0],
    [4, entry.at],
  ];
  return joined(record(0x02014b50, [2, VERSION], [2, VERSION], ...told(entry, at), ...rest), name);
}

const ending = (files: number, size: number, offset: number): Uint8Array =>
  record(0x06054b50, [2, 0], [2, 0], [2, files], [2, files], [4, size], [4, offset], [2, 0]);

const told = ({ packed, size, checksum }: Entry, at: number): Field[] => [
  [2, UTF8],
  [2, DEFLATED],
  [2, timeOf(at)],
  [2, dateOf(at)],
  [4, checksum],
  [4, packed],
  [4, size],
];

/** A number of so many bytes, the lowest first. */
type Field = readonly [bytes: 2 | 4, value: number];

function record(signature: number, ...fields: Field[]): Uint8Array {
  const all: Field[] = [[4, signature], ...fields];
  const view = new DataView(new ArrayBuffer(all.reduce((sum, [bytes]) => sum + bytes, 0)));
  let offset = 0;
  for (const [bytes, value] of all) {
    if (bytes === 2) view.setUint16(offset, value, true);
    else view.setUint32(offset, value, true);
    offset += bytes;
  }
  return new Uint8Array(view.buffer);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

// MS-DOS times: two seconds to the step, years since 1980, in UTC.
const timeOf = (at: number) => {
  const moment = new Date(at);
  return (moment.getUTCHours() << 11) | (moment.getUTCMinutes() << 5) | (moment.getUTCSeconds() >> 1);
};
const dateOf = (at: number) => {
  const moment = new Date(at);
  return ((moment.getUTCFullYear() - 1980) << 9) | ((moment.getUTCMonth() + 1) << 5) | moment.getUTCDate();
};

const remainders = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 (ISO 3309), as archives use it. */
export function checksumOf(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ remainders[(value ^ byte) & 0xff]!;
  return (value ^ 0xffffffff) >>> 0;
}
