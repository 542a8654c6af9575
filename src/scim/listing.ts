import type { Stretch } from '../domain/provisioning/finding-users.ts';
import type { Asked } from './asking.ts';
import { wrong } from './fault.ts';
import type { Filter } from './filter.ts';
import { type Json, matches } from './matching.ts';
import { type Lookup, narrowed } from './narrowing.ts';
import { projected } from './projection.ts';
import type { ResourceType } from './schemas.ts';

const MESSAGE = 'urn:ietf:params:scim:api:messages:2.0:ListResponse';

/** Resources that a filter is tried on, where no index answers it. */
const MOST_SIFTED = 2000;

/** One type of resource as lists need it. `lookups`: the paths of attributes that an index finds it by. */
export type Listed<Name extends string, Row> = {
  type: ResourceType;
  lookups: Record<string, Name>;
  list(stretch: Stretch): Promise<{ found: Row[]; total: number }>;
  lookUp(lookups: Lookup<Name>[], limit: number): Promise<Row[]>;
  present(row: Row): Promise<Json>;
};

export type Found = { resources: Json[]; total: number };

/**
 * The resources from `offset` on that a filter is true of, and how many there are. What identity systems ask for one
 * person or group is answered by an index and costs what it finds.
 * @throws Fault `tooMany` where a filter would have to be tried on more than 2,000 resources
 */
export async function search<Name extends string, Row>(
  { type, lookups, list, lookUp, present }: Listed<Name, Row>,
  filter: Filter | null,
  { offset, limit }: Stretch,
  shown: Pick<Asked, 'attributes' | 'excludedAttributes'>,
): Promise<Found> {
  const show = (resource: Json) => projected(type, resource, shown);
  if (!filter) {
    const { found, total } = await list({ offset, limit });
    return { resources: (await Promise.all(found.map(present))).map(show), total };
  }
  const known = narrowed(filter, lookups);
  const rows = known ? await lookUp(known, MOST_SIFTED + 1) : (await list({ offset: 0, limit: MOST_SIFTED + 1 })).found;
  if (rows.length > MOST_SIFTED)
    throw wrong(
      'tooMany',
      `This filter would have to be tried on more than ${MOST_SIFTED} resources. Filter by ${Object.keys(lookups).join(', ')} with “eq”.`,
    );
  const matching = (await Promise.all(rows.map(present))).filter((resource) => matches(filter, resource));
  return { resources: matching.slice(offset, offset + limit).map(show), total: matching.length };
}

/** A page of a list, counted from 1. */
export const presentList = ({ resources, total }: Found, startIndex: number): Json => ({
  schemas: [MESSAGE],
  totalResults: total,
  startIndex,
  itemsPerPage: resources.length,
  Resources: resources,
});
