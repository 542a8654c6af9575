/** Addresses of drafts and of proposals. */
export const draftLinks = (org: string) => {
  const list = `/o/${org}/drafts`;
  return {
    list,
    page: (id: string) => `${list}/${id}`,
    publication: (id: string) => `${list}/${id}/publication`,
    /** Where a draft of a change of an OKR is made. */
    ofOkr: (id: string) => `/o/${org}/okrs/${id}/drafts`,
  };
};

export const proposalLinks = (org: string, id: string) => {
  const page = `/o/${org}/proposals/${id}`;
  return {
    page,
    decision: `${page}/decision`,
    deletion: `${page}/deletion`,
    drafts: `${page}/drafts`,
    removal: (draft: string) => `${page}/drafts/${draft}/removal`,
  };
};

type Filter = { team?: string | null; period?: string | null; state?: string | null; after?: string | null };

/** The list of proposals, narrowed. */
export function proposalsLink(org: string, filter: Filter = {}): string {
  const query = new URLSearchParams(Object.entries(filter).filter((entry): entry is [string, string] => !!entry[1]));
  return `/o/${org}/proposals${query.size > 0 ? `?${query}` : ''}`;
}

/** The form of a new OKR that becomes a draft of a proposal. */
export const newDraftLink = (
  org: string,
  proposal: { id: string; teamId: string; periodId: string },
  under: { kind: string; parent?: string },
): string =>
  `/o/${org}/okrs/new?${new URLSearchParams({
    ...under,
    period: proposal.periodId,
    team: proposal.teamId,
    proposal: proposal.id,
  })}`;
