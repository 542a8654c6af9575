import type { Server } from 'node:http';
import Provider from 'oidc-provider';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, inject, it, vi } from 'vitest';
import { cairnUrl, expectAccessible, newPage, signIn } from './support.ts';

const issuer = inject('openIdUrl');
const CLIENT = { id: 'cairn-at-southwind', secret: 'a secret that is long enough for a client' };
const SETTINGS = '/o/southwind/admin/security/sso';

let server: Server;

/** A certified provider with its development login: whoever types an address is its owner. */
beforeAll(async () => {
  // It tells at length that its defaults are for development.
  for (const level of ['info', 'warn'] as const) vi.spyOn(console, level).mockImplementation(() => undefined);
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${cairnUrl}/sso/callback`],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    cookies: { keys: ['for this journey'] },
    claims: { email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    findAccount: (_: unknown, address: string) => ({
      accountId: address,
      claims: () => ({ sub: address, email: address, email_verified: true, name: nameOf(address) }),
    }),
  });
  server = await new Promise<Server>((listening) => {
    const started = provider.listen(Number(new URL(issuer).port), () => listening(started));
  });
});

afterAll(async () => {
  vi.restoreAllMocks();
  await new Promise((closed) => server.close(closed));
});

const nameOf = (address: string) => `${address[0]!.toUpperCase()}${address.slice(1, address.indexOf('@'))} Moreno`;

/** Goes through the provider's own pages, those of them that it shows. */
async function signInThere(page: Page, address: string) {
  await page.waitForURL((url) => url.origin === issuer);
  await page.locator('input[name=login]').fill(address);
  await page.locator('input[name=password]').fill('anything');
  await page.locator('button[type=submit]').click();
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.waitForURL((url) => url.origin === cairnUrl);
}

it('is set up by an owner, tried, admits a colleague, becomes the only way in, and lets the owner back in by mail', async () => {
  const sol = await newPage();
  await signIn(sol, 'sol');

  await sol.goto('/o/southwind/admin/security/domains');
  await sol.getByLabel('Domain', { exact: true }).fill('Southwind.test');
  await sol.getByRole('button', { name: 'Add' }).click();
  await sol.getByText('Not proved yet').waitFor();
  await expectAccessible(sol);
  await sol.getByRole('button', { name: 'Confirm with my address' }).click();
  await sol.getByText('By an owner’s word').waitFor();

  await sol.goto(SETTINGS);
  await sol.getByLabel('Issuer').fill(issuer);
  await sol.getByLabel('Client ID').fill(CLIENT.id);
  await sol.getByLabel('Client secret').fill(CLIENT.secret);
  await sol.getByLabel('People may come in by it').check();
  await sol.getByLabel('Admit people of our domains').check();
  await sol.getByRole('button', { name: 'Save' }).click();
  await sol.getByText('No owner has come through it yet').waitFor();
  expect(await sol.getByLabel('Client secret').inputValue()).toBe('');
  await expectAccessible(sol);

  await sol.getByRole('button', { name: 'Try what is saved' }).click();
  await signInThere(sol, 'sol@southwind.test');
  await sol.getByText(/It works. You would come in as Sol/).waitFor();
  expect(await sol.getByText('sol@southwind.test').first().isVisible()).toBe(true);
  await expectAccessible(sol);

  const nia = await newPage({ javaScript: false });
  await nia.goto('/signin/sso');
  await nia.getByLabel(/Work email/).fill('nia@southwind.test');
  await nia.getByRole('button', { name: 'Go on' }).click();
  await signInThere(nia, 'nia@southwind.test');
  expect(new URL(nia.url()).pathname).toBe('/o/southwind');
  expect(await nia.content()).toContain('Nia Moreno');

  await sol.goto('/sso/southwind');
  await sol.waitForURL(`${cairnUrl}/o/southwind`);
  await sol.goto(SETTINGS);
  await sol.getByRole('button', { name: 'Make it the only way in' }).click();
  await sol.getByText('Members come in by single sign-on alone').waitFor();

  const lost = await newPage();
  await lost.goto('/signin');
  await lost.getByRole('button', { name: /\bSol\b/ }).click();
  await lost.waitForURL((url) => url.origin === issuer || url.pathname.startsWith('/o/') || url.pathname === '/');
  await lost.goto('/o/southwind/okrs');
  await lost.waitForURL((url) => url.origin === issuer);

  await lost.goto('/signin/recovery?org=southwind');
  await expectAccessible(lost);
  await lost.getByLabel('Work email').fill('sol@southwind.test');
  await lost.getByRole('button', { name: 'Email me a link' }).click();
  await lost.getByRole('link', { name: 'Open the mailbox' }).click();
  await lost.getByText('Your way back into Cairn').first().waitFor();
  const letter = await lost.locator('body').textContent();
  await lost.goto(/https?:\/\/\S+\/signin\/recovery\/link\?token=[\w-]{43}/.exec(letter ?? '')![0]);
  await lost.getByRole('button', { name: 'Come in' }).click();
  await lost.waitForURL(`${cairnUrl}${SETTINGS}`);
  await lost.getByRole('button', { name: 'Let people come in other ways too' }).click();
  await lost.getByText('People may come in other ways too').waitFor();
}, 60_000);
