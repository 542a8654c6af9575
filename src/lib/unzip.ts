import type { Packed } from './zip.ts';

/** What an archive may be at most: files, and bytes of each file packed and unpacked, and of all of them unpacked. */
export type Bounds = { files: number; packed: number; size: number; total: number };

/** A file as the table at the end of an archive tells of it; nothing of it has been read yet. */
export type Listed = Omit<Packed, 'bytes'> & { packed: number; method: number; at: number };

/** Thrown for what is no archive, or none that is taken. The message is a sentence for a person. */
export class Unreadable extends Error {
  override name = 'Unreadable';
}

const NONE = 'This is no ZIP archive, or it is not whole.';
const HUGE = 'This archive would become too large when it is unpacked.';

const ENDING = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 0x0001;
/** The last record, and the longest comment that may follow it. */
const END_BYTES = 22;
const MOST_COMMENT = 0xffff;
const CENTRAL_BYTES = 46;
const LOCAL_BYTES = 30;
/** No archive of ours shrinks its files to less than a part in so many; one that does is made to burst. */
const MOST_RATIO = 400;

/**
 * The files of an archive by its table (APPNOTE 6.3, without ZIP64), unpacked by nobody yet. What the table says is held
 * against the bounds here, and against the files themselves when they are read. @throws Unreadable
 */
export async function listZip(file: Blob, bounds: Bounds): Promise<Listed[]> {
  const tail = await view(file, Math.max(0, file.size - END_BYTES - MOST_COMMENT), file.size);
  const end = endOf(tail);
  const [count, length, start] = [
    tail.getUint16(end + 10, true),
    tail.getUint32(end + 12, true),
    tail.getUint32(end + 16, true),
  ];
  if (tail.getUint16(end + 8, true) !== count || start + length > file.size) throw new Unreadable(NONE);
  if (count > bounds.files) throw new Unreadable(`This archive has more than ${bounds.files} files.`);
  const entries = readTable(await view(file, start, start + length), count);
  const packed = entries.reduce((sum, each) => sum + each.packed, 0);
  const size = entries.reduce((sum, each) => sum + each.size, 0);
  // Files that lie on one another are more together than the archive is.
  if (packed > file.size || entries.some(({ at, packed }) => at + LOCAL_BYTES + packed > start))
    throw new Unreadable(NONE);
  if (
    size > bounds.total ||
    size > MOST_RATIO * file.size ||
    entries.some((each) => each.size > bounds.size || each.packed > bounds.packed)
  )
    throw new Unreadable(HUGE);
  return entries;
}

/** The bytes of a file as they lie in the archive, still packed. @throws Unreadable */
export async function readPacked(
  file: Blob,
  { at, packed, method }: Listed,
): Promise<{ bytes: Uint8Array; method: number }> {
  const head = await view(file, at, at + LOCAL_BYTES);
  if (head.getUint32(0, true) !== LOCAL) throw new Unreadable(NONE);
  const from = at + LOCAL_BYTES + head.getUint16(26, true) + head.getUint16(28, true);
  const bytes = new Uint8Array(await file.slice(from, from + packed).arrayBuffer());
  if (bytes.length !== packed) throw new Unreadable(NONE);
  return { bytes, method };
}

/** Whether bytes are deflated, and not stored as they are. */
export const isDeflated = (method: number): boolean => method === DEFLATED;

/** Unpacks raw deflate (RFC 1951) and stops as soon as there is more than `most`. @throws Unreadable */
export async function inflate(bytes: Uint8Array, most: number): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length;
      if (length > most) break;
      chunks.push(next.value);
    }
  } catch {
    throw new Unreadable(NONE);
  }
  if (length > most) {
    await reader.cancel().catch(() => undefined);
    throw new Unreadable(HUGE);
  }
  const all = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    all.set(chunk, offset);
    offset += chunk.length;
  }
  return all;
}

const view = async (file: Blob, from: number, to: number): Promise<DataView> => {
  const buffer = await file.slice(from, to).arrayBuffer();
  if (buffer.byteLength !== to - from) throw new Unreadable(NONE);
  return new DataView(buffer);
};

function endOf(tail: DataView): number {
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--) if (tail.getUint32(at, true) === ENDING) return at;
  throw new Unreadable(NONE);
}

function readTable(table: DataView, count: number): Listed[] {
  const entries: Listed[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + CENTRAL_BYTES > table.byteLength || table.getUint32(at, true) !== CENTRAL) throw new Unreadable(NONE);
    const [flags, method] = [table.getUint16(at + 8, true), table.getUint16(at + 10, true)];
    if (flags & ENCRYPTED || (method !== STORED && method !== DEFLATED))
      throw new Unreadable('This archive is encrypted, or packed in a way that Cairn does not know.');
    const name = table.getUint16(at + 28, true);
    const rest = table.getUint16(at + 30, true) + table.getUint16(at + 32, true);
    if (at + CENTRAL_BYTES + name + rest > table.byteLength) throw new Unreadable(NONE);
    entries.push({
      path: new TextDecoder().decode(new Uint8Array(table.buffer, table.byteOffset + at + CENTRAL_BYTES, name)),
      method,
      checksum: table.getUint32(at + 16, true),
      packed: table.getUint32(at + 20, true),
      size: table.getUint32(at + 24, true),
      at: table.getUint32(at + 42, true),
    });
    at += CENTRAL_BYTES + name + rest;
  }
  return entries;
}
