import { env } from 'cloudflare:workers';
import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { type SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { expect, test } from 'vitest';
import { emptyNext } from '../../../src/domain/erasure/emptying.ts';
import { ownTables } from '../../../src/domain/erasure/tables.ts';
import { createTag } from '../../../src/domain/tags/creating.ts';
import { type World, world } from '../../support/world.ts';

const modules = import.meta.glob<Record<string, unknown>>('../../../src/db/schema/*.ts', { eager: true });
const tables = Object.values(modules)
  .flatMap((each) => Object.values(each))
  .filter((each) => is(each, SQLiteTable));

const isOfOrganizations = (table: SQLiteTable) => 'orgId' in getTableColumns(table);

/** A value that the column takes, which no other organization has. */
function valueFor(column: SQLiteColumn, { org: { id: orgId }, now }: World): unknown {
  if (column.name === 'org_id') return orgId;
  if (column.name === 'created_at') return now;
  if (column.enumValues) return column.enumValues[0];
  if (column.dataType === 'string') return `${column.name} of ${orgId}`;
  if (column.dataType === 'boolean') return false;
  return column.dataType === 'json' ? {} : 1;
}

/** One row of an organization in every table that has rows of organizations. */
async function fill(w: World) {
  for (const table of tables.filter(isOfOrganizations)) {
    const columns = Object.entries(getTableColumns(table));
    const row = Object.fromEntries(columns.map(([name, column]) => [name, valueFor(column, w)]));
    await w.db.insert(table).values(row).onConflictDoNothing();
  }
  const own = `id of ${w.org.id}`;
  await env.DB.prepare('insert into deliveries (connection_id, delivery_id, at) values (?, ?, 1)').bind(own, own).run();
}

/** How many rows of an organization each table has, without those that have none. */
async function rowsOf(orgId: string): Promise<Record<string, number>> {
  const counts = await Promise.all(
    tables.filter(isOfOrganizations).map(async (table) => {
      const name = getTableName(table);
      const count = await env.DB.prepare(`select count(*) as n from ${name} where org_id = ?`).bind(orgId).first('n');
      return [name, Number(count)] as const;
    }),
  );
  const pushes = await env.DB.prepare('select count(*) as n from deliveries where delivery_id = ?')
    .bind(`id of ${orgId}`)
    .first('n');
  const own = await env.DB.prepare('select count(*) as n from organizations where id = ?').bind(orgId).first('n');
  return Object.fromEntries(
    [...counts, ['deliveries', Number(pushes)] as const, ['organizations', Number(own)] as const].filter(
      ([, n]) => n > 0,
    ),
  );
}

async function emptied(w: World): Promise<number> {
  let steps = 1;
  while (await emptyNext(w.db, w.org.id)) steps += 1;
  return steps;
}

test('every table with rows of an organization is emptied of them, and of no others', async () => {
  const [w, other] = [await world(), await world({ slug: 'southwind' })];
  await fill(w);
  await fill(other);
  const [before, theirs] = [await rowsOf(w.org.id), await rowsOf(other.org.id)];
  const filled = tables.filter(isOfOrganizations).map((table) => getTableName(table));
  expect(Object.keys(before).toSorted()).toEqual([...filled, 'deliveries', 'organizations'].toSorted());
  await emptied(w);
  expect(await rowsOf(w.org.id)).toEqual({});
  expect(await rowsOf(other.org.id)).toEqual(theirs);
});

test('what opens an organization goes first, and its own row last', async () => {
  const w = await world();
  await fill(w);
  await emptyNext(w.db, w.org.id);
  const left = await rowsOf(w.org.id);
  for (const door of ['api_tokens', 'scim_tokens', 'identity_providers', 'domains', 'invitations', 'members'])
    expect(left[door], door).toBeUndefined();
  expect(left.organizations).toBe(1);
  expect(getTableName(ownTables.at(-1)!)).not.toBe('organizations');
});

test('a large table goes in several bounded steps', async () => {
  const w = await world();
  for (let i = 0; i < 3; i++) await createTag({ ...w.as(w.ada), now: w.now + i }, { name: `tag ${i}` });
  await env.DB.prepare(
    `with recursive n(i) as (select 1 union all select i + 1 from n where i < 1200)
     insert into events (id, org_id, at, via, action, subject_id, data) select 'evt_' || i, ?, i, 'page', 'a.b', 's', '{}' from n`,
  )
    .bind(w.org.id)
    .run();
  expect(await emptied(w)).toBeGreaterThan(3);
  expect(await rowsOf(w.org.id)).toEqual({});
});

test('sessions and passkeys of its people go, but for those who belong to another organization too', async () => {
  const [w, other] = [await world(), await world({ slug: 'southwind' })];
  await env.DB.prepare('update members set email = ? where id = ?').bind(w.dana.email, other.dana.id).run();
  for (const person of [w.ada, w.dana, other.ada]) {
    await w.cookie(person);
    await env.DB.prepare(
      `insert into passkeys (id, email, user_handle, public_key, counter, transports, name, backed_up, created_at)
       values (?1, ?1, 'h', 'k', 0, '[]', 'Phone', 0, 1)`,
    )
      .bind(person.email)
      .run();
    await env.DB.prepare(`insert into bounces (email, kind, reason, at) values (?, 'hard', 'gone', 1)`)
      .bind(person.email)
      .run();
  }
  await emptied(w);
  for (const table of ['sessions', 'passkeys', 'bounces']) {
    const { results } = await env.DB.prepare(`select distinct email from ${table} order by email`).all();
    expect(results.map(({ email }) => email)).toEqual([other.ada.email, w.dana.email]);
  }
});
