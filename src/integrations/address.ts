import { err, ok } from '../lib/result.ts';
import type { Asked } from './adapter.ts';

/** Which addresses Cairn may call. `exempt` holds `host:port` pairs that may be private or plain http. */
export function checkAddress(text: string, exempt: ReadonlySet<string>): Asked<URL> {
  const url = URL.parse(text);
  if (!url || !['https:', 'http:'].includes(url.protocol)) return refused('This is not a web address.');
  if (url.username || url.password) return refused('The address must not hold a user name or a password.');
  if (exempt.has(hostPort(url))) return ok(url);
  if (url.protocol !== 'https:') return refused('Cairn only calls addresses that begin with https://.');
  const host = bareHost(url);
  if (isPrivateHost(host)) return refused(`${host} is private. Cairn only calls addresses on the public internet.`);
  return ok(url);
}

/** The pairs of the setting EGRESS_ALLOW, `host:port` separated by commas. A host without a port means 443. */
export function egressPairs(setting: string): ReadonlySet<string> {
  const entries = setting.split(',').map((entry) => entry.trim());
  const urls = entries.map((entry) => URL.parse(`${/:\d+$/.test(entry) ? 'http' : 'https'}://${entry}`));
  return new Set(urls.flatMap((url) => (url ? [hostPort(url)] : [])));
}

/** `host:port` with the default port written out. */
export const hostPort = (url: URL): string =>
  `${bareHost(url)}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`;

/** The host name without brackets and trailing dots. */
export const bareHost = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '').replace(/\.+$/, '');

/**
 * Whether a host, as `URL` normalises it, is or may be inside a network. Names are judged by their text alone: a public
 * name that points to a private address is stopped by Cloudflare's network, which has no route into one.
 */
export function isPrivateHost(host: string): boolean {
  if (host.includes(':')) return !isPublicIPv6(host);
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return privateIPv4.some((block) => within(host, block));
  return !host.includes('.') || privateNames.some((name) => host === name || host.endsWith(`.${name}`));
}

const privateNames = [
  'localhost',
  'localdomain',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'home.arpa',
  'metadata.goog',
];

// IANA's special-purpose registry, multicast, and Azure's metadata host, which sits in public space.
const privateIPv4: (readonly [base: string, bits: number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['168.63.129.16', 32],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

const numberOf = (address: string): number => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

function within(address: string, [base, bits]: readonly [string, number]): boolean {
  const size = 2 ** (32 - bits);
  return Math.floor(numberOf(address) / size) === Math.floor(numberOf(base) / size);
}

// Only 2000::/3 is handed out. What is left out of it: protocol assignments with Teredo, documentation, and 6to4.
// Mapped, compatible and NAT64 forms of IPv4 lie outside, as do unique local, link-local and multicast addresses.
function isPublicIPv6(host: string): boolean {
  const [first = 0, second = 0] = groups(host);
  if (first < 0x2000 || first > 0x3fff) return false;
  if (first === 0x2001) return second >= 0x200 && second !== 0xdb8;
  return first !== 0x2002 && !(first === 0x3fff && second < 0x1000);
}

function groups(host: string): number[] {
  const [left = '', right = ''] = host.split('::');
  const parse = (text: string) => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  const [head, tail] = [parse(left), parse(right)];
  return [...head, ...Array<number>(Math.max(0, 8 - head.length - tail.length)).fill(0), ...tail];
}

const refused = (detail: string) => err({ reason: 'refused_address' as const, detail });
