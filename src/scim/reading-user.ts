import type { Member } from '../domain/members/member.ts';
import { newMemberInput } from '../domain/members/member.ts';
import { canonicalLocale, isTimeZone } from '../domain/organizations/places.ts';
import type { UserGiven } from '../domain/provisioning/user.ts';
import type { Role } from '../domain/words.ts';
import { wrong } from './fault.ts';
import { isObject, type Json } from './matching.ts';
import { ENTERPRISE } from './schemas.ts';

/** What is kept of one person, as JSON. */
const MOST_KEPT = 16 * 1024;
const MOST_CHARACTERS = 254;

/**
 * What a user was before, as it is presented, and whether the new one was sent whole. What a whole one leaves out and the
 * identity system never spoke of stays what it is in Cairn; what it spoke of ends (RFC 7644, section 3.5.1).
 */
export type Former = { member: Member; resource: Json; isWhole: boolean };

/** What a tidy resource says of a person. @throws Fault `invalidValue` for what Cairn cannot do without */
export function readUser(resource: Json, former: Former | null): UserGiven {
  const { userName } = resource;
  if (typeof userName !== 'string' || userName.trim() === '') throw wrong('invalidValue', '“userName” is needed.');
  if (userName.length > MOST_CHARACTERS)
    throw wrong('invalidValue', `“userName” has at most ${MOST_CHARACTERS} characters.`);
  const { externalId, active, schemas: _, id: __, meta: ___, groups: ____, ...told } = resource;
  const profile = Object.fromEntries(Object.entries(told).sort(([a], [b]) => (a < b ? -1 : 1)));
  if (JSON.stringify(profile).length > MOST_KEPT)
    throw wrong('invalidValue', 'A user has at most 16 KiB of attributes.');
  return {
    userName: userName.trim(),
    externalId: kept(readText(externalId), former, former?.member.externalId ?? null, 'externalId'),
    name: readName(resource, former),
    email: readAddress(resource, former),
    active: active !== false,
    role: readRole(resource, former),
    locale: kept(readLocale(resource.locale), former, former?.member.locale ?? null, 'locale'),
    timeZone: kept(readZone(resource.timezone), former, former?.member.timeZone ?? null, 'timezone'),
    manager: readManager(resource, former),
    profile,
  };
}

/** The names that a resource gives a person, in the order in which Cairn prefers them. */
export function namesIn(resource: Json): string[] {
  const { formatted, givenName, familyName } = isObject(resource.name) ? resource.name : ({} as Json);
  const both = [givenName, familyName].filter((part) => typeof part === 'string').join(' ');
  return [formatted, both, resource.displayName].map((name) =>
    typeof name === 'string' ? name.trim().replace(/\s+/g, ' ') : '',
  );
}

/** The address that Cairn writes to: the primary one, that of work, the user name if it is one, any. */
export function addressIn(resource: Json): string | null {
  const emails = (Array.isArray(resource.emails) ? resource.emails : []).filter(isObject);
  const isWork = ({ type }: Json) => typeof type === 'string' && type.toLowerCase() === 'work';
  const preferred = emails.find(({ primary }) => primary === true) ?? emails.find(isWork);
  return (
    [preferred?.value, resource.userName, ...emails.map(({ value }) => value)].map(plainAddress).find(Boolean) ?? null
  );
}

/** The role that a resource gives; null when none of its roles is one of Cairn's. */
export function roleIn(resource: Json): Role | null {
  const roles = (Array.isArray(resource.roles) ? resource.roles : []).filter(isObject);
  const sorted = [...roles.filter(({ primary }) => primary === true), ...roles];
  return sorted.map(({ value }) => roleOf(value)).find((role) => role !== null) ?? null;
}

/** Entra can write a role as JSON inside a text. */
function roleOf(value: unknown): Role | null {
  const text = typeof value === 'string' ? (/^\{.*"value"\s*:\s*"([^"]*)"/.exec(value)?.[1] ?? value) : '';
  const role = newMemberInput.shape.role.safeParse(text.trim().toLowerCase());
  return role.success ? role.data : null;
}

function readRole(resource: Json, former: Former | null): Role | null {
  if (resource.roles !== undefined || !former) return roleIn(resource);
  const { member } = former;
  return isUnspoken(former, 'roles') || (former.isWhole && member.role === 'owner') ? null : 'member';
}

function readName(resource: Json, former: Former | null): string {
  const names = namesIn(resource);
  const said = former ? namesIn(former.resource) : [];
  const isNew = names.filter((name, i) => name !== '' && name !== said[i]);
  const standing = former && names.includes(former.member.name) ? former.member.name : undefined;
  const name = isNew[0] ?? standing ?? names.find((each) => each !== '') ?? String(resource.userName);
  const checked = newMemberInput.shape.name.safeParse(name);
  if (!checked.success) throw wrong('invalidValue', 'A name has at most 120 characters.');
  return checked.data;
}

function readAddress(resource: Json, former: Former | null): string {
  const address = addressIn(resource) ?? former?.member.email;
  if (!address) throw wrong('invalidValue', 'Cairn needs an e-mail address, in “emails” or as “userName”.');
  return address;
}

const plainAddress = (value: unknown): string | null => newMemberInput.shape.email.safeParse(value).data ?? null;

function readManager(resource: Json, former: Former | null): string | null | undefined {
  const manager = isObject(resource[ENTERPRISE]) ? resource[ENTERPRISE].manager : undefined;
  const value = isObject(manager) ? readText(manager.value) : null;
  if (value !== null) return value === former?.member.managerId ? undefined : value;
  return former && isUnspoken(former, ENTERPRISE) ? undefined : null;
}

const readText = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

const readLocale = (value: unknown): string | null =>
  typeof value === 'string' ? canonicalLocale(value.replace('_', '-')) : null;

const readZone = (value: unknown): string | null => (typeof value === 'string' && isTimeZone(value) ? value : null);

const kept = <T>(said: T | null, former: Former | null, before: T | null, name: string): T | null =>
  said ?? (former && isUnspoken(former, name) ? before : null);

/** Whether a resource sent whole leaves out what the identity system never spoke of. */
const isUnspoken = ({ member, isWhole }: Former, name: string): boolean =>
  isWhole && (name === 'externalId' ? member.externalId === null : member.profile?.[name] === undefined);
