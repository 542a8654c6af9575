// What Cairn may send to BigQuery, after Google's own description of the two methods that it uses. The whole description
// is Google's to publish; test/integrations/official-bigquery.ts compares with it where it is at hand.

type Kind = 'string' | 'int64' | 'integer' | 'boolean' | 'labels';

const body: Record<string, Kind> = {
  query: 'string',
  useLegacySql: 'boolean',
  dryRun: 'boolean',
  location: 'string',
  maximumBytesBilled: 'int64',
  timeoutMs: 'integer',
  jobTimeoutMs: 'int64',
  maxResults: 'integer',
  requestId: 'string',
  labels: 'labels',
};
const parameters = ['location', 'maxResults', 'timeoutMs'];

/** What is wrong with a request to the API by the description; nothing when it keeps to it. */
export async function complaintsAbout(request: Request): Promise<string[]> {
  const { pathname, searchParams } = new URL(request.url);
  const [, job] = /^\/bigquery\/v2\/projects\/[^/]+\/queries(?:\/([^/]+))?$/.exec(pathname) ?? [];
  if (job) {
    const unknown = [...searchParams.keys()].filter((name) => !parameters.includes(name));
    return [
      ...(request.method === 'GET' ? [] : [`${request.method} instead of GET`]),
      ...unknown.map((name) => `unknown ?${name}=`),
    ];
  }
  if (!pathname.endsWith('/queries') || request.method !== 'POST' || searchParams.size > 0)
    return [`${request.method} ${pathname} is not described`];
  const sent = (await request.clone().json()) as Record<string, unknown>;
  return [
    ...Object.entries(sent).flatMap(([name, value]) => (isOf(body[name], value) ? [] : [`${name} is wrong`])),
    ...(sent.useLegacySql === false ? [] : ['legacy SQL is not switched off']),
    ...(String(sent.requestId ?? '').length <= 36 ? [] : ['requestId is over 36 characters']),
  ];
}

function isOf(kind: Kind | undefined, value: unknown): boolean {
  switch (kind) {
    case 'int64':
      return typeof value === 'string' && /^\d+$/.test(value);
    case 'integer':
      return Number.isInteger(value);
    case 'labels':
      return Object.entries(value as object).every(
        ([name, text]) => /^[a-z][a-z0-9_-]*$/.test(name) && text === 'cairn',
      );
    default:
      return kind !== undefined && typeof value === kind;
  }
}
