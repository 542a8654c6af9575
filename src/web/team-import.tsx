import { Hono } from 'hono';
import { invalid, Refusal } from '../domain/refusal.ts';
import { listForExport } from '../domain/teams/exporting.ts';
import { importColumns, MOST_ROWS, readImportRows } from '../domain/teams/import-rows.ts';
import { importTeams, tryImport } from '../domain/teams/importing.ts';
import { readCsv, textOf } from '../lib/csv-reading.ts';
import { type ImportReport, ImportTeamsPage } from '../views/teams/import-page.tsx';
import type { WebContext, WebEnv } from './context.ts';
import { admins } from './middleware/admins.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show } from './respond.tsx';

/** Teams out of a CSV file and into one. */
export const teamImport = new Hono<WebEnv>();

const PATH = '/o/:org/admin/teams';
const FILE_BYTES = 1024 * 1024;

teamImport.use(`${PATH}/*`, admins);

teamImport.get(`${PATH}/import`, (c) => page(c));

teamImport.post(`${PATH}/import`, async (c) => {
  const { value, refused } = await trying(read(c));
  return page(c, value, refused);
});

teamImport.get(`${PATH}/export`, async (c) => {
  const rows = await listForExport(c.var.ctx);
  // Loaded where a file is written, for nothing else needs it.
  const { csvFile } = await import('../lib/csv.ts');
  return c.body(csvFile(importColumns, rows), 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="teams-${c.var.ctx.org.slug}.csv"`,
    'Cache-Control': 'private, no-store',
  });
});

/** Tries the file that was sent; or, once confirmed, imports the text of the one that was tried. */
async function read(c: WebContext): Promise<ImportReport> {
  const { ctx } = c.var;
  const form = await c.req.formData().catch(() => null);
  if (!form) throw new Refusal('invalid', 'This was not sent as a form. Send it again from its page.');
  const bytes = await bytesIn(form);
  const rows = readImportRows(await readCsv(bytes, MOST_ROWS + 1));
  const done = form.get('confirmed') === 'yes';
  const lines = await (done ? importTeams(ctx, rows) : tryImport(ctx, rows));
  return { lines, done, text: done ? '' : textOf(bytes) };
}

/** @throws Refusal `invalid` without a file, and for one that is too long */
async function bytesIn(form: FormData): Promise<Uint8Array> {
  const file = form.get('file');
  const text = form.get('text');
  const bytes =
    typeof text === 'string'
      ? new TextEncoder().encode(text)
      : file && typeof file !== 'string'
        ? new Uint8Array(await file.arrayBuffer())
        : null;
  if (!bytes || bytes.length === 0) throw invalid({ file: 'Choose a file with something in it.' });
  if (typeof text !== 'string' && bytes.length > FILE_BYTES)
    throw invalid({ file: 'A file has at most 1 MB. Divide it.' });
  return bytes;
}

async function page(c: WebContext, report: ImportReport | null = null, refused: Refused | null = null) {
  const shell = await shellOf(c, 'teams');
  return show(
    c,
    <ImportTeamsPage {...{ shell, report }} formats={c.var.formats} error={refused?.fields.file ?? refused?.message} />,
    refused?.status,
  );
}
