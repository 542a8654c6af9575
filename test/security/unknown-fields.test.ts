import { beforeEach, describe, expect, it } from 'vitest';
import { routes } from '../../src/api/routes.ts';
import { ask } from '../support/callers.ts';
import { bodyFor, fill, type Ids, snapshot, things } from '../support/doors.ts';
import { jiraOutside } from '../support/outside.ts';
import { type World, world } from '../support/world.ts';

let w: World;
let ids: Ids;

beforeEach(async () => {
  jiraOutside();
  w = await world({ now: Date.now() });
  ids = await things(w);
});

describe('a field that nobody asked for', () => {
  const bodied = routes.filter((route) => route.body);

  it(`is refused by each of ${bodied.length} calls that take a body, and changes nothing`, async () => {
    const token = await w.token(w.ada);
    const before = await snapshot();
    const taken: string[] = [];
    for (const { method, path } of bodied)
      for (const extra of [{ org_id: 'org_1' }, { created_at: 0 }, { deactivated_at: null }, { is_admin: true }]) {
        const at = fill(`/api/v1${path}`, ids);
        const body = { ...bodyFor(method.toUpperCase(), at, w, ids), ...extra };
        const { status, text } = await ask({ token }, method.toUpperCase(), at, body);
        const named = Object.keys(extra).every((name) => text.includes(`"${name}"`));
        if (status !== 422 || !named) taken.push(`${method} ${path} ${JSON.stringify(extra)}: ${status}`);
      }
    expect(taken).toEqual([]);
    expect(await snapshot()).toBe(before);
  });

  it('in a form gives nobody a role, another organization or somebody else’s account', async () => {
    const cookie = await w.cookie(w.dana);
    const extra = { role: 'owner', org_id: 'org_1', member_id: w.ada.id, email: w.ada.email, id: w.ada.id };
    await ask({ cookie }, 'POST', '/o/northwind/account', { name: 'Dana W.', locale: 'en-GB', ...extra });
    const { results } = await w.db.$client
      .prepare('select id, org_id, name, email, role from members where id in (?, ?) order by id')
      .bind(w.dana.id, w.ada.id)
      .all();
    const rowOf = ({ id, name, email, role }: World['dana']) => ({ id, org_id: w.org.id, name, email, role });
    expect(results).toEqual(
      [rowOf(w.ada), rowOf({ ...w.dana, name: 'Dana W.' })].sort((a, b) => (a.id < b.id ? -1 : 1)),
    );
  });
});
