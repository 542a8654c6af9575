import { exports } from 'cloudflare:workers';

// biome-ignore lint/suspicious/noExplicitAny: tests look into answers as scripts do
export type Heard = { status: number; headers: Headers; body: any; text: string };
export type Caller = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Heard>;

/** Calls the API as a script with this token would; a text body is sent as it is. */
export const callerWith =
  (token: string | null): Caller =>
  async (method, path, body, headers = {}) => {
    const response = await exports.default.fetch(`https://cairn.test/api/v1${path}`, {
      method,
      headers: {
        ...(token && { Authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('Content-Type') ?? '');
    return { status: response.status, headers: response.headers, text, body: isJson && text ? JSON.parse(text) : null };
  };

/** Round trips to the database that an answer says it took. */
export const tripsOf = ({ headers }: Heard): number =>
  Number(/trips=(\d+)/.exec(headers.get('Server-Timing') ?? '')?.[1]);

/** Rows of the database that an answer says it read. */
export const rowsOf = ({ headers }: Heard): number =>
  Number(/rows=(\d+)/.exec(headers.get('Server-Timing') ?? '')?.[1]);
