import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { newId } from '../../src/db/ids.ts';
import { spansFrom } from '../../src/domain/periods/fiscal.ts';
import { dayOf } from '../../src/lib/days.ts';
import { root } from '../local/command.ts';
import { giveUp, Obstacle } from '../local/obstacle.ts';

// Makes the first organization of a deployment with its owner, who then signs in by mail and does the rest on the pages.

const { values } = parseArgs({
  options: {
    name: { type: 'string' },
    slug: { type: 'string' },
    owner: { type: 'string' },
    email: { type: 'string' },
    'time-zone': { type: 'string', default: 'UTC' },
    locale: { type: 'string', default: 'en-GB' },
    remote: { type: 'boolean', default: false },
    print: { type: 'boolean', default: false },
  },
});

const USE =
  'npm run organization -- --name "Acme" --slug acme --owner "Jo Doe" --email jo@acme.example --time-zone Europe/Berlin --remote';
const { name, slug, owner, email } = values;
if (!name || !owner || !email?.includes('@') || !/^[a-z0-9][a-z0-9-]{1,40}$/.test(slug ?? ''))
  giveUp(new Obstacle(`Name, slug (small letters, digits, dashes), owner and e-mail are needed:\n  ${USE}`));

const now = Date.now();
const orgId = newId('org', now);
const quarters = spansFrom('quarter', dayOf(now, values['time-zone']), 1, 1);
const rows = [
  insert('members', {
    id: newId('mem', now),
    org_id: orgId,
    email: email!.toLowerCase(),
    name: owner!,
    role: 'owner',
    created_at: now,
  }),
  ...quarters.map((quarter) =>
    insert('periods', {
      id: newId('per', now),
      org_id: orgId,
      name: quarter.name,
      kind: 'quarter',
      starts_on: quarter.startsOn,
      ends_on: quarter.endsOn,
      created_at: now,
    }),
  ),
  insert('organizations', {
    id: orgId,
    slug: slug!,
    name: name!,
    time_zone: values['time-zone'],
    locale: values.locale,
    created_at: now,
  }),
];

if (values.print) process.stdout.write(`${rows.join('\n')}\n`);
else run(rows.join('\n'));

function run(sql: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'cairn-'));
  const file = path.join(folder, 'organization.sql');
  writeFileSync(file, sql);
  const wrangler = path.join(root, 'node_modules/wrangler/bin/wrangler.js');
  const where = values.remote ? ['--remote'] : ['--local', '--persist-to', process.env.STATE_DIR || '.wrangler/state'];
  const { status } = spawnSync(process.execPath, [wrangler, 'd1', 'execute', 'DB', ...where, '--yes', '--file', file], {
    stdio: 'inherit',
    cwd: root,
  });
  rmSync(folder, { recursive: true });
  if (status !== 0) giveUp(new Obstacle('The organization was not made; the reason is above.'));
  process.stdout.write(`${name} is ready: ${email} can sign in and will find it at /o/${slug}\n`);
}

function insert(table: string, columns: Record<string, string | number>): string {
  const literal = (value: string | number) =>
    typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`;
  return `insert into ${table} (${Object.keys(columns).join(', ')}) values (${Object.values(columns).map(literal).join(', ')});`;
}
