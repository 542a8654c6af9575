import { env, exports } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import { keepDeadLetter, listDeadLetters } from '../../src/domain/jobs/dead-letters.ts';
import { type World, world } from '../support/world.ts';

const site = 'http://localhost';

async function ask(w: World, path: string, post = false, person = w.amir) {
  const response = await exports.default.fetch(`${site}/o/${w.org.slug}/admin${path}`, {
    method: post ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { Cookie: await w.cookie(person), Origin: site },
  });
  return { html: await response.text(), status: response.status, trips: response.headers.get('Server-Timing') ?? '' };
}

/** A world in which a read through a connection was given up, and what was sent to the queue since. */
async function givenUp() {
  const w = await world({ now: Date.now() });
  const sent: unknown[] = [];
  vi.spyOn(Object.getPrototypeOf(env.JOBS) as typeof env.JOBS, 'send').mockImplementation(async (message) => {
    sent.push(message);
    return undefined as never;
  });
  const connection = await w.connection({ name: 'Northwind Cloud' });
  const job = { type: 'scan', orgId: w.org.id, connectionId: connection, source: null, trigger: 'schedule' };
  await keepDeadLetter(w.db, 'message', job, w.now);
  const [letter] = await listDeadLetters(w.as(w.ada));
  return { w, sent, job, path: `/work/${letter!.id}` };
}

describe('work that was given up', () => {
  test('is told of on the page of integrations, and listed with what it was for, in two trips', async () => {
    const { w } = await givenUp();
    expect((await ask(w, '/integrations')).html).toContain('Some work was given up.');
    const { html, trips } = await ask(w, '/work');
    for (const words of ['Read a data source', 'Northwind Cloud, given up today', 'Try again', 'Let go'])
      expect(html).toContain(words);
    expect(trips).toMatch(/trips=[12] /);
  });

  test('goes back into the queue as it was, once', async () => {
    const { w, sent, job, path } = await givenUp();
    expect((await ask(w, `${path}/retry`, true)).status).toBe(303);
    expect(sent).toEqual([job]);
    expect((await ask(w, `${path}/retry`, true)).status).toBe(404);
    expect(sent).toHaveLength(1);
    expect((await ask(w, '/work')).html).toContain('Nothing was given up');
    expect((await ask(w, '/integrations')).html).not.toContain('was given up');
  });

  test('is let go without being done', async () => {
    const { w, sent, path } = await givenUp();
    expect((await ask(w, `${path}/removal`, true)).status).toBe(303);
    expect(sent).toEqual([]);
    expect((await ask(w, '/work')).html).toContain('Nothing was given up');
  });

  test('is nothing to members, nor to admins of another organization', async () => {
    const { w, sent, path } = await givenUp();
    const south = await world({ slug: 'southwind', now: Date.now() });
    expect((await ask(w, '/work', false, w.dana)).status).toBe(403);
    expect((await ask(w, `${path}/retry`, true, w.dana)).status).toBe(403);
    expect((await ask(south, `${path}/retry`, true, south.ada)).status).toBe(404);
    expect((await ask(south, '/work', false, south.ada)).html).not.toContain('Northwind');
    expect(sent).toEqual([]);
  });
});
