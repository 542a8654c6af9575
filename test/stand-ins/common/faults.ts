/** Something that goes wrong on purpose. */
export type Fault =
  | { kind: 'status'; status: number; headers?: Record<string, string>; body?: unknown }
  | { kind: 'slow'; ms: number }
  | { kind: 'malformed' }
  | { kind: 'huge'; bytes?: number }
  | { kind: 'truncated' }
  | { kind: 'wrong_type' }
  | { kind: 'redirect'; to: string }
  | { kind: 'repeated_token' };

/** Only requests whose path contains `path` fail, and only the next `times` of them, after the first `after`. */
export type Limits = { path?: string; times?: number; after?: number };

/** A fault that is switched on. */
export type Active = { fault: Fault; limits: Limits };

/** How a provider words things: the body of a bare status, and how its lists begin. */
export type Wording = { refusal: (status: number) => unknown; beginning: string };

const plain: Wording = { refusal: (status) => ({ error: `Fault ${status}` }), beginning: '[' };

/** The faults that the pages offer. */
export const presets: Record<string, { title: string; fault: Fault }> = {
  unauthorized: { title: '401, token revoked', fault: { kind: 'status', status: 401 } },
  forbidden: { title: '403, no access', fault: { kind: 'status', status: 403 } },
  limited: { title: '429, back in 60 s', fault: { kind: 'status', status: 429, headers: { 'Retry-After': '60' } } },
  limited_silently: { title: '429, no word when', fault: { kind: 'status', status: 429 } },
  maintenance: { title: '503, maintenance', fault: { kind: 'status', status: 503 } },
  slow: { title: 'Answers after 20 s', fault: { kind: 'slow', ms: 20_000 } },
  malformed: { title: 'Half a JSON text', fault: { kind: 'malformed' } },
  truncated: { title: 'Connection breaks', fault: { kind: 'truncated' } },
  huge: { title: 'Endless body', fault: { kind: 'huge' } },
  wrong_type: { title: 'A sign-in page', fault: { kind: 'wrong_type' } },
  redirect: { title: 'Redirect elsewhere', fault: { kind: 'redirect', to: 'https://example.com/' } },
  repeated_token: { title: 'The same page for ever', fault: { kind: 'repeated_token' } },
};

/** What the page calls the fault that is switched on. */
export const faultTitle = ({ fault }: Active): string =>
  Object.values(presets).find((preset) => preset.fault === fault)?.title ?? fault.kind;

/** What to answer in place of the truth to a request for `path`; null where nothing is in its way. `over` when it was the last. */
export async function failing(
  active: Active | null,
  path: string,
  wording: Wording,
  over: () => void,
): Promise<Response | null> {
  if (!active || !path.includes(active.limits.path ?? '')) return null;
  const { fault, limits } = active;
  if (limits.after !== undefined && limits.after-- > 0) return null;
  if (limits.times !== undefined && --limits.times <= 0) over();
  return faulty(fault, wording);
}

/** What to answer in place of the truth; null for a fault that lies in the truth itself. */
export async function faulty(fault: Fault, { refusal, beginning }: Wording = plain): Promise<Response | null> {
  switch (fault.kind) {
    case 'status':
      return Response.json(fault.body ?? refusal(fault.status), fault);
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, fault.ms));
      return null;
    case 'malformed':
      return new Response(`${beginning}{"id":"100`, { headers: { 'Content-Type': 'application/json' } });
    case 'huge':
      return new Response(endless(fault.bytes ?? 64 * 1024 * 1024), {
        headers: { 'Content-Type': 'application/json' },
      });
    case 'truncated':
      return new Response(broken(beginning), { headers: { 'Content-Type': 'application/json' } });
    case 'wrong_type':
      return new Response('<!doctype html><title>Sign in</title><p>Sign in to continue', {
        headers: { 'Content-Type': 'text/html' },
      });
    case 'redirect':
      return new Response(null, { status: 302, headers: { Location: fault.to } });
    case 'repeated_token':
      return null;
  }
}

function endless(bytes: number): ReadableStream<Uint8Array> {
  const chunk = new Uint8Array(64 * 1024).fill(32);
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      controller.enqueue(chunk);
      sent += chunk.length;
      if (sent >= bytes) controller.close();
    },
  });
}

function broken(beginning: string): ReadableStream<Uint8Array> {
  let begun = false;
  return new ReadableStream({
    pull(controller) {
      if (begun) controller.error(new Error('connection lost'));
      else controller.enqueue(new TextEncoder().encode(beginning));
      begun = true;
    },
  });
}
