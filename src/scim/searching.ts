import { Hono } from 'hono';
import { answer, readBody } from './answering.ts';
import { type Asked, filterOf, readAsked } from './asking.ts';
import type { ScimEnv } from './context.ts';
import { Fault } from './fault.ts';
import type { Filter } from './filter.ts';
import { listedGroups } from './groups.ts';
import { type Found, presentList, search } from './listing.ts';
import { type ResourceType, resourceTypes } from './schemas.ts';
import { listedUsers } from './users.ts';

/** /.search: users and groups at once, users first (RFC 7644, section 3.4.3). */
export const searching = new Hono<ScimEnv>();

searching.post('/.search', async (c) => {
  const asked = readAsked(await readBody(c));
  const filters = filtersOf(asked);
  const offset = asked.startIndex - 1;
  const people = await found(filters.User, (filter) =>
    search(listedUsers(c), filter, { offset, limit: asked.count }, asked),
  );
  const stretch = {
    offset: Math.max(0, offset - people.total),
    limit: asked.count - people.resources.length,
  };
  const teams = await found(filters.Group, (filter) => search(listedGroups(c, true), filter, stretch, asked));
  const resources = [...people.resources, ...teams.resources];
  return answer(c, presentList({ resources, total: people.total + teams.total }, asked.startIndex));
});

/** A filter for each type; `nothing` where the filter asks for what the type does not have. @throws Fault for none that has it */
function filtersOf(asked: Asked): Record<'User' | 'Group', Filter | null | 'nothing'> {
  const [User, Group] = [filterFor(resourceTypes.User, asked), filterFor(resourceTypes.Group, asked)];
  if (User instanceof Fault && Group instanceof Fault) throw User;
  return { User: User instanceof Fault ? 'nothing' : User, Group: Group instanceof Fault ? 'nothing' : Group };
}

function filterFor(type: ResourceType, asked: Asked): Filter | null | Fault {
  try {
    return filterOf(type, asked);
  } catch (reason) {
    if (reason instanceof Fault) return reason;
    throw reason;
  }
}

const found = (filter: Filter | null | 'nothing', look: (filter: Filter | null) => Promise<Found>): Promise<Found> =>
  filter === 'nothing' ? Promise.resolve({ resources: [], total: 0 }) : look(filter);
