import { holderIn, isObject, type Json } from './matching.ts';
import { extensionNamed, type Path, resolve } from './path.ts';
import type { ResourceType } from './schemas.ts';

/** Which attributes an answer has (RFC 7644, section 3.9): those asked for, or all but some. */
export type Projection = { attributes: string[]; excludedAttributes: string[] };

/** What is there whatever is asked for. */
const ALWAYS = ['schemas', 'id'];

/** Whether an attribute of the resource itself is going to be shown, so that it need not be read otherwise. */
export function shows(type: ResourceType, name: string, { attributes, excludedAttributes }: Projection): boolean {
  const isNamed = (written: string) => resolve(type, written)?.attribute.name === name;
  if (attributes.length > 0) return attributes.some(isNamed);
  return !excludedAttributes.some((each) => isNamed(each) && resolve(type, each)?.sub === null);
}

/** The resource with the attributes that were asked for. Names that stand for nothing ask for nothing. */
export function projected(type: ResourceType, resource: Json, { attributes, excludedAttributes }: Projection): Json {
  if (attributes.length > 0) return chosen(type, resource, attributes);
  const rest = structuredClone(resource);
  for (const written of excludedAttributes) {
    const extension = extensionNamed(type, written);
    const path = resolve(type, written);
    if (extension) delete rest[extension.id];
    else if (path && !ALWAYS.includes(path.attribute.name)) remove(path, rest);
  }
  return rest;
}

function chosen(type: ResourceType, resource: Json, attributes: readonly string[]): Json {
  const answer: Json = {};
  for (const name of ALWAYS) answer[name] = resource[name];
  for (const written of attributes) {
    const extension = extensionNamed(type, written);
    const path = resolve(type, written);
    if (extension && resource[extension.id] !== undefined) answer[extension.id] = resource[extension.id];
    else if (path) copy(path, resource, answer);
  }
  return answer;
}

function copy({ urn, attribute, sub }: Path, from: Json, to: Json) {
  const source = holderOf(urn, from);
  const value = source?.[attribute.name];
  if (value === undefined) return;
  const holder = holderIn(to, urn);
  holder[attribute.name] = sub ? merged(holder[attribute.name], value, sub.name) : value;
}

/** A part of a value, or of each value of a list, beside the parts that are there already. */
function merged(there: unknown, value: unknown, part: string): unknown {
  if (Array.isArray(value))
    return value.map((each, i) => merged(Array.isArray(there) ? there[i] : undefined, each, part));
  if (!isObject(value)) return value;
  return { ...(isObject(there) ? there : {}), ...(value[part] !== undefined && { [part]: value[part] }) };
}

function remove({ urn, attribute, sub }: Path, resource: Json) {
  const holder = holderOf(urn, resource);
  if (!holder) return;
  if (!sub) delete holder[attribute.name];
  else for (const each of [holder[attribute.name]].flat()) if (isObject(each)) delete each[sub.name];
}

function holderOf(urn: string | null, resource: Json): Json | null {
  const holder = urn === null ? resource : resource[urn];
  return isObject(holder) ? holder : null;
}
