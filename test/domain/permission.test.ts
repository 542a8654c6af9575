import { describe, expect, it } from 'vitest';
import type { MemberId, TokenId } from '../../src/db/ids.ts';
import type { Actor } from '../../src/domain/context.ts';
import { may, type Ties } from '../../src/domain/permission.ts';
import { allows, ties as everyWay, type Rule, rules, type Standing } from '../../src/domain/permission-rules.ts';
import { type Creators, creators, type Role, roles } from '../../src/domain/words.ts';

const ME = 'mem_me' as MemberId;
const OTHER = 'mem_other' as MemberId;

const actor = (role: Role): Actor => ({ memberId: ME, name: 'Me', role, via: 'page' });
const system: Actor = { memberId: null, name: 'Cairn', role: 'admin', via: 'roll_up' };

const strangers: Ties = {
  visibility: 'public',
  creatorId: OTHER,
  checkInOwnerId: OTHER,
  ownerIds: [OTHER],
  delegateIds: [],
  viewerIds: [],
  managerIds: [],
  parentOwnerIds: [],
  leadIds: [],
};

/** Every way to stand to an OKR: whether it lets a member change it, and see it while it is private. */
const ways: Record<string, { ties: Partial<Ties>; changes: boolean; sees: boolean }> = {
  nothing: { ties: {}, changes: false, sees: false },
  owner: { ties: { ownerIds: [OTHER, ME] }, changes: true, sees: true },
  creator: { ties: { creatorId: ME }, changes: true, sees: true },
  'check-in owner': { ties: { checkInOwnerId: ME }, changes: true, sees: true },
  delegate: { ties: { delegateIds: [ME] }, changes: true, sees: true },
  viewer: { ties: { viewerIds: [ME] }, changes: false, sees: true },
  'manager of an owner': { ties: { managerIds: [ME] }, changes: true, sees: false },
  'owner of a parent': { ties: { parentOwnerIds: [ME] }, changes: true, sees: false },
  'lead of its team or one above': { ties: { leadIds: [ME] }, changes: true, sees: false },
};

describe.each(Object.entries(ways))('%s', (_, { ties, changes, sees }) => {
  const open: Ties = { ...strangers, ...ties };
  const closed: Ties = { ...open, visibility: 'private' };

  it('may change a public OKR only by the rule, an observer never, an admin always', () => {
    expect(roles.map((role) => [role, may.changeOkr(actor(role), open)])).toEqual([
      ['owner', true],
      ['admin', true],
      ['member', changes],
      ['observer', false],
    ]);
  });

  it('may see and change a private OKR only when named in it, whatever the role', () => {
    for (const role of roles) {
      expect(may.seeOkr(actor(role), closed)).toBe(sees);
      const isAdmin = role === 'owner' || role === 'admin';
      expect(may.changeOkr(actor(role), closed)).toBe(sees && role !== 'observer' && (isAdmin || changes));
    }
  });
});

it('lets the system see what is private, because its numbers count', () => {
  expect(may.seeOkr(system, { ...strangers, visibility: 'private' })).toBe(true);
});

it('knows a script by its member', () => {
  const script: Actor = { memberId: ME, name: 'Me', role: 'member', via: 'api', tokenId: 'tok_1' as TokenId };
  expect(may.changeOkr(script, { ...strangers, delegateIds: [ME] })).toBe(true);
});

describe('creating', () => {
  const who: [Role, boolean][] = [
    ['owner', false],
    ['admin', false],
    ['member', true],
    ['member', false],
    ['observer', true],
  ];
  const allowed: Record<Creators, boolean[]> = {
    everyone: [true, true, true, true, false],
    leads: [true, true, true, false, false],
    admins: [true, true, false, false, false],
  };

  it.each(creators)('is open to whom the level names: %s', (rule) => {
    expect(who.map(([role, leads]) => may.createOkr(actor(role), rule, leads))).toEqual(allowed[rule]);
  });
});

describe('the table', () => {
  const all = Object.entries<Rule>(rules);
  const everyTie = Object.fromEntries(Object.keys(everyWay).map((tie) => [tie, [ME]])) as Standing;
  const acting: Actor = { ...actor('member'), by: { memberId: OTHER, name: 'Admin' } } as Actor;
  const limited: Actor = { ...actor('owner'), via: 'api', tokenId: 'tok_1' as TokenId, limited: true } as Actor;
  const whole: Actor = { memberId: null, name: 'Report', role: 'admin', via: 'api', tokenId: 'tok_1' as TokenId };
  const namesOf = (who: Actor, standing: Standing = {}) =>
    all.filter(([, rule]) => allows(rule, who, standing)).map(([name]) => name);

  it('lets an observer look and talk, and no more than that for what they are to a thing', () => {
    expect(namesOf(actor('observer'))).toEqual(['seeOkr', 'comment', 'keepAccount']);
    expect(namesOf(actor('observer'), everyTie)).toEqual([
      'seeOkr',
      'seePrivateOkr',
      'comment',
      'editComment',
      'deleteComment',
      'changeConnection',
      'keepAccount',
    ]);
  });

  it('shows what is private to nobody for their role alone', () => {
    for (const role of roles) expect(namesOf(actor(role))).not.toContain('seePrivateOkr');
  });

  it('takes from who acts for somebody what is that person’s own', () => {
    const lost = namesOf(actor('member')).filter((name) => !namesOf(acting).includes(name));
    expect(lost).toEqual(['keepAccount']);
  });

  it('lets a token without the scope administer nothing, and a token of the organization be nobody', () => {
    expect(namesOf(limited)).not.toContain('administer');
    expect(namesOf(limited)).not.toContain('shareConnection');
    expect(namesOf(whole, everyTie)).toContain('administer');
    for (const name of ['comment', 'editComment', 'seePrivateOkr', 'tickTask', 'changeSignOn', 'actFor'])
      expect(namesOf(whole, everyTie)).not.toContain(name);
  });

  it('counts a tie only where the rule names it', () => {
    for (const [name, rule] of all)
      for (const tie of Object.keys(everyWay))
        expect(allows(rule, actor('member'), { [tie]: [ME] }), `${name}, ${tie}`).toBe(
          allows(rule, actor('member')) || (rule.ties ?? []).some((each) => each === tie),
        );
  });
});
