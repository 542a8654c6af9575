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

/** Only requests whose path contains `path` fail, and only the next `times` of them. */
export type Limits = { path?: string; times?: number };

/** The faults that the page offers. */
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

/** What to answer in place of the truth; null for a fault that lies in the truth itself. */
export async function faulty(fault: Fault): Promise<Response | null> {
  switch (fault.kind) {
    case 'status':
      return Response.json(fault.body ?? { errorMessages: [`Fault ${fault.status}`], errors: {} }, fault);
    case 'slow':
      await new Promise((resolve) => setTimeout(resolve, fault.ms));
      return null;
    case 'malformed':
      return new Response('{"issues":[{"id":"100', { headers: { 'Content-Type': 'application/json' } });
    case 'huge':
      return new Response(endless(fault.bytes ?? 64 * 1024 * 1024), {
        headers: { 'Content-Type': 'application/json' },
      });
    case 'truncated':
      return new Response(broken(), { headers: { 'Content-Type': 'application/json' } });
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

function broken(): ReadableStream<Uint8Array> {
  let begun = false;
  return new ReadableStream({
    pull(controller) {
      if (begun) controller.error(new Error('connection lost'));
      else controller.enqueue(new TextEncoder().encode('{"issues":['));
      begun = true;
    },
  });
}
