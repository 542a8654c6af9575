import { type Attribute, complex, flag, list, text } from './attribute.ts';

export const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
export const ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

export type Schema = { id: string; name: string; description: string; attributes: Attribute[] };

/** What every resource has (RFC 7643, section 3.1). No schema lists it, and filters and paths know it. */
export const common: Attribute[] = [
  text('id', 'What Cairn calls it.', {
    caseExact: true,
    mutability: 'readOnly',
    returned: 'always',
    uniqueness: 'server',
  }),
  text('externalId', 'What the identity system calls it.', { caseExact: true }),
  complex(
    'meta',
    'About the resource.',
    [
      text('resourceType', 'User or Group.', { caseExact: true, mutability: 'readOnly' }),
      text('created', 'When it was made.', { type: 'dateTime', mutability: 'readOnly' }),
      text('lastModified', 'When it was last changed.', { type: 'dateTime', mutability: 'readOnly' }),
      text('location', 'Its address.', {
        type: 'reference',
        caseExact: true,
        mutability: 'readOnly',
        referenceTypes: ['uri'],
      }),
      text('version', 'Its version, as in ETag.', { caseExact: true, mutability: 'readOnly' }),
    ],
    { mutability: 'readOnly' },
  ),
];

const address = [
  text('formatted', 'The whole address.'),
  text('streetAddress', 'Street and number.'),
  text('locality', 'City.'),
  text('region', 'State or region.'),
  text('postalCode', 'Postal code.'),
  text('country', 'Country.'),
  text('type', 'What kind of address it is.', { canonicalValues: ['work', 'home', 'other'] }),
  flag('primary', 'Whether it is the one to prefer.'),
];

/** A member of another resource: who, and where. */
const reference = (types: string[], rest: Parameters<typeof text>[2] = {}) => [
  text('value', 'Its id.', { caseExact: true, ...rest }),
  text('$ref', 'Its address.', { type: 'reference', caseExact: true, mutability: 'readOnly', referenceTypes: types }),
  text('display', 'Its name.', { mutability: 'readOnly' }),
  text('type', 'What it is.', { mutability: 'readOnly', canonicalValues: types }),
];

const user: Schema = {
  id: USER,
  name: 'User',
  description: 'A member of the organization.',
  attributes: [
    text('userName', 'What the person signs in with at the identity system.', { required: true, uniqueness: 'server' }),
    complex('name', 'The name in its parts.', [
      text('formatted', 'The whole name.'),
      text('familyName', 'Family name.'),
      text('givenName', 'Given name.'),
      text('middleName', 'Middle names.'),
      text('honorificPrefix', 'Title.'),
      text('honorificSuffix', 'Suffix.'),
    ]),
    text('displayName', 'The name as people read it.'),
    text('nickName', 'How they are called.'),
    text('profileUrl', 'A page about them.', { type: 'reference', referenceTypes: ['external'] }),
    text('title', 'What they are in the company.'),
    text('userType', 'How they belong to the company.'),
    text('preferredLanguage', 'The language they prefer.'),
    text('locale', 'How numbers and days are written for them.'),
    text('timezone', 'Their time zone, an IANA name.'),
    flag('active', 'Whether they may come.'),
    list('emails', 'Addresses; Cairn writes to the primary one, or else to that of work.', {
      types: ['work', 'home', 'other'],
    }),
    list('phoneNumbers', 'Telephone numbers.', { types: ['work', 'home', 'mobile', 'fax', 'pager', 'other'] }),
    list('ims', 'Addresses for instant messages.'),
    list('photos', 'Addresses of pictures.', { types: ['photo', 'thumbnail'] }),
    list('addresses', 'Where to find them.', { own: address }),
    list('groups', 'The teams they are in.', {
      own: reference(['Group'], { mutability: 'readOnly' }),
      mutability: 'readOnly',
    }),
    list('entitlements', 'What they are entitled to; kept, without effect.'),
    list('roles', 'Their role: admin, member or observer.', { types: ['admin', 'member', 'observer'] }),
  ],
};

const enterprise: Schema = {
  id: ENTERPRISE,
  name: 'EnterpriseUser',
  description: 'What companies say of their people.',
  attributes: [
    text('employeeNumber', 'Number of the employee.'),
    text('costCenter', 'Cost centre.'),
    text('organization', 'Organization.'),
    text('division', 'Division.'),
    text('department', 'Department.'),
    complex('manager', 'Whom they report to.', [
      text('value', 'The id of the manager.', { caseExact: true }),
      text('$ref', 'Their address.', {
        type: 'reference',
        caseExact: true,
        mutability: 'readOnly',
        referenceTypes: ['User'],
      }),
      text('displayName', 'Their name.', { mutability: 'readOnly' }),
    ]),
  ],
};

const group: Schema = {
  id: GROUP,
  name: 'Group',
  description: 'A team of the organization.',
  attributes: [
    // Two teams may differ by case alone.
    text('displayName', 'The name of the team.', { required: true, caseExact: true, uniqueness: 'server' }),
    list('members', 'Who is in the team; people alone, no teams.', { own: reference(['User']) }),
  ],
};

export type Kind = 'User' | 'Group';

/** A kind of resource: where it lives and what it is made of. `extension` stands in an object of its own under its URN. */
export type ResourceType = { kind: Kind; endpoint: string; schema: Schema; extension: Schema | null };

export const resourceTypes: Record<Kind, ResourceType> = {
  User: { kind: 'User', endpoint: '/Users', schema: user, extension: enterprise },
  Group: { kind: 'Group', endpoint: '/Groups', schema: group, extension: null },
};

export const schemas: readonly Schema[] = [user, enterprise, group];
