import { env, exports } from 'cloudflare:workers';
import { and, eq } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { events, mails, sessions } from '../../src/db/schema/access.ts';
import { jobs } from '../../src/db/schema/jobs.ts';
import { bounces } from '../../src/db/schema/letters.ts';
import { members, organizations, teamMembers, teams } from '../../src/db/schema/organizations.ts';
import { invitations } from '../../src/db/schema/people.ts';
import { invite } from '../../src/domain/invitations/inviting.ts';
import { runDue } from '../../src/jobs/schedule.ts';
import { keyRing } from '../../src/writers/outside.ts';
import { holdQueue } from '../support/queue.ts';
import { DAY, type Person, type World, world } from '../support/world.ts';

const lately = () => world({ now: Date.now() });

type Form = Record<string, string> | FormData;

async function ask(
  w: World,
  path: string,
  { form, person = w.ada, headers = {} }: { form?: Form; person?: Person; headers?: Record<string, string> } = {},
) {
  const response = await exports.default.fetch(`http://localhost/o/${w.org.slug}/admin/users${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(person), Origin: 'http://localhost', ...headers },
    body: form instanceof FormData ? form : form && new URLSearchParams(form),
  });
  const text = await response.text();
  return {
    status: response.status,
    html: text,
    words: text.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '),
    location: response.headers.get('Location') ?? '',
    headers: response.headers,
  };
}

const fileOf = (text: string, name = 'people.csv') => {
  const form = new FormData();
  form.set('file', new File([text], name, { type: 'text/csv' }));
  return form;
};

const at = (location: string) => location.replace(/^.*\/admin\/users/, '');

/** Loads a file and says go. @returns the path of the job */
async function load(w: World, text: string, form: Record<string, string> = {}) {
  const planned = at((await ask(w, '/invite/file', { form: fileOf(text) })).location);
  await ask(w, planned, { form });
  return planned;
}

const memberOf = async (w: World, email: string) =>
  (
    await w.db
      .select()
      .from(members)
      .where(and(eq(members.orgId, w.org.id), eq(members.email, email)))
  )[0];

const letters = (w: World) => w.db.select().from(mails);

const actions = async (w: World, action: string) =>
  w.db
    .select()
    .from(events)
    .where(and(eq(events.orgId, w.org.id), eq(events.action, action)));

describe('inviting one person', () => {
  test('makes a member with teams and a manager, and writes a letter with a link', async () => {
    const w = await lately();
    const queue = holdQueue();
    const form = {
      name: 'Eve Moss',
      email: 'Eve@northwind.test',
      role: 'member',
      teams: 'product',
      manager: w.dana.email,
    };
    const { status, location } = await ask(w, '/invite', { form });
    expect([status, at(location)]).toEqual([303, '/invitations']);
    await queue.drain();
    const eve = (await memberOf(w, 'eve@northwind.test'))!;
    expect(eve).toMatchObject({ managerId: w.dana.id, invitedAt: expect.any(Number) });
    const [letter] = await letters(w);
    expect(letter).toMatchObject({
      to: 'eve@northwind.test',
      text: expect.stringContaining('Ada Marsh invites you to Northwind'),
    });
    expect(letter!.text).toMatch(/http:\/\/localhost\/join\?token=[\w-]{43}\n/);
    expect((await ask(w, '/invitations')).words).toContain('Eve Moss eve@northwind.test, member');
  });

  test('says at its field what is wrong, and keeps what was typed', async () => {
    const w = await lately();
    const form = { name: 'Eve Moss', email: 'eve', role: 'member', teams: 'Nowhere', manager: '' };
    const wrong = await ask(w, '/invite', { form });
    expect(wrong.status).toBe(422);
    expect(wrong.html).toContain('value="Eve Moss"');
    expect(wrong.words).toContain('Write an e-mail address');
    const noTeam = await ask(w, '/invite', { form: { ...form, email: 'eve@northwind.test' } });
    expect(noTeam.words).toContain('There is no team “Nowhere”.');
    const taken = await ask(w, '/invite', { form: { ...form, teams: '', email: w.dana.email } });
    expect([taken.status, taken.words.includes('A member has this address already')]).toEqual([409, true]);
  });

  test('is not for members, and offers owners only to owners', async () => {
    const w = await lately();
    expect((await ask(w, '/invite', { person: w.dana })).status).toBe(403);
    expect((await ask(w, '/invite', { person: w.amir })).html).not.toContain('value="owner"');
    const form = { name: 'Eve', email: 'eve@northwind.test', role: 'owner' };
    expect((await ask(w, '/invite', { person: w.amir, form })).status).toBe(403);
    expect((await ask(w, '/invite', { form })).status).toBe(303);
  });
});

describe('pasted addresses', () => {
  test('are shown line by line before anybody is written to', async () => {
    const w = await lately();
    const queue = holdQueue();
    const people = `Eve Moss <eve@northwind.test>, nonsense\n${w.dana.email}\nkim.lee@northwind.test`;
    const { location } = await ask(w, '/invite/several', { form: { people, role: 'observer', teams: '' } });
    const report = await ask(w, at(location));
    expect(report.words).toContain('2 people will be invited, 1 person will be changed and 1 row is refused.');
    expect(report.words).toContain('This is not an e-mail address');
    expect(await memberOf(w, 'eve@northwind.test')).toBeUndefined();
    await ask(w, at(location), { form: {} });
    await queue.drain();
    expect(await memberOf(w, 'kim.lee@northwind.test')).toMatchObject({ name: 'Kim Lee', role: 'observer' });
    expect((await ask(w, at(location))).words).toContain('2 people were invited');
  });

  test('are refused at their field when there are none', async () => {
    const w = await lately();
    const { status, words } = await ask(w, '/invite/several', { form: { people: ' , ', role: 'member' } });
    expect([status, words.includes('Write an e-mail address on each line.')]).toEqual([422, true]);
  });
});

const FILE = `Name;Email;Teams;Manager email;Role
Kim Lee;kim@northwind.test;Product;eve@northwind.test;
Eve Moss;eve@northwind.test;"Product; Sales";dana@northwind.test;admin
Dana Whitlock;dana@northwind.test;Sales;;
Nobody;not an address;;;
`;

describe('a file', () => {
  test('is looked over first: what each row would do, with its number', async () => {
    const w = await lately();
    const { location, status } = await ask(w, '/invite/file', { form: fileOf(`\u{feff}${FILE}`) });
    expect(status).toBe(303);
    const { words, html } = await ask(w, at(location));
    expect(words).toContain('2 people will be invited, 1 person will be changed and 1 row is refused.');
    expect(words).toContain('Make the team that is missing Sales.');
    expect(words).toMatch(/5 Nobody not an address Refused\. This is not an e-mail address/);
    expect(html).toContain('Invite 2 and change 1');
    expect(await memberOf(w, 'eve@northwind.test')).toBeUndefined();
  });

  test('invites people of it as managers of one another, makes teams, and writes each one letter', async () => {
    const w = await lately();
    const queue = holdQueue();
    const job = await load(w, FILE, { create_teams: 'on' });
    await queue.drain();
    const [eve, kim] = [(await memberOf(w, 'eve@northwind.test'))!, (await memberOf(w, 'kim@northwind.test'))!];
    expect([kim.managerId, eve.managerId, eve.role]).toEqual([eve.id, w.dana.id, 'admin']);
    const [sales] = await w.db.select().from(teams).where(eq(teams.name, 'Sales'));
    const seats = await w.db.select().from(teamMembers).where(eq(teamMembers.teamId, sales!.id));
    expect(seats.map(({ memberId }) => memberId).sort()).toEqual([eve.id, w.dana.id].sort());
    expect((await letters(w)).map(({ to }) => to).sort()).toEqual(['eve@northwind.test', 'kim@northwind.test']);
    expect((await ask(w, job)).words).toContain('2 people were invited, 1 person was changed and 1 row was refused.');
    expect(await actions(w, 'member.invited')).toHaveLength(2);
  });

  test('loaded twice changes nothing and writes to nobody again', async () => {
    const w = await lately();
    const queue = holdQueue();
    await load(w, FILE, { create_teams: 'on' });
    await queue.drain();
    const before = await w.db.select().from(events);
    const { location } = await ask(w, '/invite/file', { form: fileOf(FILE) });
    const again = await ask(w, at(location));
    expect(again.words).toContain('3 people stay as they are and 1 row is refused. ');
    expect(again.words).toContain('There is nothing to do.');
    await ask(w, at(location), { form: {} });
    await queue.drain();
    expect(await w.db.select().from(events)).toEqual(before);
    expect(await letters(w)).toHaveLength(2);
  });

  test('that was exported changes nothing when it is loaded', async () => {
    const w = await lately();
    await w.db.update(members).set({ managerId: w.amir.id }).where(eq(members.id, w.dana.id));
    const { html: exported } = await ask(w, '.csv');
    const { location } = await ask(w, '/invite/file', { form: fileOf(exported) });
    expect((await ask(w, at(location))).words).toContain('4 people stay as they are. ');
  });

  test('refuses the rows that name a team which is not made', async () => {
    const w = await lately();
    const queue = holdQueue();
    const job = await load(w, FILE);
    await queue.drain();
    expect(await memberOf(w, 'eve@northwind.test')).toBeUndefined();
    expect(await w.db.select().from(teams).where(eq(teams.name, 'Sales'))).toEqual([]);
    expect((await ask(w, job)).words).toContain('There is no team “Sales”');
  });

  test('goes on after a crash without inviting or writing twice', async () => {
    const w = await lately();
    const queue = holdQueue();
    const people = Array.from({ length: 45 }, (_, i) => `p${i}@northwind.test`);
    await load(w, `email\n${people.join('\n')}\n`);
    const [message] = queue.waiting;
    for (let i = 0; i < 3; i += 1) {
      await queue.next(message);
      // The message comes again before what it asked for, as after a crash.
      await queue.next(message);
    }
    await queue.drain();
    const [job] = await w.db.select().from(jobs);
    expect(job).toMatchObject({ state: 'done', done: 45, result: { invited: 45, refused: 0 } });
    expect(await actions(w, 'member.invited')).toHaveLength(45);
    expect((await letters(w)).map(({ to }) => to).sort()).toEqual(people.toSorted());
    expect(await w.db.select().from(invitations)).toHaveLength(45);
  });

  test('whose message was lost is taken up again', async () => {
    const w = await lately();
    const queue = holdQueue();
    await load(w, 'email\neve@northwind.test\n');
    queue.waiting.length = 0;
    await runDue(env, '*/5 * * * *', Date.now() + 11 * 60_000);
    await queue.drain();
    expect(await memberOf(w, 'eve@northwind.test')).toBeDefined();
  });

  test('stops when whoever began it is no admin any more', async () => {
    const w = await lately();
    const queue = holdQueue();
    const planned = at(
      (await ask(w, '/invite/file', { form: fileOf('email\neve@northwind.test'), person: w.amir })).location,
    );
    await ask(w, planned, { form: {}, person: w.amir });
    await w.db.update(members).set({ role: 'member' }).where(eq(members.id, w.amir.id));
    await queue.drain();
    expect(await memberOf(w, 'eve@northwind.test')).toBeUndefined();
    expect((await ask(w, planned)).words).toContain('no admin of the organization any more');
  });

  test('is begun once, and seen by nobody of another organization or without being admin', async () => {
    const [w, south] = [await lately(), await world({ slug: 'southwind', now: Date.now() })];
    holdQueue();
    const job = await load(w, 'email\neve@northwind.test\n');
    expect((await ask(w, job, { form: {} })).status).toBe(409);
    expect((await ask(south, job)).status).toBe(404);
    expect((await ask(south, job, { form: {} })).status).toBe(404);
    expect((await ask(w, job, { person: w.dana })).status).toBe(403);
  });

  test('that polls stops when it is over', async () => {
    const w = await lately();
    const queue = holdQueue();
    const job = await load(w, 'email\neve@northwind.test\n');
    const polled = await ask(w, job, { headers: { 'HX-Request-Type': 'partial' } });
    expect(polled.html).toContain('hx-trigger="every 2s"');
    await queue.drain();
    const over = await ask(w, job, { headers: { 'HX-Request-Type': 'partial' } });
    expect(over.html).not.toContain('hx-trigger');
    expect(over.headers.get('HX-Refresh')).toBe('true');
  });

  test.each([
    ['nothing', '', 'Choose a CSV file'],
    ['no column of addresses', 'name\nEve', '“email”'],
    ['more than 5,000 people', `email\n${'a@x.test\n'.repeat(5_001)}`, 'at most 5,000'],
    ['a little more than a megabyte', `email\n${'x'.repeat(1024 * 1024)}`, 'at most 1 MB'],
  ])('with %s is refused at its field', async (_, text, says) => {
    const w = await lately();
    const { status, words } = await ask(w, '/invite/file', { form: fileOf(text) });
    expect([status, words.includes(says)]).toEqual([422, true]);
  });

  test('of several megabytes is not read, nor is a large form anywhere else', async () => {
    const w = await lately();
    const large = await ask(w, '/invite/file', { form: fileOf('x'.repeat(3 * 1024 * 1024)) });
    expect([large.status, large.words.includes('at most 1 MB')]).toEqual([413, true]);
    const form = { people: 'x'.repeat(300 * 1024), role: 'member' };
    expect((await ask(w, '/invite/several', { form })).status).toBe(413);
  });

  test('of 5,000 people in one line of reporting is planned in one request', async () => {
    const w = await lately();
    const rows = Array.from(
      { length: 5_000 },
      (_, i) => `Person ${i},p${i}@northwind.test,Team ${i % 20},${i === 0 ? '' : `p${i - 1}@northwind.test`},member`,
    );
    const { location } = await ask(w, '/invite/file', {
      form: fileOf(`name,email,teams,manager,role\n${rows.toReversed().join('\n')}`),
    });
    const { words } = await ask(w, at(location));
    expect(words).toContain('5,000 people will be invited.');
    expect(words).toContain('1,000 invitations are left for today');
  });
});

describe('invitations that wait', () => {
  const eve = { name: 'Eve Moss', email: 'eve@northwind.test', role: 'member' as const, team_ids: [] };

  test('say when they were sent, and that letters came back', async () => {
    const w = await lately();
    const at = Date.now() - 15 * DAY;
    await invite(w.as(w.amir, at), keyRing(env), [eve]);
    await w.db.insert(bounces).values({ email: eve.email, kind: 'hard', reason: 'no such mailbox', at });
    const { words } = await ask(w, '/invitations');
    expect(words).toContain('Expired');
    expect(words).toContain('15 days ago by Amir Haddad');
    expect(words).toContain('came back: no such mailbox');
    expect(words).toContain('Send expired ones again');
  });

  test('are sent again, one or all that have expired', async () => {
    const w = await lately();
    const queue = holdQueue();
    const [one] = await invite(w.as(w.amir, Date.now() - 15 * DAY), keyRing(env), [eve]);
    expect((await ask(w, '/invitations', { form: {} })).status).toBe(303);
    await queue.drain();
    expect((await ask(w, `/invitations/${one!.member.id}`, { form: {} })).status).toBe(303);
    await queue.drain();
    expect(await letters(w)).toHaveLength(2);
    expect((await ask(w, `/invitations/${w.dana.id}`, { form: {} })).status).toBe(409);
  });

  test('are taken back after a word of what that means', async () => {
    const w = await lately();
    const [one] = await invite(w.as(w.amir), keyRing(env), [eve]);
    const path = `/invitations/${one!.member.id}/revocation`;
    expect((await ask(w, path)).words).toContain('Take the invitation of Eve Moss back?');
    expect((await ask(w, path, { form: {} })).status).toBe(303);
    expect(await memberOf(w, eve.email)).toBeUndefined();
    expect((await ask(w, path)).status).toBe(404);
  });

  test('are nobody’s business but an admin’s', async () => {
    const [w, south] = [await lately(), await world({ slug: 'southwind', now: Date.now() })];
    const [one] = await invite(w.as(w.amir), keyRing(env), [eve]);
    const path = `/invitations/${one!.member.id}`;
    expect((await ask(w, '/invitations', { person: w.dana })).status).toBe(403);
    expect((await ask(w, path, { person: w.omar, form: {} })).status).toBe(403);
    expect((await ask(south, path, { form: {} })).status).toBe(404);
    expect((await ask(south, `${path}/revocation`, { form: {} })).status).toBe(404);
  });
});

describe('the link in a letter', () => {
  const join = async (token: string, method = 'GET', cookie?: string) => {
    const response = await exports.default.fetch(`http://localhost/join?token=${token}`, {
      method,
      redirect: 'manual',
      headers: { Origin: 'http://localhost', ...(cookie && { Cookie: cookie }) },
    });
    const words = (await response.text()).replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
    return {
      status: response.status,
      words,
      location: response.headers.get('Location'),
      cookies: response.headers.getSetCookie(),
    };
  };

  async function invited() {
    const w = await lately();
    const queue = holdQueue();
    await ask(w, '/invite', { form: { name: 'Eve Moss', email: 'eve@northwind.test', role: 'member' } });
    await queue.drain();
    const [letter] = await letters(w);
    return { w, token: /token=([\w-]+)/.exec(letter!.text)![1]! };
  }

  test('names the organization, who invites and the address, and changes nothing by being looked at', async () => {
    const { w, token } = await invited();
    for (let i = 0; i < 3; i += 1) {
      const { status, words } = await join(token);
      expect(status).toBe(200);
      expect(words).toContain('Northwind is waiting for you');
      expect(words).toContain('Ada Marsh invites you, Eve Moss');
      expect(words).toContain('eve@northwind.test');
    }
    expect((await memberOf(w, 'eve@northwind.test'))!.invitedAt).not.toBeNull();
  });

  test('signs in when the button is pressed, once', async () => {
    const { w, token } = await invited();
    const joined = await join(token, 'POST');
    expect([joined.status, joined.location]).toEqual([303, '/o/northwind']);
    expect(joined.cookies.join()).toContain('session=');
    expect((await memberOf(w, 'eve@northwind.test'))!.invitedAt).toBeNull();
    const [session] = await w.db.select().from(sessions).where(eq(sessions.email, 'eve@northwind.test'));
    expect(session).toMatchObject({ method: 'invitation', proved: true });
    const again = await join(token, 'POST');
    expect([again.status, again.cookies]).toEqual([403, []]);
    expect(again.words).toContain('You belong to Northwind already. Sign in with eve@northwind.test.');
  });

  test('says whom to ask when it expired, and what a link that is not whole may be', async () => {
    const { w, token } = await invited();
    await w.db.update(invitations).set({ expiresAt: Date.now() - 1 });
    const { status, words } = await join(token, 'POST');
    expect(status).toBe(403);
    expect(words).toContain('This invitation has expired');
    expect(words).toContain('Ask Ada Marsh for a new one.');
    expect((await join(token.slice(1))).words).toContain('This link is not whole');
  });

  test('tells whoever is signed in as somebody else', async () => {
    const { w, token } = await invited();
    expect((await join(token, 'GET', await w.cookie(w.dana))).words).toContain(`You are signed in as ${w.dana.email}`);
  });

  test('leads to the sign-in of an organization that lets in by that alone', async () => {
    const { w, token } = await invited();
    await w.db.update(organizations).set({ ssoOnly: true });
    const { location, cookies } = await join(token, 'POST');
    expect([location, cookies]).toEqual(['/sso/northwind?next=%2Fo%2Fnorthwind', []]);
    expect((await memberOf(w, 'eve@northwind.test'))!.invitedAt).not.toBeNull();
  });

  test('is not needed by whoever signs in another way', async () => {
    const { w, token } = await invited();
    const eve = (await memberOf(w, 'eve@northwind.test'))!;
    const cookie = await w.cookie({ ...eve, role: 'member' });
    await exports.default.fetch('http://localhost/o/northwind', { headers: { Cookie: cookie } });
    expect((await memberOf(w, 'eve@northwind.test'))!.invitedAt).toBeNull();
    expect(await actions(w, 'member.joined')).toHaveLength(1);
    expect((await join(token)).words).toContain('This invitation was used');
  });
});
