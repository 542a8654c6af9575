import { createMessageBatch } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import { mails } from '../../src/db/schema/access.ts';
import { connections, subscriptions } from '../../src/db/schema/connections.ts';
import { members } from '../../src/db/schema/organizations.ts';
import { claimNotice } from '../../src/domain/connections/noticing.ts';
import { listDeadLetters } from '../../src/domain/jobs/dead-letters.ts';
import { consume } from '../../src/jobs/consumer.ts';
import { runDue } from '../../src/jobs/schedule.ts';
import { pauseLetter } from '../../src/views/mail/pause.ts';
import type { Job } from '../../src/writers/messages.ts';
import { refreshLink } from '../../src/writers/syncing.ts';
import { jiraOutside } from '../support/outside.ts';
import { type World, world } from '../support/world.ts';

const letters = (w: World) => w.db.select().from(mails);

/** A connection whose credentials Jira refuses, with an OKR on it. */
async function refused() {
  const jira = jiraOutside();
  const w = await world({ now: Date.now() });
  const id = await w.connection({ name: 'Engineering' });
  const okr = await w.okr({});
  await w.link(okr.id, id, 'project = OPS');
  jira.fail({ kind: 'status', status: 401 });
  const refresh = () => refreshLink(env, { ...w.as(w.ada), now: Date.now() }, okr.id, 'refresh');
  const pause = async () => {
    for (let strikes = 0; strikes < 3; strikes++) await refresh();
  };
  return { jira, w, id, pause, refresh };
}

const tick = () => runDue(env, '*/5 * * * *', Date.now());

describe('the notice of a pause', () => {
  it('goes once to whoever owns the connection, however often it is looked for, and again for the next pause', async () => {
    const { jira, w, pause, refresh } = await refused();
    await refresh();
    await tick();
    await new Promise((done) => setTimeout(done, 300));
    expect(await letters(w)).toEqual([]);
    await pause();
    for (let ticks = 0; ticks < 3; ticks++) await tick();
    await vi.waitFor(async () => expect(await letters(w)).toHaveLength(1), { timeout: 5_000 });
    await tick();
    await new Promise((done) => setTimeout(done, 300));
    expect((await letters(w)).map(({ to }) => to)).toEqual([w.amir.email]);

    jira.recover();
    await refresh();
    jira.fail({ kind: 'status', status: 401 });
    await pause();
    await tick();
    await vi.waitFor(async () => expect(await letters(w)).toHaveLength(2), { timeout: 5_000 });
  });

  it('is claimed by one of those who try at the same time', async () => {
    const { w, id, pause } = await refused();
    await pause();
    const claims = await Promise.all([1, 2, 3].map(() => claimNotice(w.db, id, Date.now())));
    expect(claims.filter(Boolean)).toHaveLength(1);
  });

  it('says what happened, what it means, what to do and where', async () => {
    const { w, id, pause } = await refused();
    await pause();
    const callback = `https://cairn.example/hooks/jira/${id}?topic=x`;
    const subscription = { connectionId: id, orgId: w.org.id, topic: 'x', state: 'active' as const, callback };
    await w.db.insert(subscriptions).values({ ...subscription, askedAt: 1 });
    const notice = (await claimNotice(w.db, id, Date.now()))!;
    const { subject, text } = pauseLetter(notice);
    expect(subject).toBe('Cairn has stopped reading Jira');
    expect(text).toContain('“Engineering”');
    expect(text).toContain(notice.connection.failureDetail);
    expect(text).toContain('keep their last values');
    expect(text).toContain('enter new credentials');
    expect(text).toContain(`https://cairn.example/o/northwind/admin/integrations/${id}`);
    const own = pauseLetter({ ...notice, admin: false }).text;
    expect(own).toContain(`https://cairn.example/o/northwind/connections/${id}`);
    expect(pauseLetter({ ...notice, origin: null }).text).toContain('under Admin, Integrations, Engineering');
    expect(text).not.toContain(notice.connection.secret);
  });

  it('goes to an owner of the organization when the connection’s owner has left', async () => {
    const { w, id, pause } = await refused();
    await pause();
    await w.db.update(members).set({ deactivatedAt: 1 }).where(eq(members.id, w.amir.id));
    expect(await claimNotice(w.db, id, Date.now())).toMatchObject({ to: w.ada.email });
  });

  it('is not written when reading went on before it was', async () => {
    const { jira, w, id, pause, refresh } = await refused();
    await pause();
    jira.recover();
    await refresh();
    expect(await claimNotice(w.db, id, Date.now())).toBeNull();
    expect((await w.db.select().from(connections))[0]).toMatchObject({ noticedAt: null });
  });
});

describe('work that is given up', () => {
  const dead = (id: string, body: unknown) =>
    consume(
      env,
      createMessageBatch('cairn-jobs-dead', [{ id, timestamp: new Date(), attempts: 6, body: body as Job }]),
    );

  it('is kept once, however often its message comes', async () => {
    const w = await world();
    const connectionId = await w.connection();
    const body: Job = { type: 'scan', orgId: w.org.id, connectionId, source: 'x', trigger: 'schedule' };
    const timestamp = new Date();
    for (let times = 0; times < 3; times++)
      await consume(env, createMessageBatch('cairn-jobs-dead', [{ id: 'one', timestamp, attempts: 6, body }]));
    await dead('another', body);
    expect(await listDeadLetters(w.as(w.ada))).toHaveLength(2);
  });

  it('is not kept and not repeated in the log when nobody can read it', async () => {
    const w = await world();
    const said = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    await dead('odd', { type: 'scan', orgId: w.org.id, token: 'a secret' });
    await dead('none', null);
    expect(await listDeadLetters(w.as(w.ada))).toEqual([]);
    expect(JSON.stringify(said.mock.calls)).not.toContain('a secret');
    expect(said).toHaveBeenCalledTimes(2);
  });

  it('is tried again later each time before that', async () => {
    const body = { type: 'nobody knows' } as unknown as Job;
    const delays: (number | undefined)[] = [];
    for (const attempts of [1, 2, 3, 9]) {
      const batch = createMessageBatch('cairn-jobs', [{ id: 'x', timestamp: new Date(), attempts, body }]);
      vi.spyOn(batch.messages[0]!, 'retry').mockImplementation((options) => {
        delays.push(options?.delaySeconds);
      });
      vi.spyOn(console, 'log').mockImplementation(() => undefined);
      await consume(env, batch);
    }
    expect(delays).toEqual([10, 20, 40, 600]);
  });
});
