/** The templates, or one of them, for OKRs of a period; of the current one without. */
export const templateLink = (org: string, period: string | null, template?: string): string =>
  `/o/${org}/okrs/templates${template ? `/${template}` : ''}${period ? `?${new URLSearchParams({ period })}` : ''}`;
