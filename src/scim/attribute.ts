/** What RFC 7643, section 7, says of one attribute. */
export type Attribute = {
  name: string;
  type: 'string' | 'boolean' | 'complex' | 'dateTime' | 'reference';
  multiValued: boolean;
  description: string;
  required: boolean;
  caseExact: boolean;
  mutability: 'readWrite' | 'readOnly';
  returned: 'default' | 'always';
  uniqueness: 'none' | 'server';
  canonicalValues?: string[];
  referenceTypes?: string[];
  subAttributes?: Attribute[];
};

type Rest = Partial<Omit<Attribute, 'name' | 'type' | 'description' | 'multiValued' | 'subAttributes'>>;

/** A text, unless `rest` says otherwise. */
export const text = (name: string, description: string, rest: Rest & { type?: Attribute['type'] } = {}): Attribute => ({
  name,
  type: 'string',
  multiValued: false,
  description,
  required: false,
  caseExact: false,
  mutability: 'readWrite',
  returned: 'default',
  uniqueness: 'none',
  ...rest,
});

export const flag = (name: string, description: string): Attribute => text(name, description, { type: 'boolean' });

/** One value with parts. */
export const complex = (name: string, description: string, subAttributes: Attribute[], rest: Rest = {}): Attribute => ({
  ...text(name, description, { ...rest, type: 'complex' }),
  subAttributes,
});

/** Several values: each with `value`, `display`, `type` and `primary`, as section 2.4 has them, and what else is said. */
export const list = (
  name: string,
  description: string,
  { types, own, ...rest }: Rest & { types?: string[]; own?: Attribute[] } = {},
): Attribute => ({
  ...complex(
    name,
    description,
    own ?? [
      text('value', 'The value itself.'),
      text('display', 'The value as people read it.'),
      text('type', 'What kind of value it is.', types && { canonicalValues: types }),
      flag('primary', 'Whether it is the one to prefer.'),
    ],
    rest,
  ),
  multiValued: true,
});

/** The attribute or sub-attribute of that name, in whatever case it is written. */
export const named = (attributes: readonly Attribute[] | undefined, name: string): Attribute | undefined =>
  attributes?.find((each) => each.name.toLowerCase() === name.toLowerCase());
