import { allowInsecureRequests, type CustomFetchOptions, customFetch } from 'oauth4webapi';
import type { Http } from '../http.ts';
import { NoAnswer } from './failure.ts';

/** A sign-in waits for people; a provider answers faster, or is down. */
const DEADLINE_MS = 8_000;
const MAX_BYTES = 256 * 1024;

type Asked = CustomFetchOptions<'GET' | 'POST', URLSearchParams | undefined>;

/** How the library reaches the provider of that issuer: through the one guarded way out, and no other. */
export const reaching = (http: Http, issuer: string) => ({
  [customFetch]: (url: string, asked: Asked) => answer(http, url, asked),
  [allowInsecureRequests]: http.isExempt(issuer),
});

async function answer(http: Http, url: string, { method, headers, body }: Asked): Promise<Response> {
  const { accept, authorization } = headers;
  const asked = await http.json(url, {
    method,
    headers: { Accept: accept ?? 'application/json', ...(authorization && { Authorization: authorization }) },
    ...(body && { form: Object.fromEntries(body) }),
    deadlineMs: DEADLINE_MS,
    maxBytes: MAX_BYTES,
  });
  if (!asked.ok) throw new NoAnswer(asked.error.detail);
  const { status, headers: came, body: content } = asked.value;
  const kept = ['Content-Type', 'WWW-Authenticate'].flatMap((name) => {
    const value = came.get(name);
    return value === null ? [] : [[name, value] as [string, string]];
  });
  return new Response(content === null ? null : JSON.stringify(content), { status, headers: kept });
}
