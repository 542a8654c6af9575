import type { MemberId } from '../db/ids.ts';
import type { GroupGiven } from '../domain/provisioning/group.ts';
import { teamFields } from '../domain/teams/team.ts';
import { wrong } from './fault.ts';
import type { Json } from './matching.ts';

/** What a tidy resource says of a group. @throws Fault `invalidValue` for a name that is none, and for groups in it */
export function readGroup(resource: Json): GroupGiven {
  const name = teamFields.shape.name.safeParse(resource.displayName);
  if (!name.success)
    throw wrong(
      'invalidValue',
      resource.displayName ? 'A name has at most 120 characters.' : '“displayName” is needed.',
    );
  const members = (resource.members ?? []) as Json[];
  return {
    name: name.data,
    externalId: typeof resource.externalId === 'string' ? resource.externalId : null,
    memberIds: members.map(readMember),
  };
}

function readMember({ value, type }: Json): MemberId {
  if (typeof value !== 'string') throw wrong('invalidValue', 'A member of a group has a “value”, the id of a user.');
  if (String(type).toLowerCase() === 'group' || value.startsWith('tm_'))
    throw wrong('invalidValue', 'Groups have people as members. Send those of the group inside instead of the group.');
  return value as MemberId;
}
