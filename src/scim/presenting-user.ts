import type { Member } from '../domain/members/member.ts';
import { canonicalLocale, isTimeZone } from '../domain/organizations/places.ts';
import { plainUserName, type User } from '../domain/provisioning/user.ts';
import { versionOf } from './answering.ts';
import { isObject, type Json } from './matching.ts';
import { addressIn, namesIn, roleIn } from './reading-user.ts';
import { ENTERPRISE, USER } from './schemas.ts';

/** A user as SCIM has it. `base` is where SCIM is reached. What Cairn changed since the identity system spoke is as Cairn has it. */
export async function presentUser({ member, teams }: User, base: string): Promise<Json> {
  const location = `${base}/Users/${member.id}`;
  const told = member.profile ?? {};
  const company = enterpriseOf(member, told, base);
  const resource: Json = {
    schemas: company ? [USER, ENTERPRISE] : [USER],
    id: member.id,
    ...(member.externalId !== null && { externalId: member.externalId }),
    ...without(told, ['deleted', ENTERPRISE]),
    userName: userNameOf(member, told),
    ...namesOf(member, told),
    active: member.deactivatedAt === null,
    emails: addressIn(told) === member.email && told.emails ? told.emails : [workAddress(member)],
    roles: roleIn(told) === member.role ? told.roles : [{ value: member.role, primary: true }],
    ...placesOf(member, told),
    ...(company && { [ENTERPRISE]: company }),
  };
  const meta = {
    resourceType: 'User',
    created: new Date(member.createdAt).toISOString(),
    lastModified: new Date(member.changedAt ?? member.createdAt).toISOString(),
    location,
    version: await versionOf(resource),
  };
  const groups = teams.map(({ id, name }) => ({
    value: id,
    $ref: `${base}/Groups/${id}`,
    display: name,
    type: 'direct',
  }));
  return { ...resource, ...(groups.length > 0 && { groups }), meta };
}

const workAddress = ({ email }: Member) => ({ value: email, type: 'work', primary: true });

const userNameOf = ({ userName, email }: Member, told: Json) =>
  typeof told.userName === 'string' && plainUserName(told.userName) === userName ? told.userName : (userName ?? email);

const namesOf = ({ name }: Member, told: Json): Json =>
  namesIn(told).includes(name) ? {} : { name: { formatted: name }, displayName: name };

function placesOf({ locale, timeZone }: Member, told: Json): Json {
  const toldLocale = typeof told.locale === 'string' ? canonicalLocale(told.locale) : null;
  const toldZone = typeof told.timezone === 'string' && isTimeZone(told.timezone) ? told.timezone : null;
  return {
    ...(toldLocale !== locale && { locale: locale ?? undefined }),
    ...(toldZone !== timeZone && { timezone: timeZone ?? undefined }),
  };
}

function enterpriseOf({ managerId }: Member, told: Json, base: string): Json | null {
  const { manager, ...rest } = isObject(told[ENTERPRISE]) ? told[ENTERPRISE] : ({} as Json);
  const isNobody = isObject(manager) && !String(manager.value).startsWith('mem_');
  const company = {
    ...rest,
    ...(isNobody && { manager }),
    ...(managerId !== null && { manager: { value: managerId, $ref: `${base}/Users/${managerId}` } }),
  };
  return Object.keys(company).length > 0 ? company : null;
}

const without = (told: Json, names: readonly string[]): Json =>
  Object.fromEntries(Object.entries(told).filter(([name]) => !names.includes(name)));
