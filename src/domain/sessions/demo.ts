/** The people of the demo organizations whom development lets in without a link. */
export const personas = [
  { email: 'ada@northwind.test', name: 'Ada', part: 'owner' },
  { email: 'amir@northwind.test', name: 'Amir', part: 'admin' },
  { email: 'dana@northwind.test', name: 'Dana', part: 'member' },
  { email: 'omar@northwind.test', name: 'Omar', part: 'observer' },
  { email: 'sol@southwind.test', name: 'Sol', part: 'owner of Southwind' },
] as const;

/** Whether a token is one of those that anybody can look up. Only development takes them. */
export const isDemoToken = (token: string): boolean => token.startsWith('cairn_pat_demo_');

export const isPersona = (address: string): boolean => personas.some((persona) => persona.email === address);
