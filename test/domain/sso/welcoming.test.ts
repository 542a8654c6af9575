import { describe, expect, it } from 'vitest';
import type { MemberId, OrgId } from '../../../src/db/ids.ts';
import { memberRow } from '../../../src/domain/members/member.ts';
import { type Claims, type Known, welcome } from '../../../src/domain/sso/welcoming.ts';

const member = (id: string, deactivatedAt: number | null = null) =>
  memberRow({
    id: id as MemberId,
    orgId: 'org_1' as OrgId,
    name: 'Dana',
    email: 'dana@northwind.test',
    role: 'member',
    createdAt: 0,
    deactivatedAt,
  });

const claims: Claims = {
  issuer: 'https://login.northwind.test',
  subject: 'sub',
  email: 'dana@northwind.test',
  emailVerified: true,
  name: 'Dana',
};
const stranger: Known = { bySubject: null, byEmail: null, isBound: false, ownsDomain: false };
const dana = member('mem_dana');
const gone = member('mem_gone', 1);

type Case = [what: string, outcome: string, known: Partial<Known>, said?: Partial<Claims>, admits?: boolean];

const cases: Case[] = [
  ['a subject that is known', 'enters', { bySubject: dana }],
  ['a subject that is known, without an address', 'enters', { bySubject: dana }, { email: null }],
  ['a subject that is known, with the address of another member', 'enters', { bySubject: dana, byEmail: gone }],
  ['a subject that is known, of a member who has left', 'deactivated', { bySubject: gone }],
  ['no address', 'no_email', {}, { email: null }],
  ['a verified address of a member', 'binds', { byEmail: dana }],
  ['an address of a member that is not verified', 'unverified', { byEmail: dana }, { emailVerified: false }],
  [
    'one that is not verified, in an own domain',
    'unverified',
    { byEmail: dana, ownsDomain: true },
    { emailVerified: false },
  ],
  ['one of which nothing is said', 'unverified', { byEmail: dana }, { emailVerified: null }],
  [
    'one of which nothing is said, in an own domain',
    'binds',
    { byEmail: dana, ownsDomain: true },
    { emailVerified: null },
  ],
  ['the address of a member who has left', 'deactivated', { byEmail: gone }, {}, true],
  ['the address of a member bound to another subject', 'bound_elsewhere', { byEmail: dana, isBound: true }],
  ['an address of nobody', 'not_member', { ownsDomain: true }],
  ['an address of nobody elsewhere, where people are admitted', 'not_member', {}, {}, true],
  ['an address of nobody in an own domain, where people are admitted', 'admits', { ownsDomain: true }, {}, true],
];

describe('somebody with', () => {
  it.each(cases)('%s: %s', (_, outcome, known, said = {}, admits = false) => {
    const welcomed = welcome({ admits }, { ...claims, ...said }, { ...stranger, ...known });
    expect(welcomed.ok ? welcomed.value.does : welcomed.error).toBe(outcome);
  });
});
