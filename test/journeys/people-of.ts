import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { cairnUrl, newPage } from './support.ts';

/** Follows the link of the newest letter to an address whose subject says that, as soon as it is in the mailbox. */
export async function followLetter(page: Page, to: string, subject: RegExp) {
  const find = async () => {
    const mailbox = await (await fetch(`${cairnUrl}/dev/mailbox`)).text();
    const letter = mailbox.split('<li>').find((text) => text.includes(`To ${to},`) && subject.test(text));
    return /href="(http[^"]+)"/.exec(letter ?? '')?.[1]?.replaceAll('&amp;', '&') ?? '';
  };
  await expect.poll(find, { timeout: 15_000 }).not.toBe('');
  await page.goto(await find());
}

/** Signs in as anybody of the demo by a link in a letter, and goes on to a path. */
export async function signInByLink(page: Page, address: string, next = '/') {
  await page.goto(`/signin?${new URLSearchParams({ next })}`);
  await page.getByLabel('Work email').fill(address);
  await page.getByRole('button', { name: 'Email me a link' }).click();
  await page.getByRole('heading', { name: 'Look in your mail.' }).waitFor();
  await followLetter(page, address, /Sign in/i);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
}

/** A page of Sofia, who founded an organization of that name and is its only member. */
export async function founderOf(name: string): Promise<Page> {
  const page = await newPage();
  await signInByLink(page, 'sofia@northwind.test', '/organizations/new');
  await page.getByLabel('Name of the organization').fill(name);
  await page.getByRole('button', { name: 'Make the organization' }).click();
  await page.getByRole('heading', { level: 1, name: `Begin with ${name}` }).waitFor();
  return page;
}
