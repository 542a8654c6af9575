import { Buffer } from 'node:buffer';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { followLetter, founderOf } from './people-of.ts';
import { expectAccessible, newPage } from './support.ts';

const HEAD = 'Name,Email,Teams,Manager email,Role';

const right = [
  HEAD,
  'Ana Duarte,ana@harbour.test,Quay,,admin',
  'Bo Lind,bo@harbour.test,Quay; Cranes,ana@harbour.test,member',
  '"Ito, Chie",chie@harbour.test,Cranes,ana@harbour.test,observer',
];
const wrong = [...right, 'Dov,not an address,,,member', 'Eve Roy,eve@harbour.test,,nobody@harbour.test,member'];

async function load(page: Page, lines: readonly string[]) {
  await page.goto('/o/harbour/admin/users/invite?by=file');
  const buffer = Buffer.from(lines.join('\r\n'));
  await page.getByLabel('CSV file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('button', { name: 'Look it over' }).click();
  await page.getByRole('heading', { level: 1, name: 'People from a file' }).waitFor();
}

const row = (page: Page, name: string) => page.getByRole('row').filter({ hasText: name });

describe('a file of people', () => {
  it('is tried before it is run, says what is wrong in each row, and changes nothing a second time', async () => {
    const page = await founderOf('Harbour');
    await load(page, wrong);
    await expectAccessible(page);
    expect(await row(page, 'Dov').textContent()).toContain('Refused');
    expect(await row(page, 'Eve Roy').textContent()).toContain('Refused');
    expect(await row(page, 'Bo Lind').textContent()).toContain('Will be invited');
    await page.goto('/o/harbour/admin/users');
    await page.getByText('1 person.').waitFor();

    await load(page, right);
    await page.getByText('3 people will be invited').waitFor();
    await page.getByRole('button', { name: 'Invite 3' }).click();
    await page.getByText('3 people were invited').waitFor();
    await expectAccessible(page);
    await page.goto('/o/harbour/admin/teams');
    await page.getByRole('link', { name: 'Cranes' }).waitFor();

    await load(page, right);
    await page.getByText('There is nothing to do.').waitFor();

    await page.goto('/o/harbour/admin/users/invitations');
    expect(await page.getByRole('button', { name: /^Send again/ }).count()).toBe(3);
    await expectAccessible(page);

    const ana = await newPage();
    await followLetter(ana, 'ana@harbour.test', /Harbour/);
    await expectAccessible(ana);
    const door = ana.url();
    await ana.getByRole('button', { name: 'Join Harbour' }).click();
    await ana.waitForURL((url) => url.pathname === '/o/harbour');
    await ana.goto('/o/harbour/admin/users?q=chie');
    await ana.getByRole('link', { name: 'Ito, Chie' }).waitFor();
    await expectAccessible(ana);

    const late = await newPage();
    await late.goto(door);
    await late.getByRole('heading', { level: 1, name: 'This invitation was used.' }).waitFor();
    await expectAccessible(late);
  });
});
