/** The templates, or one of them, for OKRs of a period; of the current one without. They may become drafts of a proposal. */
export function templateLink(
  org: string,
  period: string | null,
  template?: string,
  proposal: string | null = null,
): string {
  const query = new URLSearchParams({ ...(period && { period }), ...(proposal && { proposal }) });
  return `/o/${org}/okrs/templates${template ? `/${template}` : ''}${query.size > 0 ? `?${query}` : ''}`;
}
