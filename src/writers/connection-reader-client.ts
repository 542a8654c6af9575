import type { ConnectionId, OrgId } from '../db/ids.ts';
import type { Env } from '../env.ts';
import type { ConnectionReader } from './connection-reader.ts';

/** The way to ask a provider through a connection: `connectionReader(env, connection).scan(...)`. */
export const connectionReader = (
  env: Env,
  { orgId, id }: { orgId: OrgId; id: ConnectionId },
): DurableObjectStub<ConnectionReader> => env.CONNECTION_READER.getByName(`${orgId}:${id}`);
