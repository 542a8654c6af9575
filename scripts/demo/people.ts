/** Everybody at Northwind: key, name, role, and who manages them. */
export const people = [
  ['ada', 'Ada Marsh', 'owner', null],
  ['amir', 'Amir Haddad', 'admin', 'ada'],
  ['dana', 'Dana Whitlock', 'member', 'amir'],
  ['omar', 'Omar Said', 'observer', null],
  ['aiko', 'Aiko Tanaka', 'member', 'dana'],
  ['wei', 'Wei Chen', 'member', 'amir'],
  ['sofia', 'Sofia Ortiz', 'member', 'dana'],
  ['marcus', 'Marcus Field', 'member', 'ada'],
  ['priya', 'Priya Raman', 'member', 'ada'],
  ['jonas', 'Jonas Berg', 'member', 'marcus'],
  ['lena', 'Lena Hoffmann', 'member', 'ada'],
] as const;

export const teams = [
  { key: 'product', name: 'Product', type: 'department', lead: 'dana', members: ['dana', 'aiko', 'sofia'] },
  {
    key: 'engineering',
    name: 'Engineering',
    type: 'department',
    lead: 'wei',
    members: ['wei', 'aiko', 'dana'],
    parent: 'product',
  },
  { key: 'marketing', name: 'Marketing', type: 'department', lead: 'marcus', members: ['marcus', 'jonas'] },
  { key: 'sales', name: 'Sales', type: 'department', lead: 'priya', members: ['priya'] },
  { key: 'finance', name: 'Finance', type: 'department', lead: 'lena', members: ['lena'] },
];
