import { createExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { describe, expect, test, vi } from 'vitest';
import worker from '../../src/index.ts';
import { sameSitePath } from '../../src/lib/same-site.ts';
import { missingMailSettings } from '../../src/mail/mail.ts';
import { world } from '../support/world.ts';

const site = 'http://localhost';

type Sending = { cookie?: string; form?: Record<string, string> };

const ask = (path: string, { cookie, form }: Sending = {}) =>
  exports.default.fetch(`${site}${path}`, {
    method: form ? 'POST' : 'GET',
    redirect: 'manual',
    headers: { ...(cookie ? { Cookie: cookie } : {}), Origin: site },
    body: form ? new URLSearchParams(form) : undefined,
  });

const cookieOf = (response: Response, name: string) =>
  response.headers
    .getSetCookie()
    .find((each) => each.startsWith(`${name}=`))
    ?.split(';')[0];

const letters = async () =>
  (await env.DB.prepare('select "to", subject, text from mails').all<{ to: string; subject: string; text: string }>())
    .results;

async function linkFor(email: string, next = '') {
  const asked = await ask('/signin', { form: { email, next } });
  const browser = cookieOf(asked, 'browser')!;
  const [letter] = await vi.waitUntil(async () => {
    const found = await letters();
    return found.length > 0 && found;
  });
  const { pathname, search } = new URL(/https?:\/\/\S+/.exec(letter!.text)![0]);
  const path = pathname + search;
  return { asked, browser, path, letter: letter! };
}

const rows = async (table: string) =>
  (await env.DB.prepare(`select count(*) as n from ${table}`).first<{ n: number }>())!.n;

describe('a link by mail', () => {
  test('signs in once, in the browser that asked, after the button is pressed', async () => {
    const { dana } = await world();
    const { asked, browser, path } = await linkFor(dana.email, '/o/northwind/okrs?status=behind');
    expect([asked.status, asked.headers.get('Location')]).toEqual([303, '/signin/sent']);

    const looked = await ask(path, { cookie: browser });
    expect(looked.status).toBe(200);
    expect(await looked.text()).toContain('<button class="btn primary big">Sign in</button>');
    expect(await rows('sessions')).toBe(0);

    const used = await ask(path, { cookie: browser, form: {} });
    expect([used.status, used.headers.get('Location')]).toEqual([303, '/o/northwind/okrs?status=behind']);
    const session = cookieOf(used, 'session')!;
    expect((await ask('/', { cookie: session })).headers.get('Location')).toBe('/o/northwind');

    const again = await ask(path, { cookie: browser, form: {} });
    expect(again.status).toBe(403);
    expect(await again.text()).toContain('Ask for a new one.');
    expect(await rows('sessions')).toBe(1);
  });

  test('does nothing in another browser', async () => {
    const { dana } = await world();
    const { path } = await linkFor(dana.email);
    const used = await ask(path, { cookie: 'browser=somebody-elses', form: {} });
    expect(used.status).toBe(403);
    expect(await rows('sessions')).toBe(0);
  });

  test('does nothing after 15 minutes', async () => {
    const { dana, db } = await world();
    const { browser, path } = await linkFor(dana.email);
    await db.run(`update sign_in_links set expires_at = expires_at - ${15 * 60_000}`);
    expect((await ask(path, { cookie: browser, form: {} })).status).toBe(403);
    expect(await rows('sessions')).toBe(0);
  });

  test('works for who presses the button twice at once only once', async () => {
    const { dana } = await world();
    const { browser, path } = await linkFor(dana.email);
    const both = await Promise.all([1, 2].map(() => ask(path, { cookie: browser, form: {} })));
    expect(both.map(({ status }) => status).sort()).toEqual([303, 403]);
    expect(await rows('sessions')).toBe(1);
  });

  test('is kept as a hash', async () => {
    const { dana } = await world();
    const { path } = await linkFor(dana.email);
    const { results } = await env.DB.prepare('select * from sign_in_links').all();
    expect(JSON.stringify(results)).not.toContain(path.split('token=')[1]);
  });

  test.each([
    ['an address that nobody has', 'nobody@northwind.test'],
    ['one whose member has left', 'omar@northwind.test'],
  ])('says the same to %s as to a member’s, in status, headers and body, and sends nothing', async (_, stranger) => {
    const { db } = await world();
    await db.run("update members set deactivated_at = 1 where email = 'omar@northwind.test'");
    const told = async (asked: Response) => ({
      status: asked.status,
      body: await asked.text(),
      headers: [...asked.headers].filter(([name]) => !/^(set-cookie|x-request-id|server-timing)$/.test(name)),
      cookies: asked.headers.getSetCookie().map((each) => each.replace(/=[^;]+/, '')),
      cost: asked.headers.get('Server-Timing')?.replace(/dur=[\d.]+/g, ''),
    });
    const unknown = await told(await ask('/signin', { form: { email: stranger, next: '' } }));
    await db.run('delete from attempts');
    const known = await told((await linkFor('dana@northwind.test')).asked);
    expect(unknown).toEqual(known);
    expect(known).toMatchObject({ status: 303, cookies: [expect.stringContaining('browser')] });
    expect((await letters()).map((letter) => letter.to)).toEqual(['dana@northwind.test']);
  });

  test('an address that is none comes back with what was typed', async () => {
    const asked = await ask('/signin', { form: { email: 'dana at northwind', next: '/o/northwind' } });
    expect(asked.status).toBe(422);
    const page = await asked.text();
    expect(page).toContain('value="dana at northwind"');
    expect(page).toContain('Write an e-mail address, like dana@example.com.');
    expect(page).toContain('name="next" value="/o/northwind"');
  });

  test('a line break in the address adds no second recipient', async () => {
    await world();
    const asked = await ask('/signin', { form: { email: 'dana@northwind.test\r\nBcc: eve@evil.test', next: '' } });
    expect(asked.status).toBe(422);
    expect(await letters()).toEqual([]);
  });

  test('never leads away from the site', async () => {
    const { dana } = await world();
    const { browser, path } = await linkFor(dana.email, '//evil.test/o');
    const used = await ask(path, { cookie: browser, form: {} });
    expect(used.headers.get('Location')).toBe('/');
  });
});

describe('trying too often', () => {
  const from = (path: string, form: Record<string, string>, network: string) =>
    exports.default.fetch(`${site}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Origin: site, 'CF-Connecting-IP': network },
      body: new URLSearchParams(form),
    });

  const statuses = async (times: number, send: (i: number) => Promise<Response>) => {
    const found: number[] = [];
    for (let i = 0; i < times; i++) found.push((await send(i)).status);
    return [...new Set(found)];
  };

  test.each(['dana@northwind.test', 'nobody@northwind.test'])(
    'for links to one address ends for a while, from wherever, and says for how long (%s)',
    async (email) => {
      await world();
      const asking = (i: number) => from('/signin', { email, next: '' }, `203.0.113.${i}`);
      expect(await statuses(5, asking)).toEqual([303]);
      const refused = await asking(9);
      expect(refused.status).toBe(429);
      expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(14 * 60);
      expect(await refused.text()).toContain('Try again in 15 minutes.');
    },
  );

  test('for links from one network ends for a while, whatever address of its /64 is used', async () => {
    await world();
    const asking = (i: number) => from('/signin', { email: `a${i}@northwind.test`, next: '' }, `2001:db8:1:2::${i}`);
    await env.DB.prepare('delete from attempts').run();
    expect((await asking(1)).status).toBe(303);
    await env.DB.prepare('update attempts set tries = 120').run();
    expect((await asking(2)).status).toBe(429);
    expect((await from('/signin', { email: 'b@northwind.test', next: '' }, '2001:db8:1:3::1')).status).toBe(303);
  });

  test('to use links ends for a while', async () => {
    await world();
    expect(await statuses(10, () => from('/signin/link?token=guessed', {}, '203.0.113.1'))).toEqual([403]);
    expect((await from('/signin/link?token=guessed', {}, '203.0.113.1')).status).toBe(429);
    await env.DB.prepare('update attempts set tries = 120').run();
    expect((await from('/signin/link?token=another', {}, '203.0.113.1')).status).toBe(429);
    expect((await from('/signin/link?token=another', {}, '203.0.113.2')).status).toBe(403);
  });

  test('to use a passkey, or to begin with one, ends for a while', async () => {
    await world();
    const response = { clientDataJSON: 'e30', authenticatorData: 'AA', signature: 'AA' };
    const answer = JSON.stringify({ id: 'AAAA', rawId: 'AAAA', type: 'public-key', response });
    const entering = () => from('/signin/passkey', { answer, next: '' }, '203.0.113.1');
    expect(await statuses(10, entering)).toEqual([403]);
    expect((await entering()).status).toBe(429);
    expect((await from('/signin/passkey/challenge', {}, '203.0.113.1')).status).toBe(200);
    await env.DB.prepare('update attempts set tries = 240').run();
    expect((await from('/signin/passkey/challenge', {}, '203.0.113.1')).status).toBe(429);
  });
});

test.each([
  ['/o/northwind?x=1#top', '/o/northwind?x=1#top'],
  ['//evil.test', null],
  ['/\\evil.test', null],
  ['/\t/evil.test', null],
  ['/.//evil.test', null],
  ['https://evil.test', null],
  ['o/northwind', null],
  ['', null],
  [`/${'a'.repeat(3000)}`, null],
])('of %j the way on is %j', (text, path) => {
  expect(sameSitePath(text)).toBe(path);
});

describe('a session', () => {
  test('of this browser ends when another one begins in it', async () => {
    await world();
    const first = await ask('/signin/persona', { form: { email: 'dana@northwind.test' } });
    const former = cookieOf(first, 'session')!;
    const second = await ask('/signin/persona', { cookie: former, form: { email: 'ada@northwind.test' } });
    expect(cookieOf(second, 'session')).not.toBe(former);
    expect((await ask('/', { cookie: former })).headers.get('Location')).toBe('/signin');
    expect(await rows('sessions')).toBe(1);
  });

  test('is never one that was there before: a token that somebody planted opens nothing', async () => {
    await world();
    const planted = 'session=planted-by-somebody-else';
    const entered = await ask('/signin/persona', { cookie: planted, form: { email: 'dana@northwind.test' } });
    expect(cookieOf(entered, 'session')).not.toBe(planted);
    expect((await ask('/', { cookie: planted })).headers.get('Location')).toBe('/signin');
  });

  test('is kept where scripts and other sites do not reach it', async () => {
    await world();
    const entered = await ask('/signin/persona', { form: { email: 'dana@northwind.test' } });
    const cookie = entered.headers.getSetCookie().find((each) => each.startsWith('session='));
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(attribute);
  });

  test('ends by signing out', async () => {
    const { dana, cookie } = await world();
    const session = await cookie(dana);
    const out = await ask('/signout', { cookie: session, form: {} });
    expect([out.status, out.headers.get('Location')]).toEqual([303, '/signin']);
    expect(cookieOf(out, 'session')).toBe('session=');
    expect((await ask('/', { cookie: session })).headers.get('Location')).toBe('/signin');
  });

  const from = (headers: Record<string, string>, email = 'dana@northwind.test') =>
    exports.default.fetch(`${site}/signin/persona`, {
      method: 'POST',
      redirect: 'manual',
      headers,
      body: new URLSearchParams({ email }),
    });

  test.each([
    [{ Origin: 'https://evil.test' }],
    [{ Origin: 'null' }],
    [{ Origin: 'https://evil.test', 'Content-Type': 'application/json' }],
    [{ Origin: site, 'Sec-Fetch-Site': 'cross-site' }],
    [{ 'Sec-Fetch-Site': 'same-site' }],
  ])('is not begun by a form of another site (%j)', async (headers) => {
    await world();
    expect((await from(headers)).status).toBe(403);
    expect(await rows('sessions')).toBe(0);
  });

  test.each([[{ Origin: site }], [{ 'Sec-Fetch-Site': 'same-origin' }], [{}]])(
    'is begun by a form of this site, and by a script that is no browser (%j)',
    async (headers) => {
      await world();
      expect((await from(headers)).status).toBe(303);
    },
  );

  test.each(['application/json', 'text/plain', 'multipart/form-data', 'multipart/form-data; boundary=x'])(
    'is not begun by what is no form (%s)',
    async (type) => {
      const answer = await exports.default.fetch(`${site}/signin/persona`, {
        method: 'POST',
        headers: { Origin: site, 'Content-Type': type },
        body: 'email',
      });
      expect(answer.status).toBe(422);
      expect(await answer.text()).toContain('This was not sent as a form.');
    },
  );

  test('is not begun by a form longer than any of ours', async () => {
    const sent = await from({ Origin: site }, 'x'.repeat(300 * 1024));
    expect(sent.status).toBe(413);
    expect(await sent.text()).toContain('A form has at most 256 KiB.');
  });
});

test('the chosen theme is kept, and the person stays on their page', async () => {
  const chosen = await exports.default.fetch(`${site}/theme`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Origin: site, Referer: `${site}/o/northwind/okrs?status=behind` },
    body: new URLSearchParams({ theme: 'dark' }),
  });
  expect([chosen.status, chosen.headers.get('Location')]).toEqual([303, '/o/northwind/okrs?status=behind']);
  const kept = cookieOf(chosen, 'theme')!;
  expect(await (await ask('/signin', { cookie: kept })).text()).toContain('data-theme="dark"');
});

describe('the start', () => {
  test('leads whoever is not signed in to the way in', async () => {
    expect((await ask('/')).headers.get('Location')).toBe('/signin');
  });

  test('offers a choice to people of several organizations', async () => {
    const { dana, cookie } = await world();
    const { db } = await world({ slug: 'southwind' });
    await db.run("update members set email = 'dana@northwind.test' where email = 'dana@southwind.test'");
    const page = await (await ask('/', { cookie: await cookie(dana) })).text();
    expect(page).toContain('href="/o/northwind"');
    expect(page).toContain('href="/o/southwind"');
  });

  test('tells people of no organization what to do', async () => {
    const { ada, cookie, db } = await world();
    const session = await cookie(ada);
    await db.run("update members set deactivated_at = 1 where email = 'ada@northwind.test'");
    const page = await (await ask('/', { cookie: session })).text();
    expect(page).toContain('no organization here knows your address');
  });
});

describe('development', () => {
  test('offers personas and a mailbox', async () => {
    await world();
    const page = await (await ask('/signin')).text();
    for (const name of ['Ada', 'Amir', 'Dana', 'Omar', 'Sol']) expect(page).toContain(`>${name}, `);
    const { path } = await linkFor('dana@northwind.test');
    expect(await (await ask('/dev/mailbox')).text()).toContain(`<a href="${site}${path}">`);
  });

  test('lets nobody in who is not a persona', async () => {
    await world();
    expect((await ask('/signin/persona', { form: { email: 'eve@northwind.test' } })).status).toBe(404);
    expect(await rows('sessions')).toBe(0);
  });
});

describe('production', () => {
  const production = { ENVIRONMENT: 'production', MAIL_API_URL: 'https://mail.test/emails', MAIL_FROM: '' } as const;

  const visit = (path: string, form?: Record<string, string>) => {
    const body = form && new URLSearchParams(form);
    const request = new Request(`https://cairn.test${path}`, {
      method: form ? 'POST' : 'GET',
      body,
      redirect: 'manual',
      headers: { Origin: 'https://cairn.test' },
    });
    return worker.fetch(request, { ...env, ENVIRONMENT: 'production', MAIL_FROM: '' }, createExecutionContext());
  };

  test('has neither personas nor a mailbox', async () => {
    await world();
    expect(await (await visit('/signin')).text()).not.toContain('/signin/persona');
    expect((await visit('/signin/persona', { email: 'dana@northwind.test' })).status).toBe(404);
    expect((await visit('/dev/mailbox')).status).toBe(404);
    expect(await rows('sessions')).toBe(0);
  });

  test('says on the page what keeps it from sending mail, and asks for no address in vain', async () => {
    const page = await visit('/signin');
    const html = await page.text();
    expect(html).toContain('Its owner has to set MAIL_API_KEY and MAIL_FROM.');
    expect(html).not.toContain('name="email"');
    expect((await visit('/signin', { email: 'dana@northwind.test' })).status).toBe(503);
  });

  test('names the settings that keep it from sending mail', () => {
    expect(missingMailSettings(production)).toEqual(['MAIL_API_KEY', 'MAIL_FROM']);
    expect(missingMailSettings({ ...production, MAIL_API_KEY: 'key', MAIL_FROM: 'Cairn <hello@cairn.test>' })).toEqual(
      [],
    );
  });

  test('needs no key where Cloudflare’s binding is there', () => {
    const MAIL = {} as SendEmail;
    expect(missingMailSettings({ ...production, MAIL })).toEqual(['MAIL_FROM']);
  });
});
