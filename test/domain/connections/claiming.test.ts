import { env } from 'cloudflare:workers';
import { eq } from 'drizzle-orm';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { newId } from '../../../src/db/ids.ts';
import { connections } from '../../../src/db/schema/connections.ts';
import { addConnection } from '../../../src/domain/connections/adding.ts';
import type { ConnectionInput } from '../../../src/domain/connections/connection.ts';
import { connect, disconnect, replaceCredentials } from '../../../src/writers/connecting.ts';
import { account, keyFile } from '../../integrations/bigquery/reach.ts';
import { demoProject } from '../../stand-ins/google/demo.ts';
import { createGoogle } from '../../stand-ins/google/google.ts';
import { world } from '../../support/world.ts';

const deployed = { ...env, GOOGLE_SERVICE_ACCOUNT: JSON.stringify(keyFile) };

const wanted = (config: Record<string, unknown> = {}, name = 'Warehouse'): ConnectionInput => ({
  provider: 'bigquery',
  name,
  config: { project_id: demoProject, ...config },
  shared: true,
  interval: 'hourly',
});

const claimed = {
  code: 'invalid',
  fields: {
    project_id:
      'This project cannot be read with the service account of this deployment. Paste a key for this connection.',
  },
};

let google: ReturnType<typeof createGoogle>;

beforeEach(() => {
  google = createGoogle({ accounts: [account] });
  google.state.projects.push({ ...google.state.projects[0]!, id: 'southwind-data' });
  vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) =>
    google.fetch(new Request(url as string, init as RequestInit)),
  );
});

describe('a Google project that the deployment’s own account reads', () => {
  test('belongs to the organization that connected it first; it may connect it again', async () => {
    const [w, other] = [await world(), await world({ slug: 'southwind' })];
    await connect(deployed, w.as(w.amir), wanted());
    await connect(deployed, w.as(w.amir), wanted({}, 'Once more'));
    const asked = google.requests.length;
    await expect(connect(deployed, other.as(other.amir), wanted())).rejects.toMatchObject(claimed);
    expect(google.requests.length).toBe(asked);
    expect(await other.db.$count(connections, eq(connections.orgId, other.org.id))).toBe(0);
  });

  test('cannot be taken by renaming what a connection reads', async () => {
    const [w, other] = [await world(), await world({ slug: 'southwind' })];
    await connect(deployed, w.as(w.amir), wanted());
    const { connection } = await connect(deployed, other.as(other.amir), wanted({ project_id: 'southwind-data' }));
    await expect(
      replaceCredentials(
        deployed,
        other.as(other.amir),
        connection.id,
        { project_id: demoProject },
        'https://cairn.test',
      ),
    ).rejects.toMatchObject(claimed);
    const [kept] = await other.db.select().from(connections).where(eq(connections.id, connection.id));
    expect(kept).toMatchObject({ version: 1, config: { project_id: 'southwind-data' } });
  });

  test('is open to everybody with a key of their own', async () => {
    const [w, other] = [await world(), await world({ slug: 'southwind' })];
    const own = wanted({ service_account: JSON.stringify(keyFile) });
    await connect(deployed, w.as(w.amir), own);
    await connect(deployed, other.as(other.amir), own);
    await expect(connect(deployed, other.as(other.amir), wanted({}, 'Shared'))).resolves.toBeDefined();
    await expect(connect(deployed, w.as(w.amir), wanted({}, 'Shared'))).rejects.toMatchObject(claimed);
  });

  test('is free again when its last connection is gone', async () => {
    const [w, other] = [await world(), await world({ slug: 'southwind' })];
    const { connection } = await connect(deployed, w.as(w.amir), wanted());
    await disconnect(deployed, w.as(w.amir), connection.id);
    await expect(connect(deployed, other.as(other.amir), wanted())).resolves.toBeDefined();
  });

  test('goes to one of two that ask at the same moment', async () => {
    const [w, other] = [await world(), await world({ slug: 'southwind' })];
    const tested = {
      account: 'cairn@northwind-analytics.iam.gserviceaccount.com',
      config: { project_id: demoProject, own: false },
      secret: 'sealed',
      webhookSecret: 'sealed',
    };
    const { config: _, ...input } = wanted();
    const outcomes = await Promise.allSettled(
      [w, other].map((each) => addConnection(each.as(each.amir), newId('con', each.now), input, tested)),
    );
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(outcomes.find((each) => each.status === 'rejected')?.reason).toMatchObject(claimed);
    expect(await w.db.$count(connections)).toBe(1);
  });
});
