/**
 * The network that a request came from, as it is counted: an IPv4 address, or the first 64 bits of an IPv6 one, because a
 * household or an office has all that follow. An address that cannot be read, or none, is one network for all.
 */
export function networkOf(address: string | undefined): string {
  const text = address?.trim() ?? '';
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return text;
  const host = URL.parse(`http://[${text}]`)?.hostname.slice(1, -1);
  if (host === undefined) return 'unknown';
  const groups = groupsOf(host);
  return isMapped(groups) ? groups.slice(6).flatMap(bytesOf).join('.') : `${groups.slice(0, 4).join(':')}::/64`;
}

/** The eight groups of an IPv6 address as `URL` writes it. */
function groupsOf(host: string): string[] {
  const [head, tail] = host.split('::').map((part) => part.split(':').filter(Boolean)) as [string[], string[]?];
  if (!tail) return [...head];
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => '0'), ...tail];
}

/** An IPv4 address in the clothes of an IPv6 one (RFC 4291, 2.5.5.2). */
const isMapped = (groups: readonly string[]) =>
  groups.slice(0, 5).every((group) => group === '0') && groups[5] === 'ffff';

const bytesOf = (group: string): number[] => {
  const bits = Number.parseInt(group, 16);
  return [bits >> 8, bits & 255];
};
