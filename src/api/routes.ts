import { checkIns } from './check-ins.ts';
import { closure } from './closure.ts';
import { connections } from './connections.ts';
import { contributions } from './contributions.ts';
import { copies } from './copies.ts';
import { dataLinks } from './data-links.ts';
import { me } from './me.ts';
import { members } from './members.ts';
import { okrs } from './okrs.ts';
import { overrides } from './overrides.ts';
import { parents } from './parents.ts';
import { periods } from './periods.ts';
import type { Route } from './route.ts';
import { syncs } from './syncs.ts';
import { tags } from './tags.ts';
import { teams } from './teams.ts';

/** Everything that the API can do. The router and the OpenAPI document are both made of this. */
export const routes: readonly Route[] = [
  ...me,
  ...periods,
  ...teams,
  ...members,
  ...tags,
  ...okrs,
  ...checkIns,
  ...parents,
  ...closure,
  ...copies,
  ...contributions,
  ...overrides,
  ...dataLinks,
  ...syncs,
  ...connections,
];
