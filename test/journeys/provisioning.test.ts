import { expect, it } from 'vitest';
import { followLetter, founderOf } from './people-of.ts';
import { cairnUrl, expectAccessible, newPage } from './support.ts';

const PEOPLE = 1000;
const AT_ONCE = 20;
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

// biome-ignore lint/suspicious/noExplicitAny: what comes back is what the journey is about
type Answer = { status: number; body: any };

const systemWith =
  (token: string) =>
  async (method: string, path: string, body?: object): Promise<Answer> => {
    const answer = await fetch(`${cairnUrl}/scim/v2${path}`, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/scim+json' },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: text ? JSON.parse(text) : null };
  };

const userOf = (n: number) => ({
  schemas: [USER],
  userName: `person${n}@meadow.test`,
  externalId: `hr-${n}`,
  name: { givenName: `Person${n}`, familyName: 'Meadows' },
  emails: [{ value: `person${n}@meadow.test`, type: 'work', primary: true }],
  active: true,
});

it('an identity system brings 1,000 people, and whom it deactivates is out at once', async () => {
  const page = await founderOf('Meadow');
  await page.goto('/o/meadow/admin/security/scim');
  await page.getByRole('button', { name: 'Make a token' }).click();
  const token = (await page.locator('#scim-token code').textContent())!.trim();
  await expectAccessible(page);
  const system = systemWith(token);

  const statuses: number[] = [];
  const waiting = Array.from({ length: PEOPLE }, (_, n) => userOf(n + 1));
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let user = waiting.pop(); user; user = waiting.pop())
        statuses.push((await system('POST', '/Users', user)).status);
    }),
  );
  expect(statuses.filter((status) => status === 201)).toHaveLength(PEOPLE);
  expect((await system('POST', '/Users', userOf(1))).status).toBe(409);
  expect((await system('GET', '/Users?count=1')).body.totalResults).toBe(PEOPLE + 1);

  await page.goto('/o/meadow/admin/users');
  await page.getByText('Over 1,000 people').waitFor();
  await expectAccessible(page);
  await page.getByLabel('Find a person').fill('person777');
  const found = page.locator('#people').getByRole('link', { name: 'Person777 Meadows' });
  await found.waitFor();
  expect(await page.locator('#people tbody tr').count()).toBe(1);

  const person = await newPage({ width: 390, height: 844 });
  await person.goto('/signin?next=/o/meadow');
  await person.getByLabel('Work email').fill('person777@meadow.test');
  await person.getByRole('button', { name: 'Email me a link' }).click();
  await followLetter(person, 'person777@meadow.test', /Sign in/i);
  await person.getByRole('button', { name: 'Sign in' }).click();
  await person.waitForURL((url) => url.pathname === '/o/meadow');

  const { body } = await system('GET', `/Users?filter=${encodeURIComponent('userName eq "person777@meadow.test"')}`);
  const [{ id }] = body.Resources;
  const gone = await system('PATCH', `/Users/${id}`, {
    schemas: [PATCH],
    Operations: [{ op: 'Replace', path: 'active', value: 'False' }],
  });
  expect(gone.body.active).toBe(false);
  await person.goto('/o/meadow/okrs');
  await person.waitForURL((url) => url.pathname === '/signin');

  await page.goto('/o/meadow/admin/users?q=person777');
  await page
    .getByText(/^Left /)
    .first()
    .waitFor();
}, 120_000);
