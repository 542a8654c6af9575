import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { followLetter, signInByLink } from './people-of.ts';
import { expectAccessible, newPage } from './support.ts';

/** One transparent pixel. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

describe('a new organization', () => {
  it('goes from a letter to its first objective: name, logo, teams, people', async () => {
    const page = await newPage();
    await signInByLink(page, 'sofia@northwind.test', '/organizations');
    await page.getByRole('heading', { level: 1, name: 'Where to?' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'New organization' }).click();
    await page.getByLabel('Name of the organization').fill('Fernway');
    await page.getByLabel('Address').fill('northwind');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Make the organization' }).click();
    await page.getByText('Another organization has this address. Choose one that is free.').waitFor();
    await page.getByLabel('Address').fill('fernway');
    await page.getByRole('button', { name: 'Make the organization' }).click();

    await page.getByRole('heading', { level: 1, name: 'Begin with Fernway' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/o/fernway/start');
    await expectAccessible(page);

    await page.getByRole('link', { name: 'Choose a picture' }).click();
    await page.getByLabel('Picture').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer: PICTURE });
    await page.getByRole('button', { name: 'Use this picture' }).click();
    await page.getByRole('img', { name: 'Logo of Fernway' }).waitFor();
    await expectAccessible(page);

    await page.goto('/o/fernway/start');
    await page.getByLabel('Names of teams').fill('Workshop\nShop floor\nWorkshop');
    await page.getByRole('button', { name: 'Add these teams' }).click();
    await page.getByRole('link', { name: 'See the teams' }).waitFor();

    await page.getByRole('link', { name: 'Invite people' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Ida Holm');
    await page.getByLabel('Email address').fill('ida@fernway.test');
    await page.getByRole('combobox', { name: /^Teams/ }).fill('Workshop');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await page.getByText('ida@fernway.test').first().waitFor();

    await page.goto('/o/fernway/start');
    await page.getByRole('link', { name: 'Write it' }).click();
    await page.getByLabel('Where do you want to go?').fill('Open the workshop to the neighbourhood');
    await page.getByRole('button', { name: 'Save objective' }).click();
    await page.getByRole('heading', { level: 1, name: 'Open the workshop to the neighbourhood' }).waitFor();
    await page.goto('/o/fernway/start');
    await page.getByText('The first OKR is there').waitFor();

    const ida = await newPage({ width: 390, height: 844, javaScript: false });
    await followLetter(ida, 'ida@fernway.test', /Fernway/);
    await ida.getByRole('heading', { level: 1, name: 'Fernway is waiting for you.' }).waitFor();
    await ida.getByRole('button', { name: 'Join Fernway' }).click();
    await ida.waitForURL((url) => url.pathname === '/o/fernway');
    await ida.goto('/o/northwind');
    expect(await ida.getByText('Northwind').count()).toBe(0);
    await ida.goto('/o/fernway/admin/users');
    expect(await ida.getByText('Sofia').count()).toBe(0);
  });
});
