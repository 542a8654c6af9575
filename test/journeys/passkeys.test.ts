import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible, newPage, signIn } from './support.ts';

/** A device with passkeys in the browser of that page, whose person is always there and always verified. */
async function withDevice(page: Page) {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

async function addPasskey(page: Page, name: string) {
  await page.goto('/o/northwind/account');
  await page.getByLabel('Name of a new passkey').fill(name);
  await page.getByRole('button', { name: 'Add a passkey' }).click();
  await page.getByText(`${name} is added.`).waitFor();
}

/** Keeps the browser from offering passkeys in the field, where a device that is always there takes them at once. */
const withoutField = (page: Page) =>
  page.addInitScript('PublicKeyCredential.isConditionalMediationAvailable = async () => false');

const arrived = (page: Page) => page.waitForURL((url) => url.pathname === '/o/northwind/account');

describe('a passkey', () => {
  it('is added on the account page, and its button signs in from then on', async () => {
    const page = await newPage();
    await withoutField(page);
    await withDevice(page);
    await signIn(page, 'dana');
    await addPasskey(page, 'Laptop of the journey');
    await expectAccessible(page);

    await page.context().clearCookies();
    await page.goto('/signin?next=/o/northwind/account');
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await arrived(page);
    expect(await page.getByText('with a passkey').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: 'Remove Laptop of the journey' }).click();
    await page.getByText('Laptop of the journey is removed.').waitFor();
  });

  it('is offered in the field of the address, and removed it opens nothing', async () => {
    const page = await newPage();
    await withDevice(page);
    await signIn(page, 'omar');
    await addPasskey(page, 'Phone of the journey');
    await page.context().clearCookies();
    await page.goto('/signin?next=/o/northwind/account');
    await arrived(page);

    await page.getByRole('button', { name: 'Remove Phone of the journey' }).click();
    await page.getByText('Phone of the journey is removed.').waitFor();
    await page.context().clearCookies();
    await page.goto('/signin?next=/o/northwind/account');
    await page.getByText('Cairn does not know this passkey.').waitFor();
  });

  it('is not offered without JavaScript, where the link still is', async () => {
    const page = await newPage({ javaScript: false });
    await page.goto('/signin?next=/o/northwind');
    expect(await page.getByRole('button', { name: 'Sign in with a passkey' }).isVisible()).toBe(false);
    expect(await page.getByRole('button', { name: 'Email me a link' }).isVisible()).toBe(true);
  });
});
