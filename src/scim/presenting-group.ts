import type { Group } from '../domain/provisioning/group.ts';
import { versionOf } from './answering.ts';
import type { Json } from './matching.ts';
import { GROUP } from './schemas.ts';

/** A group as SCIM has it; without its members it has no version. `base` is where SCIM is reached. */
export async function presentGroup({ team, members }: Group, base: string): Promise<Json> {
  const resource: Json = {
    schemas: [GROUP],
    id: team.id,
    ...(team.externalId !== null && { externalId: team.externalId }),
    displayName: team.name,
    ...(members?.length && {
      members: members.map(({ id, name }) => ({ value: id, $ref: `${base}/Users/${id}`, display: name, type: 'User' })),
    }),
  };
  const meta = {
    resourceType: 'Group',
    created: new Date(team.createdAt).toISOString(),
    lastModified: new Date(team.changedAt ?? team.createdAt).toISOString(),
    location: `${base}/Groups/${team.id}`,
    ...(members && { version: await versionOf(resource) }),
  };
  return { ...resource, meta };
}
