/** The page of a team, and what those who may can do with who belongs to it. */
export const teamLinks = (org: string, id: string) => {
  const page = `/o/${org}/teams/${id}`;
  return {
    page,
    /** As it stood in another period. */
    in: (period: string) => `${page}?${new URLSearchParams({ period })}`,
    members: `${page}/members`,
    removal: (member: string) => `${page}/members/${member}/removal`,
  };
};

/** Admin -> Teams, and what is done with one there. */
export const adminTeamLinks = (org: string, id = '') => {
  const list = `/o/${org}/admin/teams`;
  const page = `${list}/${id}`;
  return {
    list,
    under: `${list}?${new URLSearchParams({ under: id })}`,
    archived: `${list}?archived=1`,
    add: `${list}/new`,
    addBelow: `${list}/new?${new URLSearchParams({ parent: id })}`,
    import: `${list}/import`,
    export: `${list}/export`,
    page,
    move: `${page}/move`,
    archive: `${page}/archive`,
    restoration: `${page}/archive/removal`,
    deletion: `${page}/deletion`,
  };
};

/** The page of a person. */
export const personLink = (org: string, id: string): string => `/o/${org}/people/${id}`;
