import { Buffer } from 'node:buffer';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { expectAccessible, newPage, signIn } from './support.ts';

/** The rows of the list of OKRs as people read them: titles, values, progress, status. */
async function figures(page: Page, org: string): Promise<string> {
  await page.goto(`/o/${org}/okrs`);
  const list = page.locator('main .okrs').first();
  await list.waitFor();
  return ((await list.textContent()) ?? '').replace(/\s+/g, ' ');
}

it('an export that was fetched and restored into a new organization shows the same figures there', async () => {
  const page = await newPage();
  await signIn(page, 'ada');
  await page.goto('/o/northwind/admin/data');
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Export everything' }).click();
  const fetchIt = page.getByRole('link', { name: 'Fetch it' }).first();
  await fetchIt.waitFor({ timeout: 30_000 });
  const [download] = await Promise.all([page.waitForEvent('download'), fetchIt.click()]);
  expect(download.suggestedFilename()).toMatch(/^northwind-\d{4}-\d\d-\d\d\.zip$/);
  const buffer = Buffer.concat(await (await download.createReadStream()).toArray());
  const before = await figures(page, 'northwind');

  await page.goto('/organizations/new');
  await page.getByLabel('Name of the organization').fill('Lighthouse');
  await page.getByRole('button', { name: 'Make the organization' }).click();
  await page.waitForURL(/\/o\/lighthouse\//);
  await page.goto('/o/lighthouse/admin/data');
  await page.getByRole('link', { name: 'Restore an export' }).click();
  await page.getByRole('heading', { level: 1, name: 'Restore an export' }).waitFor();
  await expectAccessible(page);

  await page.getByLabel('Archive', { exact: true }).setInputFiles({
    name: 'notes.zip',
    mimeType: 'application/zip',
    buffer: Buffer.from('Notes of last week'),
  });
  await page.getByRole('button', { name: 'Restore it here' }).click();
  await page.getByText('This is no ZIP archive').waitFor();
  await expectAccessible(page);

  await page
    .getByLabel('Archive', { exact: true })
    .setInputFiles({ name: download.suggestedFilename(), mimeType: 'application/zip', buffer });
  await page.getByRole('button', { name: 'Restore it here' }).click();
  await page.getByText(/^Restored: \d+ OKRs/).waitFor({ timeout: 40_000 });
  await expectAccessible(page);
  await page.getByRole('link', { name: 'See the OKRs' }).click();
  expect(await figures(page, 'lighthouse')).toBe(before);

  await page.goto('/o/lighthouse/admin/data/restore');
  await page.getByText('is restored where nothing is yet').waitFor();
});
