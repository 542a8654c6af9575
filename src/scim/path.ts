import { type Attribute, named } from './attribute.ts';
import { common, type ResourceType, type Schema } from './schemas.ts';

/** Where a value stands: in the resource or in its extension, an attribute, and perhaps a part of it. */
export type Path = { urn: string | null; attribute: Attribute; sub: Attribute | null };

/**
 * What a name in a filter, a path or a list of attributes stands for, in whatever case: `userName`, `name.givenName`,
 * `urn:...:enterprise:2.0:User:manager.value`. Null when there is nothing of that name.
 */
export function resolve(type: ResourceType, written: string): Path | null {
  const { urn, rest } = withoutUrn(type, written);
  const [name = '', part, ...more] = rest.split('.');
  const attribute = named(urn === null ? [...type.schema.attributes, ...common] : type.extension?.attributes, name);
  if (!attribute || more.length > 0) return null;
  if (part === undefined) return { urn, attribute, sub: null };
  const sub = named(attribute.subAttributes, part);
  return sub ? { urn, attribute, sub } : null;
}

/** The extension that a name stands for as a whole. */
export const extensionNamed = ({ extension }: ResourceType, written: string): Schema | null =>
  extension && written.toLowerCase() === extension.id.toLowerCase() ? extension : null;

function withoutUrn({ schema, extension }: ResourceType, written: string): { urn: string | null; rest: string } {
  for (const each of extension ? [schema, extension] : [schema])
    if (written.toLowerCase().startsWith(`${each.id.toLowerCase()}:`))
      return { urn: each === extension ? each.id : null, rest: written.slice(each.id.length + 1) };
  return { urn: null, rest: written };
}
