const HERE = 'https://here.invalid';
const LONGEST = 2048;

/**
 * The path (with query and fragment) if the text leads to a page of this site, else null. Reads it as a browser would,
 * for which `/\elsewhere` and a tab between two slashes also lead away.
 */
export function sameSitePath(text: string): string | null {
  if (!text.startsWith('/') || text.length > LONGEST) return null;
  const url = URL.parse(text, HERE);
  if (url?.origin !== HERE || url.pathname.startsWith('//')) return null;
  return url.pathname + url.search + url.hash;
}
