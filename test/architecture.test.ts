import { describe, expect, it } from 'vitest';

const sources = import.meta.glob('../src/**/*.{ts,tsx}', { query: '?raw', import: 'default', eager: true }) as Record<
  string,
  string
>;

/** Which rooms each room may look into, besides itself. What is not listed is not allowed. */
const mayImport: Record<string, string[]> = {
  web: ['writers', 'domain', 'views', 'integrations', 'mail', 'db/ids', 'db/database', 'lib', 'env', 'measured'],
  api: ['writers', 'domain', 'integrations', 'db/ids', 'db/database', 'lib', 'env', 'measured'],
  scim: ['domain', 'db/ids', 'db/database', 'lib', 'env', 'measured'],
  hooks: ['writers', 'domain', 'integrations', 'db/ids', 'db/database', 'lib', 'env', 'measured'],
  jobs: ['writers', 'domain', 'mail', 'views/mail', 'db/ids', 'db/database', 'lib', 'env'],
  mail: ['integrations', 'domain', 'db', 'lib', 'env'],
  writers: ['domain', 'integrations', 'db', 'lib', 'env'],
  domain: ['db', 'lib'],
  db: [
    'lib',
    'domain/words',
    'domain/readings/reading',
    'domain/okrs/expected',
    'domain/okrs/scoring',
    'domain/organizations/notifications',
  ],
  views: ['domain', 'db/ids', 'lib'],
  integrations: ['lib'],
  lib: [],
};

/** Views take types and pure rules of the domain, never its reads and writes. */
const reads =
  /\/(finding|listing|commit|drafting|editing|deleting|aligning|linking|checking-in|recording|changing)[^/]*$/;

type Import = { from: string; to: string; room: string; target: string; typeOnly: boolean };

const imports: Import[] = Object.entries(sources).flatMap(([path, text]) => {
  const from = path.replace('../src/', '');
  const room = from.includes('/') ? from.split('/')[0]! : 'root';
  return [...text.matchAll(/^(?:import|export)\s+(type\s+)?[^'";]*?from\s+'(\.[^']+)'/gm)].map((match) => {
    const to = new URL(match[2]!, `file:///${from}`).pathname.slice(1);
    return { from, to, room, target: to.split('/')[0]!, typeOnly: match[1] !== undefined };
  });
});

const listed = (found: Import[]) => found.map(({ from, to }) => `${from} -> ${to}`);
const allowed = ({ room, to, target }: Import) =>
  room === 'root' ||
  room === target ||
  (mayImport[room] ?? []).some((each) => to === each || to.startsWith(`${each}/`) || to.startsWith(`${each}.`));

describe('the house', () => {
  it('has only the rooms that the plan names', () => {
    const rooms = new Set(Object.keys(sources).map((path) => path.replace('../src/', '').split('/')[0]!));
    const known = [...Object.keys(mayImport), 'index.ts', 'env.ts', 'health.ts', 'measured.ts'];
    expect([...rooms].filter((room) => !known.includes(room))).toEqual([]);
    expect(imports.length).toBeGreaterThan(300);
  });

  it('is entered in one direction only', () => {
    expect(listed(imports.filter((each) => !allowed(each)))).toEqual([]);
  });

  it('shows its tables to no door and to no view', () => {
    const outside = ['web', 'api', 'scim', 'hooks', 'jobs', 'views'];
    expect(listed(imports.filter(({ room, to }) => outside.includes(room) && to.startsWith('db/schema')))).toEqual([]);
  });

  it('gives views the types of its reads, not the reads', () => {
    const values = imports.filter(
      ({ room, to, typeOnly }) => room === 'views' && to.startsWith('domain/') && !typeOnly,
    );
    expect(listed(values.filter(({ to }) => reads.test(to)))).toEqual([]);
  });

  it('calls out to the network in one place', () => {
    const callers = Object.entries(sources).filter(([, text]) =>
      /(?<![.\w])(?:globalThis\.)?fetch\(/.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')),
    );
    const known = ['../src/integrations/http.ts', '../src/writers/outside.ts'];
    expect(callers.map(([path]) => path).filter((path) => !known.includes(path))).toEqual([]);
  });

  it('is told the time in its domain and never looks at the clock', () => {
    const clocks = Object.entries(sources).filter(
      ([path, text]) => path.includes('/domain/') && /Date\.now\(|new Date\(\)/.test(text),
    );
    expect(clocks.map(([path]) => path)).toEqual([]);
  });

  it('never opens an interactive transaction, which D1 has not', () => {
    expect(
      Object.entries(sources)
        .filter(([, text]) => /\.transaction\(/.test(text))
        .map(([path]) => path),
    ).toEqual([]);
  });

  it('keeps pages free of whatever the content policy forbids', () => {
    // Mail programs read inline styles only, and no policy of ours reaches them.
    const pages = Object.entries(sources).filter(
      ([path]) => path.endsWith('.tsx') && !path.startsWith('../src/views/mail/'),
    );
    const forbidden = /hx-on|hx-trigger="[^"]*\[|js:|<style|dangerouslySetInnerHTML| style=/;
    expect(pages.filter(([, text]) => forbidden.test(text)).map(([path]) => path)).toEqual([]);
  });

  it('names its files in kebab case and imports them with their extension', () => {
    expect(
      Object.keys(sources).filter((path) => !/^\.\.\/src\/([a-z0-9-]+\/)*[a-z0-9-]+(\.gen)?\.tsx?$/.test(path)),
    ).toEqual([]);
    expect(listed(imports.filter(({ to }) => !/\.tsx?$/.test(to)))).toEqual([]);
  });

  it('has no Service, Manager, Helper, Util or Handler', () => {
    expect(Object.keys(sources).filter((path) => /service|manager|helper|util|handler/i.test(path))).toEqual([]);
  });

  it('knows no file of more than 300 lines', () => {
    const long = Object.entries(sources).filter(
      ([path, text]) => !path.endsWith('.gen.ts') && text.split('\n').length > 300,
    );
    expect(long.map(([path]) => path)).toEqual([]);
  });
});
