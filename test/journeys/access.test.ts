import { expect, it } from 'vitest';
import { signInByLink } from './people-of.ts';
import { cairnUrl, expectAccessible, newPage, signIn } from './support.ts';

const KEY_RESULT = 'Shorten the monthly close from 9 to 5 days';

it('an admin acts for a member under both names, and the log says so and verifies', async () => {
  const amir = await newPage();
  await signIn(amir, 'amir');
  await amir.goto('/o/northwind/admin/users?q=lena');
  await amir.getByRole('link', { name: 'Lena Hoffmann' }).click();
  await expectAccessible(amir);
  await amir.getByRole('link', { name: 'Work on behalf' }).click();
  await amir.getByRole('radio', { name: '15 minutes' }).check({ force: true });
  await expectAccessible(amir);
  await amir.getByLabel('Why').fill('Lena is on leave this week');
  await amir.getByRole('button', { name: 'Begin' }).click();
  const banner = amir.getByRole('form', { name: 'Acting for a member' });
  await banner.getByText('You are Amir Haddad, acting for Lena Hoffmann.').waitFor();
  await expectAccessible(amir);

  await amir.goto('/o/northwind/okrs');
  await amir.getByRole('link', { name: KEY_RESULT }).first().click();
  await amir.getByRole('heading', { level: 1, name: KEY_RESULT }).waitFor();
  expect(await banner.isVisible()).toBe(true);
  await amir.getByLabel('What changed?').first().fill('The bank sends statements every night now.');
  await amir.getByRole('button', { name: 'Check in' }).first().click();
  const said = amir.getByRole('listitem').filter({ hasText: 'The bank sends statements every night now.' }).first();
  await said.waitFor();
  expect(await said.textContent()).toMatch(/Lena Hoffmann.*Amir Haddad/s);

  await amir.goto('/o/northwind/account/tokens');
  expect(await amir.getByRole('button', { name: 'Make this token' }).count()).toBe(0);
  await amir.goto('/o/northwind');
  await banner.getByRole('button', { name: 'Stop' }).click();
  await amir.getByText('You act for Lena Hoffmann no more.').waitFor();
  expect(await banner.count()).toBe(0);

  const lena = await newPage();
  await signInByLink(lena, 'lena@northwind.test', '/o/northwind/account/behalf');
  await lena.getByText('Lena is on leave this week').first().waitFor();
  await expectAccessible(lena);

  await amir.goto('/o/northwind/admin/audit?action=okr.checked_in');
  const entry = amir.getByRole('listitem').filter({ hasText: KEY_RESULT }).first();
  expect(await entry.textContent()).toMatch(/Lena Hoffmann.*by Amir Haddad/s);
  await expectAccessible(amir);
  await amir.goto('/o/northwind/admin/audit');
  for (const what of ['Acting for a member: begun', 'Acting for a member: ended'])
    await amir.getByRole('listitem').filter({ hasText: what }).first().waitFor();
  await amir.getByRole('link', { name: 'Verify' }).click();
  await amir.getByRole('button', { name: 'Verify' }).click();
  await amir.getByText('The log is as it was written').waitFor();
  await expectAccessible(amir);
});

it('a session is ended from another browser, where the next page asks to sign in', async () => {
  const [here, there] = [await newPage(), await newPage({ javaScript: false })];
  await signInByLink(here, 'jonas@northwind.test', '/o/northwind/account');
  await signInByLink(there, 'jonas@northwind.test', '/o/northwind/account');
  await here.reload();
  await here.getByText('this one').waitFor();
  await expectAccessible(here);
  await here.getByRole('button', { name: /^End / }).first().click();
  await here.getByText('this one').waitFor();
  await there.goto('/o/northwind/account');
  await there.waitForURL((url) => url.pathname === '/signin');
  expect(new URL(there.url()).searchParams.get('next')).toBe('/o/northwind/account');
});

it('a token is shown once, does what its scope says, and nothing once it is revoked', async () => {
  const page = await newPage();
  await signInByLink(page, 'marcus@northwind.test', '/o/northwind/account/tokens');
  await page.getByLabel('Name').fill('Weekly report');
  await page.getByRole('radio', { name: /^Read/ }).check({ force: true });
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Make this token' }).click();
  const token = (await page.locator('#secret code').textContent())!.trim();
  await expectAccessible(page);

  const ask = async (method: string, path: string, body?: object) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
    return (await fetch(`${cairnUrl}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) })).status;
  };
  expect(await ask('GET', '/me')).toBe(200);
  expect(await ask('POST', '/okrs', { kind: 'objective', title: 'Not with this token' })).toBe(403);

  await page.getByRole('link', { name: 'I have copied it' }).click();
  const row = page.getByRole('listitem').filter({ hasText: 'Weekly report' });
  expect(await row.textContent()).not.toContain('never used');
  expect(await page.content()).not.toContain(token);
  await row.getByRole('link', { name: /^Revoke/ }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Revoke this token' }).click();
  await page.getByText('No tokens yet').waitFor();
  expect(await ask('GET', '/me')).toBe(401);
});
