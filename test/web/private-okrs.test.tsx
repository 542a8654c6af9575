import { exports } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../src/db/ids.ts';
import { alignments, okrPeople, okrs } from '../../src/db/schema/okrs.ts';
import { organizations } from '../../src/db/schema/organizations.ts';
import type { Okr } from '../../src/domain/okrs/okr.ts';
import { type Person, type World, world } from '../support/world.ts';

const SECRET = 'Merge the two offices quietly';

let w: World;
let parent: Okr;
let hidden: Okr;

const get = async (path: string, person: Person) => {
  const headers = { Cookie: await w.cookie(person) };
  const answer = await exports.default.fetch(`http://localhost/o/northwind${path}`, { headers, redirect: 'manual' });
  return { status: answer.status, text: await answer.text() };
};

const post = async (path: string, fields: [string, string][], person: Person) =>
  exports.default.fetch(`http://localhost/o/northwind${path}`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields),
    headers: { Cookie: await w.cookie(person), Origin: 'http://localhost' },
  });

/** The form of an OKR as a browser would send it. */
const form = (okr: Okr, more: [string, string][] = []): [string, string][] => [
  ['kind', okr.kind],
  ['version', String(okr.version)],
  ['title', okr.title],
  ['measure', 'percent'],
  ['source', okr.mode],
  ['level', okr.level],
  ['period_id', okr.periodId],
  ['ambition', okr.ambition],
  ...more,
];

beforeEach(async () => {
  w = await world({ now: Date.now() });
  parent = await w.okr({ kind: 'objective', title: 'Grow', level: 'organization' }, w.ada);
  await w.okr({ title: 'A public result', parents: [{ okrId: parent.id, fixedWeight: null }] });
  hidden = await w.okr({
    title: SECRET,
    visibility: 'private',
    viewer_ids: [w.omar.id],
    delegate_ids: [w.dana.id],
    parents: [{ okrId: parent.id, fixedWeight: null }],
  });
  await w.settle((await w.writer(hidden.id).checkIn({ value: 80 }, newId('chk', w.now))).due);
});

describe('the pages', () => {
  it('show a private OKR to its own people and its viewers, with a lock that is also said', async () => {
    for (const person of [w.dana, w.omar]) {
      for (const path of ['/okrs', `/okrs?q=offices`, `/okrs/${parent.id}`, `/okrs/${hidden.id}`]) {
        const { status, text } = await get(path, person);
        expect(status).toBe(200);
        expect(text).toContain(SECRET);
        expect(text).toMatch(path.endsWith(hidden.id) ? /<\/svg>Private/ : /role="img" aria-label="Private"/);
      }
      const { text } = await get(`/okrs/${hidden.id}`, person);
      expect(text).toContain('Its own people and Omar Said');
      expect(text).toContain('Delegate');
    }
  });

  it('show nobody else more than one line without words of its own, below its public parent', async () => {
    for (const person of [w.ada, w.amir]) {
      expect((await get(`/okrs/${hidden.id}`, person)).status).toBe(404);
      expect((await get('/okrs', person)).text).not.toContain(SECRET);
      const { text } = await get(`/okrs/${parent.id}`, person);
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain(hidden.id);
      expect(text.match(/A private OKR/g)!.length).toBeGreaterThan(1);
      expect(text).not.toMatch(/href="[^"]*\/okrs\/"/);
      const shares = await get(`/okrs/${parent.id}/contributions`, person);
      expect(shares.status).toBe(200);
      expect(shares.text).not.toContain(hidden.id);
    }
  });

  it('keep the share of a private child when somebody saves the contributions that they see', async () => {
    await w.writer(hidden.id).align(parent.id, 30);
    const [edge] = (await w.db.select().from(alignments)).filter(({ childId }) => childId !== hidden.id);
    const path = `/okrs/${parent.id}/contributions`;
    const page = await get(path, w.ada);
    const field = new RegExp(`name="([^"]*${edge!.childId}[^"]*)"`).exec(page.text)![1]!;
    expect((await post(path, [[field, '70']], w.ada)).status).toBe(303);
    const edges = await w.db.select().from(alignments).where(eq(alignments.parentId, parent.id));
    expect(edges.map(({ fixedWeight }) => fixedWeight).sort()).toEqual([30, 70]);
  });
});

describe('the form', () => {
  it('makes an OKR private and names viewers and delegates, without JavaScript', async () => {
    const [open] = (await w.db.select().from(okrs)).filter(({ title }) => title === 'A public result');
    const { text } = await get(`/okrs/${open!.id}/edit`, w.dana);
    expect(text).toContain('Who can see it');
    expect(text).toContain('Everyone in the organization');
    const shared: [string, string][] = [
      ['owner_ids', w.dana.id],
      ['parents', parent.id],
      ['visibility', 'private'],
      ['add_viewer', w.ada.id],
      ['add_delegate', w.amir.id],
    ];
    const answer = await post(`/okrs/${open!.id}/edit`, form(open!, shared), w.dana);
    expect(answer.status).toBe(303);
    const [after] = await w.db.select().from(okrs).where(eq(okrs.id, open!.id));
    expect(after!.visibility).toBe('private');
    const people = await w.db.select().from(okrPeople).where(eq(okrPeople.okrId, open!.id));
    expect(people.map(({ part, memberId }) => `${part} ${memberId}`).sort()).toEqual([
      `delegate ${w.amir.id}`,
      `viewer ${w.ada.id}`,
    ]);
    const again = await get(`/okrs/${open!.id}/edit`, w.dana);
    expect(again.text).toMatch(new RegExp(`name="viewer_ids" value="${w.ada.id}" checked`));
    expect((await get(`/okrs/${open!.id}`, w.dana)).text).toContain('Made it private.');
  });

  it('does not lose a parent that whoever sends it does not see', async () => {
    const child = await w.okr({ title: 'Half hidden', delegate_ids: [w.amir.id] });
    await w.writer(child.id).align(hidden.id, null);
    const [now] = await w.db.select().from(okrs).where(eq(okrs.id, child.id));
    const { text } = await get(`/okrs/${child.id}/edit`, w.amir);
    expect(text).not.toContain(hidden.id);
    const more: [string, string][] = [
      ['owner_ids', w.dana.id],
      ['parents', parent.id],
      ['visibility', 'public'],
      ['delegate_ids', w.amir.id],
    ];
    const answer = await post(`/okrs/${child.id}/edit`, form(now!, more), w.amir);
    expect(answer.status).toBe(303);
    const edges = await w.db.select().from(alignments).where(eq(alignments.childId, child.id));
    expect(edges.map(({ parentId }) => parentId).sort()).toEqual([hidden.id, parent.id].sort());
  });

  it('offers the levels at which the person may make OKRs, and begins with one of them', async () => {
    await w.db
      .update(organizations)
      .set({ createOrganization: 'admins', createIndividual: 'leads' })
      .where(eq(organizations.id, w.org.id));
    const levels = (text: string) =>
      [...text.matchAll(/name="level" value="(\w+)"( checked)?/g)].map(([, level, checked]) => [
        level,
        Boolean(checked),
      ]);
    expect(levels((await get('/okrs/new', w.dana)).text)).toEqual([['team', true]]);
    expect(levels((await get('/okrs/new', w.amir)).text)).toEqual([
      ['organization', false],
      ['team', false],
      ['individual', true],
    ]);
    const sent: [string, string][] = [
      ['kind', 'objective'],
      ['title', 'Not for me'],
      ['measure', 'percent'],
      ['source', 'rollup'],
      ['level', 'organization'],
      ['owner_ids', w.dana.id],
      ['period_id', w.quarter.id],
      ['ambition', 'committed'],
    ];
    const refused = await post('/okrs/new', sent, w.dana);
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain('Only owners and admins make OKRs of the organization here.');
  });
});
