import { env } from 'cloudflare:workers';
import { vi } from 'vitest';
import type { ConnectionId } from '../../src/db/ids.ts';
import type { Provider } from '../../src/domain/words.ts';
import { connect } from '../../src/writers/connecting.ts';
import { demoAccount as asanaAccount } from '../stand-ins/asana/demo.ts';
import { demoProject } from '../stand-ins/google/demo.ts';
import { createGoogle, type Google } from '../stand-ins/google/google.ts';
import { type KeyFile, newAccount } from '../stand-ins/google/keys.ts';
import { demoAccount as trelloAccount } from '../stand-ins/trello/demo.ts';
import type { World } from './world.ts';

const accounts: Partial<Record<Provider, Record<string, unknown>>> = {
  asana: { token: asanaAccount.token },
  trello: trelloAccount,
};

/** A shared connection of Ada's to the stand-in of a provider, which has to be outside already. */
export async function connected(
  w: World,
  provider: Provider,
  config: Record<string, unknown> = accounts[provider] ?? {},
): Promise<ConnectionId> {
  const input = { provider, name: `Our ${provider}`, config, shared: true, interval: 'hourly' as const };
  return (await connect(env, w.as(w.ada), input)).connection.id;
}

/** Puts a Google with the demo's table outside, and an account that may read it. */
export async function googleOutside(): Promise<{ google: Google; key: KeyFile; config: Record<string, unknown> }> {
  const { file, account } = await newAccount('reader@northwind-analytics.iam.gserviceaccount.com');
  const google = createGoogle({ accounts: [account] });
  vi.spyOn(globalThis, 'fetch').mockImplementation((input, init) =>
    google.fetch(new Request(input as string, init as RequestInit)),
  );
  return { google, key: file, config: { project_id: demoProject, service_account: JSON.stringify(file) } };
}
