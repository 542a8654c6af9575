import { is } from 'drizzle-orm';
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core';
import { expect, test } from 'vitest';
import { leftOut, shelves } from '../../../src/domain/archives/contents.ts';

const modules = import.meta.glob<Record<string, unknown>>('../../../src/db/schema/*.ts', { eager: true });
const tables = Object.values(modules)
  .flatMap((each) => Object.values(each))
  .filter((each) => is(each, SQLiteTable))
  .map((table) => getTableConfig(table));

test('every table is in the archive, or is left out for a reason that is written down', () => {
  const told = [...shelves.map(({ name }) => name), ...Object.keys(leftOut)];
  expect(told.toSorted()).toEqual(tables.map(({ name }) => name).toSorted());
});

test('every shelf is ordered by columns that tell its rows apart within an organization', () => {
  const weak = shelves.filter(({ name, key }) => {
    const { columns, primaryKeys, indexes } = tables.find((each) => each.name === name)!;
    const wanted = key.map((column) => column.name);
    const unique = [
      ...columns.filter(({ primary }) => primary).map((column) => [column.name]),
      ...primaryKeys.map((each) => each.columns.map((column) => column.name)),
      ...indexes
        .filter(({ config }) => config.unique)
        .map(({ config }) => config.columns.map((c) => (c as { name: string }).name)),
    ];
    return !unique.some((each) => each.every((column) => column === 'org_id' || wanted.includes(column)));
  });
  expect(weak.map(({ name }) => name)).toEqual([]);
});

test('no column that may hold a secret is in the archive', () => {
  const risky = shelves.flatMap(({ name, table, without }) =>
    getTableConfig(table)
      .columns.map((column) => column.name)
      .filter((column) => /secret|token|hash$|sealed/.test(column) && !without.includes(column))
      .map((column) => `${name}.${column}`),
  );
  // Hashes of pictures and of the log itself, a switch, a moment, and by which token somebody checked in, not the token.
  expect(risky).toEqual([
    'organizations.logo_hash',
    'organizations.member_tokens',
    'logos.hash',
    'check_ins.token_id',
    'event_seals.hash',
    'event_seals.sealed_at',
  ]);
});
