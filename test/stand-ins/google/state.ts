/** A row of the table `crm.leads`. */
export type Lead = { id: string; status: LeadStatus; value: number | null; day: string };
export const leadStatuses = ['new', 'contacted', 'converted', 'lost'] as const;
export type LeadStatus = (typeof leadStatuses)[number];

/** A service account as Google knows it: the public half of each of its keys (SPKI in PEM), by the key's id. */
export type ServiceAccount = { email: string; keys: Record<string, string> };

/** `location` is where its one dataset lies; `readers` are the accounts that may run queries and read. */
export type Project = { id: string; location: string; readers: string[] };

/** Everything that survives a restart. */
export type State = { projects: Project[]; accounts: ServiceAccount[]; leads: Lead[]; nextId: number };

/** Adds a lead under the next free id. */
export function addLead(state: State, fresh: Omit<Lead, 'id'>): Lead {
  const lead = { id: String(state.nextId++), ...fresh };
  state.leads.push(lead);
  return lead;
}
