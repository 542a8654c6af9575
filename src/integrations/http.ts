import { err, ok } from '../lib/result.ts';
import type { Asked } from './adapter.ts';
import { checkAddress, egressPairs, hostPort } from './address.ts';
import { parseBody, readCapped } from './body.ts';

/**
 * `body` is sent as JSON, `form` as a form. `deadlineMs` covers everything until the last byte; `maxBytes` counts after
 * decompression. `charged` is for how many requests the provider counts this one, 1 unless told.
 */
export type Asking = {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  headers?: Record<string, string>;
  body?: unknown;
  form?: Record<string, string>;
  deadlineMs?: number;
  maxBytes?: number;
  charged?: number;
};

/** `body` is parsed JSON, or the beginning of whatever else came, or null. `at` in ms since 1970. */
export type Answer = { status: number; headers: Headers; body: unknown; at: number };

export type Http = {
  /**
   * Asks for JSON. Every complete answer is `ok`, whatever its status. Refuses addresses that are private or plain http,
   * follows redirects of a GET within one origin only, and says in its failures neither headers nor query strings.
   */
  json(url: string, asking?: Asking): Promise<Asked<Answer>>;
  /** Whether the setting EGRESS_ALLOW names the host and port of this address. */
  isExempt(url: string): boolean;
};

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const DEADLINE_MS = 15_000;
const MAX_BYTES = 5 * 1024 * 1024;
const MAX_REDIRECTS = 3;
const REDIRECTS = [301, 302, 303, 307, 308];

/** The only way out of the application. `egressAllow` is the text of EGRESS_ALLOW, `now` in ms since 1970. */
export function createHttp({
  fetch,
  egressAllow,
  now,
}: {
  fetch: Fetch;
  egressAllow: string;
  now: () => number;
}): Http {
  const exempt = egressPairs(egressAllow);

  async function visit(start: URL, asking: Asking, signal: AbortSignal): Promise<Asked<Answer>> {
    for (let url = start, hops = 0; ; hops++) {
      const response = await fetch(url.href, requestOf(asking, signal));
      if (!REDIRECTS.includes(response.status)) return answerOf(response, url, asking.maxBytes ?? MAX_BYTES, signal);
      await response.body?.cancel();
      const next = URL.parse(response.headers.get('Location') ?? '', url);
      if (!next || next.origin !== url.origin) return redirected(url, next);
      if ((asking.method ?? 'GET') !== 'GET' || hops === MAX_REDIRECTS) return redirected(url, next);
      const checked = checkAddress(next.href, exempt);
      if (!checked.ok) return checked;
      url = checked.value;
    }
  }

  async function answerOf(response: Response, url: URL, max: number, signal: AbortSignal): Promise<Asked<Answer>> {
    const { bytes, whole } = await readCapped(response, max, signal);
    // A long error page is still an error page; only an answer that was wanted must be whole.
    if (!whole && response.ok)
      return err({ reason: 'too_large', detail: `${url.hostname} sent more than Cairn reads.` });
    // What stands in a page is no data, even where it reads like some; a refusal is understood however it is dressed.
    const isPage = response.ok && /^text\/html\b/i.test(response.headers.get('Content-Type') ?? '');
    return ok({ status: response.status, headers: response.headers, body: parseBody(bytes, isPage), at: now() });
  }

  return {
    async json(text, asking = {}) {
      const checked = checkAddress(text, exempt);
      if (!checked.ok) return checked;
      const url = checked.value;
      const deadline = startDeadline(asking.deadlineMs ?? DEADLINE_MS);
      try {
        return await Promise.race([visit(url, asking, deadline.signal), deadline.passed]);
      } catch {
        return deadline.signal.aborted
          ? err({ reason: 'timeout', detail: `${url.hostname} took too long to answer.` })
          : err({ reason: 'unavailable', detail: `${url.hostname} could not be reached.` });
      } finally {
        deadline.stop();
      }
    },
    isExempt(text) {
      const url = URL.parse(text);
      return url !== null && exempt.has(hostPort(url));
    },
  };
}

function requestOf({ method = 'GET', headers, body, form }: Asking, signal: AbortSignal): RequestInit {
  const sent: Record<string, string> = { Accept: 'application/json', 'User-Agent': 'Cairn', ...headers };
  if (form) {
    sent['Content-Type'] = 'application/x-www-form-urlencoded';
    return { method, headers: sent, body: new URLSearchParams(form).toString(), redirect: 'manual', signal };
  }
  if (body === undefined) return { method, headers: sent, redirect: 'manual', signal };
  sent['Content-Type'] = 'application/json';
  return { method, headers: sent, body: JSON.stringify(body), redirect: 'manual', signal };
}

function redirected(from: URL, to: URL | null): Asked<never> {
  const where = to && to.origin !== from.origin ? to.host : 'another page';
  return err({
    reason: 'redirected',
    detail: `${from.hostname} sends requests on to ${where}, where Cairn does not follow. Check the address.`,
  });
}

// The race beside the signal: a body that stalls must end too, even where a fetch does not pass its signal on to it.
function startDeadline(ms: number) {
  const controller = new AbortController();
  const { promise: passed, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    controller.abort();
    reject(new Error('deadline'));
  }, ms);
  return { signal: controller.signal, passed, stop: () => clearTimeout(timer) };
}
