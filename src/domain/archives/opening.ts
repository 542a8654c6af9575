import { z } from 'zod';
import { type Bounds, inflate, isDeflated, type Listed, listZip, readPacked, Unreadable } from '../../lib/unzip.ts';
import { checksumOf, deflate, type Packed } from '../../lib/zip.ts';
import { invalid } from '../refusal.ts';
import { FORMAT } from './packing.ts';
import type { Archive } from './restore-job.ts';
import { inOrder, restoredShelves } from './restore-order.ts';

/** An archive sent to be restored has at most so many bytes. */
export const MOST_BYTES = 25 * 1024 * 1024;

/** A file of ours is 200 KB of rows, or a single row that is longer. */
export const bounds: Bounds = { files: 5_000, packed: 700_000, size: 2_000_000, total: 400_000_000 };

const MANIFEST = 'manifest.json';
const MANIFEST_BYTES = 64 * 1024;

const manifest = z.object({
  format: z.number(),
  product: z.literal('Cairn'),
  organization: z.object({
    id: z.string().regex(/^org_[0-9A-Z]{26}$/),
    slug: z.string().max(60),
    name: z.string().max(200),
  }),
  read: z.object({ to: z.iso.datetime() }),
  rows: z.record(z.string(), z.int().min(0)),
  audit: z.object({ seal: z.int(), hash: z.string().max(100) }).nullable(),
});

/** An archive that a restore can take: what it says of itself, and its files, which are read one by one. */
export type Opened = { archive: Archive; files: number; parts(): AsyncGenerator<Packed> };

/**
 * Opens an export that somebody sent. Only its table and its first words are read: what the files hold is looked at later.
 * Files of other names than an export has are passed over. @throws Refusal `invalid` at `file`
 */
export async function openArchive(file: Blob): Promise<Opened> {
  if (file.size === 0) throw invalid({ file: 'Choose the archive of an export.' });
  if (file.size > MOST_BYTES) throw invalid({ file: 'An archive has at most 25 MB.' });
  try {
    const listed = await listZip(file, bounds);
    const archive = await readManifest(file, listed);
    const files = inOrder(listed);
    demandEachOnce(files, archive);
    return { archive, files: files.length, parts: () => partsOf(file, files) };
  } catch (reason) {
    throw reason instanceof Unreadable ? invalid({ file: reason.message }) : reason;
  }
}

async function readManifest(file: Blob, listed: readonly Listed[]): Promise<Archive> {
  const entry = listed.find(({ path }) => path === MANIFEST);
  if (!entry) throw invalid({ file: 'This archive is no export of Cairn: it has no manifest.json.' });
  const { bytes, method } = await readPacked(file, entry);
  const text = new TextDecoder().decode(isDeflated(method) ? await inflate(bytes, MANIFEST_BYTES) : bytes);
  const parsed = manifest.safeParse(jsonOr(text, null));
  if (!parsed.success) throw invalid({ file: 'The manifest.json of this archive is not one that Cairn has written.' });
  const { format, organization, read, rows, audit } = parsed.data;
  if (format !== FORMAT)
    throw invalid({ file: `This export has form ${format}, and Cairn restores form ${FORMAT} here.` });
  const { id: org, ...named } = organization;
  return { org, ...named, readAt: read.to, rows, seal: audit && { n: audit.seal, hash: audit.hash } };
}

function demandEachOnce(files: readonly Listed[], { rows }: Archive): void {
  if (new Set(files.map(({ path }) => path)).size < files.length)
    throw invalid({ file: 'This archive has two files of one name.' });
  const missing = restoredShelves.find(
    ({ name }) => (rows[name] ?? 0) > 0 && !files.some(({ path }) => path.startsWith(`tables/${name}/`)),
  );
  if (missing) throw invalid({ file: `This archive is not whole: the files of ${missing.name} are missing.` });
  if (files.filter(({ path }) => path.startsWith('tables/organizations/')).length !== 1)
    throw invalid({ file: 'An archive holds one organization.' });
}

async function* partsOf(file: Blob, files: readonly Listed[]): AsyncGenerator<Packed> {
  for (const entry of files) {
    const { path, size, checksum } = entry;
    const { bytes, method } = await readPacked(file, entry);
    yield { path, size, checksum, bytes: isDeflated(method) ? bytes : await deflate(bytes) };
  }
}

/** Unpacks a file and reads its rows. @throws Refusal `invalid` for what is not as the archive says */
export async function unpack({ path, bytes, size, checksum }: Packed): Promise<unknown[]> {
  const damaged = (why: string) => invalid({ file: `${path} ${why}` });
  const unpacked = await inflate(bytes, Math.min(size, bounds.size)).catch((reason) => {
    throw reason instanceof Unreadable ? damaged('is damaged, or larger than the archive says.') : reason;
  });
  if (unpacked.length !== size || checksumOf(unpacked) !== checksum)
    throw damaged('is damaged: it is not what the archive says of it.');
  const rows = jsonOr(new TextDecoder().decode(unpacked), null);
  if (!Array.isArray(rows)) throw damaged('holds no list of rows.');
  return rows;
}

function jsonOr<T>(text: string, otherwise: T): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
}
