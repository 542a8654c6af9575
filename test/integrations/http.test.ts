import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureOf, retryAt } from '../../src/integrations/failure.ts';
import { type Asking, createHttp, type Fetch } from '../../src/integrations/http.ts';

const NOW = Date.UTC(2026, 10, 20, 12);

const answer =
  (body: BodyInit | null = '{"ok":true}', init?: ResponseInit) =>
  async () =>
    new Response(body, init);
const ask = (fetch: Fetch, url = 'https://jira.example.com/x?key=secret', asking?: Asking, egressAllow = '') =>
  createHttp({ fetch, egressAllow, now: () => NOW }).json(url, asking);
const reasonFor = async (url: string, egressAllow = '') => {
  const asked = await ask(answer(), url, {}, egressAllow);
  return asked.ok ? 'allowed' : asked.error.reason;
};

describe('addresses', () => {
  const refused = [
    'http://jira.example.com/',
    'ftp://jira.example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'not an address',
    '',
    'https://user:pass@jira.example.com/',
    'https://user@jira.example.com/',
    'https://localhost/',
    'https://LOCALHOST/',
    'https://localhost./',
    'https://app.localhost/',
    'https://printer.local/',
    'https://db.internal/',
    'https://metadata.google.internal/computeMetadata/v1/',
    'https://metadata.goog/',
    'https://nas.home.arpa/',
    'https://nas.lan/',
    'https://intranet/',
    'https://jira/',
    'https://jira../',
    'https://0.0.0.0/',
    'https://10.0.0.1/',
    'https://10.255.255.255/',
    'https://100.64.0.1/',
    'https://100.127.255.255/',
    'https://100.100.100.200/',
    'https://127.0.0.1/',
    'https://127.0.0.1./',
    'https://127.1/',
    'https://127.255.255.254/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0x7f.1/',
    'https://0177.0.0.1/',
    'https://017700000001/',
    'https://１２７.０.０.１/',
    'https://%31%32%37.0.0.1/',
    'https://127。0。0。1/',
    'https://168.63.129.16/',
    'https://169.254.169.254/latest/meta-data/',
    'https://0xa9fea9fe/',
    'https://172.16.0.1/',
    'https://172.31.255.255/',
    'https://192.0.0.192/',
    'https://192.0.2.1/',
    'https://192.168.1.1/',
    'https://198.18.0.1/',
    'https://198.51.100.1/',
    'https://203.0.113.9/',
    'https://224.0.0.1/',
    'https://239.255.255.255/',
    'https://240.0.0.1/',
    'https://255.255.255.255/',
    'https://[::]/',
    'https://[::1]/',
    'https://[0:0:0:0:0:0:0:1]:8443/',
    'https://[::127.0.0.1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::ffff:8.8.8.8]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[64:ff9b:1::1]/',
    'https://[100::1]/',
    'https://[2001::1]/',
    'https://[2001:db8::1]/',
    'https://[2002:7f00:1::]/',
    'https://[3fff::1]/',
    'https://[fc00::1]/',
    'https://[fd00:ec2::254]/',
    'https://[fe80::1]/',
    'https://[febf::1]/',
    'https://[fec0::1]/',
    'https://[ff02::1]/',
  ];
  it.each(refused)('%s is never called', async (url) => expect(await reasonFor(url)).toBe('refused_address'));

  const allowed = [
    'https://northwind.atlassian.net/',
    'https://NORTHWIND.atlassian.net./',
    'https://jira.example.com:8443/jira',
    'https://internal.example.com/',
    'https://localhost.example.com/',
    'https://8.8.8.8/',
    'https://100.63.255.255/',
    'https://100.128.0.1/',
    'https://172.15.0.1/',
    'https://172.32.0.1/',
    'https://223.255.255.255/',
    'https://[2606:4700::1111]/',
    'https://[2001:4860:4860::8888]/',
  ];
  it.each(allowed)('%s may be called', async (url) => expect(await reasonFor(url)).toBe('allowed'));

  it('no private IPv4 address gets through in any of its spellings', async () => {
    const privates = fc.oneof(
      fc.tuple(fc.constant(10), byte, byte, byte),
      fc.tuple(fc.constant(127), byte, byte, byte),
      fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
      fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
    );
    await fc.assert(
      fc.asyncProperty(privates, fc.constantFrom(...spellings), async (bytes, spell) => {
        expect(await reasonFor(`https://${spell(bytes)}/`)).toBe('refused_address');
      }),
    );
  });

  it.each([
    ['http://127.0.0.1:8788/rest', '127.0.0.1:8788', 'allowed'],
    ['http://127.0.0.1:8789/rest', '127.0.0.1:8788', 'refused_address'],
    ['http://localhost/', 'localhost:80', 'allowed'],
    ['https://jira.corp/', ' other:1 , JIRA.corp:443', 'allowed'],
    ['https://jira.corp/', 'jira.corp', 'allowed'],
    ['https://a.jira.corp/', 'jira.corp:443', 'refused_address'],
    ['http://[::1]:8788/', '[::1]:8788', 'allowed'],
    ['http://user:pass@127.0.0.1:8788/', '127.0.0.1:8788', 'refused_address'],
    ['ftp://127.0.0.1:8788/', '127.0.0.1:8788', 'refused_address'],
  ])('%s with EGRESS_ALLOW "%s" is %s', async (url, egress, outcome) => {
    expect(await reasonFor(url, egress)).toBe(outcome);
  });

  it('a refused address is never handed to fetch', async () => {
    let called = false;
    const spy = async () => {
      called = true;
      return new Response();
    };
    await ask(spy, 'https://169.254.169.254/');
    expect(called).toBe(false);
  });
});

describe('requests', () => {
  it('carry a method, headers and a JSON body, and follow no redirect by themselves', async () => {
    let sent: [string, RequestInit] | undefined;
    const spy: Fetch = async (url, init) => {
      sent = [url, init];
      return new Response('{}');
    };
    await ask(spy, 'https://jira.example.com/a', {
      method: 'POST',
      headers: { Authorization: 'Bearer t' },
      body: { a: 1 },
    });
    expect(sent).toMatchObject([
      'https://jira.example.com/a',
      {
        method: 'POST',
        headers: { Accept: 'application/json', Authorization: 'Bearer t', 'Content-Type': 'application/json' },
        body: '{"a":1}',
        redirect: 'manual',
      },
    ]);
  });
});

describe('answers', () => {
  it('bring status, headers, parsed JSON and the time', async () => {
    const asked = await ask(answer('{"a":[1]}', { status: 404, headers: { 'X-Here': 'yes' } }));
    expect(asked).toMatchObject({ ok: true, value: { status: 404, body: { a: [1] }, at: NOW } });
    expect(asked.ok && asked.value.headers.get('X-Here')).toBe('yes');
  });

  it.each([
    ['{"a":1}', 'text/plain', { a: 1 }],
    ['\uFEFF{"a":1}', 'application/json', { a: 1 }],
    ['', 'application/json', null],
    ['<p>Sign\n  in</p>', 'text/html', '<p>Sign in</p>'],
    ['{"a":', 'application/json', '{"a":'],
    ['{"a":1}', 'text/html; charset=utf-8', '{"a":1}'],
  ])('the body %j of type %s reads as %j', async (body, type, expected) => {
    expect(await ask(answer(body, { headers: { 'Content-Type': type } }))).toMatchObject({ value: { body: expected } });
  });

  it('a refusal in JSON is understood even when it is called a page', async () => {
    const refusal = answer('{"a":1}', { status: 403, headers: { 'Content-Type': 'text/html' } });
    expect(await ask(refusal)).toMatchObject({ value: { body: { a: 1 } } });
  });

  it('text that is not JSON is kept short', async () => {
    const asked = await ask(answer('x'.repeat(5000)));
    expect(asked.ok && String(asked.value.body).length).toBe(200);
  });

  it('a body of exactly the cap is read, one byte more is refused', async () => {
    const body = JSON.stringify('x'.repeat(98));
    expect(await ask(answer(body), undefined, { maxBytes: 100 })).toMatchObject({ ok: true });
    expect(await ask(answer(body), undefined, { maxBytes: 99 })).toMatchObject({ error: { reason: 'too_large' } });
  });

  it('an endless body is cut off without reading it all', async () => {
    let given = 0;
    const endless = new ReadableStream({
      pull(controller) {
        given += 1000;
        controller.enqueue(new Uint8Array(1000));
      },
    });
    expect(await ask(answer(endless), undefined, { maxBytes: 10_000 })).toMatchObject({
      error: { reason: 'too_large' },
    });
    expect(given).toBeLessThan(20_000);
  });

  it('a declared length over the cap is refused before the first byte', async () => {
    let pulled = 0;
    const body = new ReadableStream({ pull: () => void pulled++ }, { highWaterMark: 0 });
    const asked = await ask(answer(body, { headers: { 'Content-Length': '9999999' } }));
    expect(asked).toMatchObject({ error: { reason: 'too_large' } });
    expect(pulled).toBe(0);
  });

  it('a failing status with a long page keeps its status', async () => {
    const asked = await ask(answer('x'.repeat(1000), { status: 503 }), undefined, { maxBytes: 100 });
    expect(asked).toMatchObject({ ok: true, value: { status: 503 } });
  });
});

describe('deadline', () => {
  it('ends a request whose headers do not come', async () => {
    const asked = await ask(() => new Promise(() => undefined), undefined, { deadlineMs: 20 });
    expect(asked).toMatchObject({ error: { reason: 'timeout' } });
  });

  it('ends a body that stalls, and lets go of it', async () => {
    let cancelled = false;
    const stalled = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"a":')),
      cancel: () => {
        cancelled = true;
      },
    });
    expect(await ask(answer(stalled), undefined, { deadlineMs: 20 })).toMatchObject({ error: { reason: 'timeout' } });
    expect(cancelled).toBe(true);
  });

  it('aborts the request it gives up on', async () => {
    let signal: AbortSignal | null | undefined;
    const hang: Fetch = (_url, init) => {
      signal = init.signal;
      return new Promise(() => undefined);
    };
    await ask(hang, undefined, { deadlineMs: 20 });
    expect(signal?.aborted).toBe(true);
  });
});

describe('broken connections', () => {
  it('a fetch that throws is unavailable, and its message stays inside', async () => {
    const asked = await ask(() => Promise.reject(new Error('connect ECONNREFUSED token=secret')));
    expect(asked).toEqual({
      ok: false,
      error: { reason: 'unavailable', detail: 'jira.example.com could not be reached.' },
    });
  });

  it('a body that breaks off is unavailable', async () => {
    const broken = new ReadableStream({ pull: (controller) => controller.error(new Error('lost')) });
    expect(await ask(answer(broken))).toMatchObject({ error: { reason: 'unavailable' } });
  });
});

describe('redirects', () => {
  const redirecting = (to: string, status = 302) => {
    const urls: string[] = [];
    const fetch: Fetch = async (url) => {
      urls.push(url);
      return urls.length === 1
        ? new Response(null, { status, headers: { Location: to } })
        : new Response('{"ok":true}');
    };
    return { fetch, urls };
  };

  it.each(['/y', 'https://jira.example.com/y', 'https://jira.example.com:443/y'])(
    '%s of the same origin is followed',
    async (to) => {
      const { fetch, urls } = redirecting(to);
      expect(await ask(fetch)).toMatchObject({ ok: true, value: { body: { ok: true } } });
      expect(urls.at(-1)).toBe('https://jira.example.com/y');
    },
  );

  it.each([
    'https://evil.example.org/y',
    'https://jira.example.com.evil.org/',
    '//evil.example.org/y',
    'https://jira.example.com:8443/y',
    'http://jira.example.com/y',
    'http://169.254.169.254/latest/',
    'https://127.0.0.1/',
    'file:///etc/passwd',
    'https://[bad',
  ])('%s is not followed', async (to) => {
    const { fetch, urls } = redirecting(to);
    expect(await ask(fetch)).toMatchObject({ error: { reason: 'redirected' } });
    expect(urls).toHaveLength(1);
  });

  it('credentials in a redirect within the origin are refused', async () => {
    const { fetch, urls } = redirecting('https://user:pass@jira.example.com/y');
    expect(await ask(fetch)).toMatchObject({ error: { reason: 'refused_address' } });
    expect(urls).toHaveLength(1);
  });

  it.each([301, 302, 303, 307, 308])('a POST answered with %i is not sent again', async (status) => {
    const { fetch, urls } = redirecting('/y', status);
    expect(await ask(fetch, undefined, { method: 'POST', body: {} })).toMatchObject({
      error: { reason: 'redirected' },
    });
    expect(urls).toHaveLength(1);
  });

  it('a circle ends after three hops', async () => {
    let calls = 0;
    const circle: Fetch = async () => {
      calls++;
      return new Response(null, { status: 302, headers: { Location: '/x' } });
    };
    expect(await ask(circle)).toMatchObject({ error: { reason: 'redirected' } });
    expect(calls).toBe(4);
  });

  it('names the other host, without its path and query', async () => {
    const asked = await ask(redirecting('https://login.example.org/sso?ticket=secret').fetch);
    expect(asked.ok ? '' : asked.error.detail).toBe(
      'jira.example.com sends requests on to login.example.org, where Cairn does not follow. Check the address.',
    );
  });
});

describe('what a status means', () => {
  const failure = (status: number, headers: Record<string, string> = {}) =>
    failureOf({ status, headers: new Headers(headers), body: null, at: NOW }, (reason) => `It is ${reason}.`);

  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not_found'],
    [410, 'not_found'],
    [408, 'timeout'],
    [429, 'rate_limited'],
    [500, 'unavailable'],
    [502, 'unavailable'],
    [503, 'unavailable'],
    [418, 'bad_response'],
    [304, 'bad_response'],
  ])('%i is %s', (status, reason) => expect(failure(status)).toEqual({ reason, detail: `It is ${reason}.` }));

  it.each([200, 201, 204])('%i is no failure', (status) => expect(failure(status)).toBeNull());

  it('503 with Retry-After asks to slow down', () => {
    expect(failure(503, { 'Retry-After': '7' })).toMatchObject({ reason: 'rate_limited', retryAt: NOW + 7000 });
  });

  it.each([
    ['30', NOW + 30_000],
    ['0', NOW],
    ['Fri, 20 Nov 2026 12:05:00 GMT', NOW + 300_000],
    ['Fri, 20 Nov 2026 11:00:00 GMT', NOW],
    ['999999999', NOW + 86_400_000],
    ['Sat, 20 Nov 2032 12:00:00 GMT', NOW + 86_400_000],
    ['-5', undefined],
    ['soon', undefined],
    ['', undefined],
  ])('Retry-After "%s" means %s', (text, expected) => {
    expect(retryAt({ status: 429, headers: new Headers({ 'Retry-After': text }), body: null, at: NOW })).toBe(expected);
  });
});

const byte = fc.integer({ min: 0, max: 255 });
type Bytes = [number, number, number, number];
const whole = ([a, b, c, d]: Bytes) => ((a * 256 + b) * 256 + c) * 256 + d;
const spellings: ((bytes: Bytes) => string)[] = [
  (bytes) => bytes.join('.'),
  (bytes) => String(whole(bytes)),
  (bytes) => `0x${whole(bytes).toString(16)}`,
  (bytes) => bytes.map((one) => `0${one.toString(8)}`).join('.'),
  ([a, b, c, d]) => `${a}.${b}.${c * 256 + d}`,
  (bytes) => `${bytes.join('.')}.`,
  (bytes) => `[::ffff:${bytes.join('.')}]`,
  (bytes) => `[64:ff9b::${bytes.join('.')}]`,
];
