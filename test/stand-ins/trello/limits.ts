const WINDOWS = [
  { of: 'token', most: 100, ms: 10_000, error: 'API_TOKEN_LIMIT_EXCEEDED' },
  { of: 'key', most: 300, ms: 10_000, error: 'API_KEY_LIMIT_EXCEEDED' },
  { of: 'members', most: 100, ms: 900_000, error: 'API_TOKEN_LIMIT_EXCEEDED' },
] as const;

export type Limiter = (who: { key: string; token: string; path: string }, now: number) => Response | null;

/** The official limits: 100 requests per token and 300 per key in 10 s, 100 to /members in 900 s. Times in ms. */
export function createLimiter(): Limiter {
  const asked = new Map<string, number[]>();
  return ({ key, token, path }, now) => {
    const names = { token, key, members: path.startsWith('/members/') ? `members ${token}` : null };
    for (const { of, most, ms, error } of WINDOWS) {
      const name = names[of];
      if (name === null) continue;
      const recent = (asked.get(name) ?? []).filter((at) => at > now - ms);
      asked.set(name, [...recent, now].slice(-most - 1));
      if (recent.length >= most) return Response.json({ error, message: 'Rate limit exceeded' }, { status: 429 });
    }
    return null;
  };
}
