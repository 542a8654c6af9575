import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MemberId, TeamId } from '../../../src/db/ids.ts';
import { eachOnce, type Ground, type Known, plan } from '../../../src/domain/invitations/planning.ts';
import type { Row } from '../../../src/domain/invitations/row.ts';

const member = (name: string, rest: Partial<Known> = {}): Known => ({
  id: name as MemberId,
  email: `${name}@x.test`,
  name,
  role: 'member',
  managerId: null,
  deactivatedAt: null,
  invitedAt: null,
  ...rest,
});

const ground = (members: Known[] = [], rest: Partial<Ground> = {}): Ground => ({
  members,
  teams: [
    { id: 'tm_product' as TeamId, name: 'Product', archivedAt: null },
    { id: 'tm_old' as TeamId, name: 'Old', archivedAt: 1 },
  ],
  seats: [],
  bounces: new Map(),
  bound: new Set(),
  actor: 'admin',
  ...rest,
});

const row = (name: string, rest: Partial<Row> = {}, n = 2): Row => ({
  ...{ n, name, email: `${name}@x.test`, teams: [], manager: '', role: '' },
  ...rest,
});

const outcomes = (rows: Row[], on: Ground, creating = false) =>
  Object.fromEntries(
    plan(rows, on, { creating }).map(({ row: { email }, outcome }) => [
      email.replace('@x.test', ''),
      outcome.kind === 'refused' ? outcome.why : outcome.kind === 'changed' ? outcome.fields.join(' ') : outcome.kind,
    ]),
  );

describe('a row', () => {
  it('invites whoever is new and changes nothing about whoever is as it says', () => {
    const on = ground([member('dana', { managerId: 'amir' as MemberId }), member('amir')]);
    const rows = [row('eve'), row('dana', { manager: 'amir@x.test', role: 'Member' }, 3)];
    expect(outcomes(rows, on)).toEqual({ eve: 'invited', dana: 'same' });
  });

  it('says which fields it changes, and takes nothing away that it does not name', () => {
    const dana = member('dana', { managerId: 'amir' as MemberId, role: 'admin' });
    const on = ground([dana, member('amir'), member('omar')], {
      seats: [{ memberId: dana.id, teamId: 'tm_other' as TeamId }],
    });
    expect(outcomes([row('', { email: 'dana@x.test' })], on)).toEqual({ dana: 'same' });
    const all = row('Dana W', { email: 'dana@x.test', teams: ['product'], manager: 'omar@x.test', role: 'member' });
    expect(outcomes([all], on)).toEqual({ dana: 'name role manager teams' });
  });

  it.each<[string, Row, RegExp]>([
    ['without an address', row('x', { email: '' }), /missing/],
    ['with no address', row('x', { email: 'not one' }), /not an e-mail/],
    ['with an unknown role', row('x', { role: 'boss' }), /no role/],
    ['with a name of a novel', row('x'.repeat(121), { email: 'x@x.test' }), /120/],
    ['with an archived team', row('x', { teams: ['Old'] }), /archived/],
    ['with a team that is not there', row('x', { teams: ['Sales'] }), /no team “Sales”/],
    ['that makes an owner, by an admin', row('x', { role: 'owner' }), /Only owners/],
    ['that changes an owner, by an admin', row('New name', { email: 'ada@x.test' }), /Only owners change/],
    ['that unmakes an owner', row('ada', { role: 'member' }), /owner is made something else/],
    ['of somebody deactivated', row('gone'), /deactivated/],
    ['that is their own manager', row('x', { manager: 'x@x.test' }), /own manager/],
    ['with a manager nobody knows', row('x', { manager: 'y@x.test' }), /Nobody has the manager/],
    ['with a manager who is deactivated', row('x', { manager: 'gone@x.test' }), /was deactivated/],
    ['that makes an observer of somebody with OKRs', row('busy', { role: 'observer' }), /Hand over/],
  ])('%s is refused', (_, given, why) => {
    const people = [member('ada', { role: 'owner' }), member('gone', { deactivatedAt: 1 }), member('busy')];
    const [planned] = plan([given], ground(people, { bound: new Set(['busy' as MemberId]) }), { creating: false });
    expect(planned?.outcome).toMatchObject({ kind: 'refused', why: expect.stringMatching(why) });
  });

  it('with a team that is not there stands when teams are made', () => {
    const [planned] = plan([row('x', { teams: ['Sales', 'product'] })], ground(), { creating: true });
    expect(planned).toMatchObject({ outcome: { kind: 'invited' }, missing: ['Sales'] });
  });

  it('with the address of another row is refused, whichever comes first stands', () => {
    expect(
      plan([row('eve', {}, 2), row('eve', {}, 9)], ground(), { creating: false }).map((each) => each.outcome),
    ).toEqual([{ kind: 'refused', why: 'The same address is in row 2.' }, { kind: 'invited' }]);
  });

  it('says that letters to an address came back', () => {
    const [planned] = plan([row('eve')], ground([], { bounces: new Map([['eve@x.test', 'full']]) }), {
      creating: false,
    });
    expect(planned?.warning).toContain('came back');
  });
});

describe('names of teams', () => {
  it('are one team however they are capitalised', () => {
    expect(eachOnce(['Sales', 'sales', 'Field', 'SALES'])).toEqual(['Sales', 'Field']);
  });
});

describe('managers', () => {
  it('may be people of the same file, and come before those who report to them', () => {
    const rows = [row('c', { manager: 'b@x.test' }), row('b', { manager: 'a@x.test' }, 3), row('a', {}, 4)];
    expect(plan(rows, ground(), { creating: false }).map((each) => each.row.name)).toEqual(['a', 'b', 'c']);
  });

  it('in a circle are refused, those below it as well', () => {
    const rows = [
      row('a', { manager: 'b@x.test' }),
      row('b', { manager: 'a@x.test' }, 3),
      row('c', { manager: 'a@x.test' }, 4),
    ];
    const found = outcomes(rows, ground());
    expect(found.a).toContain('report to themselves, through b@x.test');
    expect(found.c).toContain('The row of the manager');
  });

  it('in a circle with those who are here already are refused', () => {
    const on = ground([member('boss', { managerId: 'dana' as MemberId }), member('dana')]);
    expect(outcomes([row('dana', { manager: 'boss@x.test' })], on).dana).toContain('report to themselves');
  });

  it('may be swapped, when both rows say so', () => {
    const on = ground([member('boss', { managerId: 'dana' as MemberId }), member('dana'), member('top')]);
    const rows = [row('dana', { manager: 'boss@x.test' }), row('boss', { manager: 'top@x.test' }, 3)];
    expect(outcomes(rows, on)).toEqual({ dana: 'manager', boss: 'manager' });
  });

  it('of 5,000 rows in one line are looked over in a moment, wherever its head is and whether or not it is refused', () => {
    const line = Array.from({ length: 5_000 }, (_, i) =>
      row(`p${i}`, { manager: i === 0 ? 'nobody@y.test' : `p${i - 1}@x.test` }, i + 2),
    );
    const begun = Date.now();
    for (const rows of [line, line.toReversed()])
      expect(plan(rows, ground(), { creating: false }).every(({ outcome }) => outcome.kind === 'refused')).toBe(true);
    expect(Date.now() - begun).toBeLessThan(3_000);
  });

  it('never report to themselves, whatever the rows say', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const managers = fc.array(fc.constantFrom('', ...names), { minLength: 6, maxLength: 6 });
    const present = fc.array(fc.boolean(), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(managers, present, (wanted, here) => {
        const known = names.filter((_, i) => here[i]).map((name) => member(name));
        const rows = names.map((name, i) => row(name, { manager: wanted[i] ? `${wanted[i]}@x.test` : '' }, i + 2));
        const planned = plan(rows, ground(known), { creating: false });
        const boss = new Map(
          planned.flatMap(({ row: { email, manager }, outcome }) =>
            outcome.kind === 'refused' || !manager ? [] : [[email, manager]],
          ),
        );
        for (const start of boss.keys()) {
          let at: string | undefined = start;
          for (let steps = 0; at !== undefined; steps += 1) {
            expect(steps).toBeLessThan(7);
            at = boss.get(at);
          }
        }
      }),
    );
  });
});
