/** Why a line of reporting cannot be: nobody has the address, they were deactivated, their own row is refused, or it goes in a circle. */
export type Obstacle =
  | { kind: 'unknown' | 'away' | 'refused'; manager: string }
  | { kind: 'circle'; through: readonly string[] };

/** Addresses, and to which one each reports. */
export type Lines = {
  /** Rows that are not refused: address, and the manager they name (null: they name none). */
  rows: ReadonlyMap<string, string | null>;
  /** Rows that are refused already. */
  refused: ReadonlySet<string>;
  /** Members that exist: to whom they report now, and whether they are active. */
  members: ReadonlyMap<string, { manager: string | null; active: boolean }>;
};

/**
 * The rows whose manager cannot be theirs, as the organization will be once all others are done; in any order of the rows.
 * A row that falls lets its member report as before, which may make another one fall.
 */
export function obstaclesIn({ rows, refused, members }: Lines): Map<string, Obstacle> {
  const found = new Map<string, Obstacle>();
  const fallen = new Set(refused);
  // Whoever falls takes all below along in the same round.
  const order = managersFirst(rows);
  for (let before = -1; before < fallen.size; ) {
    before = fallen.size;
    const stands = (email: string) => rows.has(email) && !fallen.has(email);
    const managerOf = (email: string) =>
      (stands(email) ? rows.get(email) : undefined) ?? members.get(email)?.manager ?? null;
    for (const email of order) {
      const manager = rows.get(email) ?? null;
      if (fallen.has(email) || manager === null) continue;
      const obstacle = absence(manager, { stands, members, fallen });
      if (!obstacle) continue;
      found.set(email, obstacle);
      fallen.add(email);
    }
    for (const [email, through] of circlesIn([...rows.keys()].filter(stands), managerOf)) {
      if (rows.get(email) === null) continue;
      found.set(email, { kind: 'circle', through });
      fallen.add(email);
    }
  }
  return found;
}

/** The addresses in an order in which everybody comes after whom they report to; those in a circle after some of them. */
export function managersFirst(rows: ReadonlyMap<string, string | null>): string[] {
  const placed = new Set<string>();
  for (const email of rows.keys()) {
    const above = new Set<string>();
    let at: string | null = email;
    for (; at !== null && rows.has(at) && !placed.has(at) && !above.has(at); at = rows.get(at) ?? null) above.add(at);
    for (const each of [...above].reverse()) placed.add(each);
  }
  return [...placed];
}

type Standing = Pick<Lines, 'members'> & { stands(email: string): boolean; fallen: ReadonlySet<string> };

function absence(manager: string, { stands, members, fallen }: Standing): Obstacle | null {
  const member = members.get(manager);
  if (member && !member.active) return { kind: 'away', manager };
  if (member || stands(manager)) return null;
  return { kind: fallen.has(manager) ? 'refused' : 'unknown', manager };
}

/** Those who would report to themselves, each with the whole circle. */
function circlesIn(
  emails: readonly string[],
  managerOf: (email: string) => string | null,
): Map<string, readonly string[]> {
  const circles = new Map<string, readonly string[]>();
  const seen = new Set<string>();
  for (const email of emails) {
    const way = new Map<string, number>();
    let at: string | null = email;
    for (; at !== null && !seen.has(at) && !way.has(at); at = managerOf(at)) way.set(at, way.size);
    if (at !== null && way.has(at)) {
      const circle = [...way.keys()].slice(way.get(at));
      for (const each of circle) circles.set(each, circle);
    }
    for (const each of way.keys()) seen.add(each);
  }
  return circles;
}
