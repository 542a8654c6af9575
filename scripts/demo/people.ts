/** Everybody who works at Northwind: key, name, role, and who manages them. */
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

type Other = { key: string; name: string; manager: string; team: string };

/** Who was asked to come and has not yet, and who has left. */
export const invited: Other[] = [
  { key: 'noor', name: 'Noor Aziz', manager: 'wei', team: 'engineering' },
  { key: 'tomas', name: 'Tomás Vidal', manager: 'priya', team: 'sales' },
];
export const departed: Other[] = [{ key: 'elif', name: 'Elif Demir', manager: 'marcus', team: 'popups' }];

type PlannedTeam = {
  key: string;
  name: string;
  type: string;
  lead: string;
  members: string[];
  parent?: string;
  /** Days ago. */
  archivedAgo?: number;
};

export const teams: PlannedTeam[] = [
  { key: 'product', name: 'Product', type: 'department', lead: 'dana', members: ['dana', 'aiko', 'sofia'] },
  {
    key: 'engineering',
    name: 'Engineering',
    type: 'department',
    lead: 'wei',
    members: ['wei', 'aiko', 'dana'],
    parent: 'product',
  },
  { key: 'mobile', name: 'Mobile', type: 'squad', lead: 'aiko', members: ['aiko', 'wei'], parent: 'engineering' },
  { key: 'marketing', name: 'Marketing', type: 'department', lead: 'marcus', members: ['marcus', 'jonas'] },
  { key: 'sales', name: 'Sales', type: 'department', lead: 'priya', members: ['priya'] },
  { key: 'finance', name: 'Finance', type: 'department', lead: 'lena', members: ['lena'] },
  {
    key: 'popups',
    name: 'Pop-up shops',
    type: 'squad',
    lead: 'marcus',
    members: ['jonas'],
    parent: 'marketing',
    archivedAgo: 24,
  },
];
