import { type Attribute, named } from './attribute.ts';
import { wrong } from './fault.ts';
import { holderIn, isObject, type Json } from './matching.ts';
import { extensionNamed, resolve } from './path.ts';
import type { ResourceType } from './schemas.ts';

/**
 * A resource as its schema writes it: names in their own case, `"True"` as true, one value of a list as a list of one.
 * What is unknown, empty or not for others to write is left out. @throws Fault `invalidValue`
 */
export function tidy(type: ResourceType, sent: Json): Json {
  const resource: Json = {};
  for (const [name, value] of Object.entries(sent)) {
    const extension = extensionNamed(type, name);
    if (extension) {
      if (isObject(value)) put(resource, extension.id, tidyParts(extension.attributes, value));
      continue;
    }
    const path = resolve(type, name);
    if (!path || path.attribute.mutability === 'readOnly') continue;
    const within = path.sub ? { [path.sub.name]: value } : value;
    const tidied = tidyValue(path.attribute, within);
    if (tidied !== undefined) put(resource, path.urn, { [path.attribute.name]: tidied });
  }
  return resource;
}

/** Names with dots and nested objects may say parts of the same thing. */
function put(resource: Json, urn: string | null, given: Json) {
  const holder = holderIn(resource, urn);
  for (const [name, value] of Object.entries(given))
    holder[name] = isObject(value) && isObject(holder[name]) ? { ...holder[name], ...value } : value;
}

/** The value of one attribute, undefined when it says nothing. @throws Fault `invalidValue` */
export function tidyValue(attribute: Attribute, value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (!attribute.multiValued) return tidySingle(attribute, value);
  const elements = (Array.isArray(value) ? value : [value]).map((each) => tidySingle(attribute, each));
  const said = elements.filter((each) => each !== undefined);
  return said.length > 0 ? said : undefined;
}

/** One value, or one element of a list. @throws Fault `invalidValue` */
export function tidySingle(attribute: Attribute, value: unknown): unknown {
  if (value === null || value === undefined || value === '') return undefined;
  if (attribute.type === 'complex') return tidyComplex(attribute, value);
  if (attribute.type === 'boolean') {
    const text = String(value).toLowerCase();
    if (text !== 'true' && text !== 'false') throw wrong('invalidValue', `“${attribute.name}” is true or false.`);
    return text === 'true';
  }
  if (typeof value === 'object') throw wrong('invalidValue', `“${attribute.name}” is a text.`);
  return String(value);
}

function tidyComplex(attribute: Attribute, value: unknown): Json | undefined {
  const parts = attribute.subAttributes ?? [];
  const main = named(parts, 'value') ?? named(parts, 'formatted');
  if (Array.isArray(value) || (!isObject(value) && !main))
    throw wrong('invalidValue', `“${attribute.name}” is an object.`);
  const tidied = tidyParts(parts, isObject(value) ? value : { [main!.name]: value });
  return Object.keys(tidied).length > 0 ? tidied : undefined;
}

function tidyParts(attributes: readonly Attribute[], sent: Json): Json {
  const parts: Json = {};
  for (const [name, value] of Object.entries(sent)) {
    const attribute = named(attributes, name);
    if (!attribute || (attribute.mutability === 'readOnly' && attribute.name !== 'type')) continue;
    const tidied = tidyValue(attribute, value);
    if (tidied !== undefined) parts[attribute.name] = tidied;
  }
  return parts;
}
