import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { cairnUrl, expectAccessible, jiraUrl, newPage, signIn } from './support.ts';

const KEY_RESULT = 'Complete every story of Email Campaigns';
const OBJECTIVE = /Put Email Campaigns in every customer/;
const COMPANY = /Become the tool growing retailers/;

type Okr = {
  id: string;
  title: string;
  percent: number | null;
  status: string;
  value: number | null;
  parents: { okr_id: string }[];
  owner_ids: string[];
  team_id: string | null;
  starts_on: string;
};

// biome-ignore lint/suspicious/noExplicitAny: what comes back is what the journey is about
type Answer = { status: number; body: any };

async function api(method: string, path: string, body?: unknown, token = 'cairn_pat_demo_member'): Promise<Answer> {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const answer = await fetch(`${cairnUrl}/api/v1${path}`, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  return { status: answer.status, body: answer.status === 204 ? null : await answer.json() };
}

const okrNamed = async (title: string | RegExp): Promise<Okr> => {
  const { body } = await api('GET', '/okrs?limit=200');
  return body.data.find((okr: Okr) => (typeof title === 'string' ? okr.title === title : title.test(okr.title)));
};

async function openOkr(page: Page, title: string) {
  await page.goto('/o/northwind/okrs');
  await page.getByRole('link', { name: title }).first().click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

async function fileStory(page: Page, summary: string) {
  await page.goto(jiraUrl);
  await page.getByLabel('Summary').fill(summary);
  await page.getByLabel('Epic').selectOption({ label: await epicLabel(page) });
  await page.getByRole('button', { name: /file/i }).click();
}

const epicLabel = async (page: Page) =>
  (await page.getByLabel('Epic').locator('option', { hasText: 'AE-786' }).first().textContent())!.trim();

const number = (page: Page) => page.locator('.num').first();

describe('the first trail', () => {
  it('leads Dana from a JQL query to numbers that follow Jira', async () => {
    const page = await newPage();
    await signIn(page, 'dana');
    await openOkr(page, KEY_RESULT);

    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('link', { name: /Connect data source/ }).click();
    await page.getByLabel('JQL query').fill('"Epic Link" = AE-786 ORDER BY created');
    const preview = page.locator('#preview');
    await preview.getByText('10', { exact: true }).waitFor();
    expect(await preview.textContent()).toContain('30%');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Connect and read' }).click();
    await page.getByRole('heading', { level: 1, name: KEY_RESULT }).waitFor();
    expect(await number(page).textContent()).toContain('30');
    expect(await page.getByText('"Epic Link" = AE-786').first().isVisible()).toBe(true);

    const before = (await okrNamed(OBJECTIVE)).percent!;
    await fileStory(page, 'Deliverability checks before sending');
    await expect.poll(async () => (await okrNamed(KEY_RESULT)).percent, { timeout: 20_000 }).toBe(27);
    await openOkr(page, KEY_RESULT);
    expect(await number(page).textContent()).toContain('27');
    expect(await page.getByText('3 of 11 issues are done. It was 3 of 10.').isVisible()).toBe(true);
    await expect.poll(async () => (await okrNamed(OBJECTIVE)).percent).toBeLessThan(before);

    await page.goto(jiraUrl);
    await page.getByRole('button', { name: 'Move AE-790 to Done' }).click();
    await expect.poll(async () => (await okrNamed(KEY_RESULT)).percent, { timeout: 20_000 }).toBe(36);
    const [objective, company] = [await okrNamed(OBJECTIVE), await okrNamed(COMPANY)];
    await page.goto('/o/northwind/okrs');
    const rowOf = (title: RegExp) => page.locator('.okr-row', { has: page.getByRole('link', { name: title }) }).first();
    expect(await rowOf(OBJECTIVE).textContent()).toContain(`${objective.percent}%`);
    expect(await rowOf(COMPANY).textContent()).toContain(`${company.percent}%`);
    await rowOf(OBJECTIVE).getByRole('link', { name: OBJECTIVE }).click();
    await page.getByRole('heading', { name: 'Why this number' }).waitFor();
    expect(await page.getByRole('table').first().textContent()).toContain(KEY_RESULT);
  });

  it('can be walked without JavaScript', async () => {
    const page = await newPage({ javaScript: false });
    await signIn(page, 'dana');
    await page.goto('/o/northwind/okrs/new?kind=key_result');
    await page.locator('textarea[name="title"]').fill('Answer every quality bug');
    await page.getByLabel(/^Jira/).check({ force: true });
    await page.getByRole('button', { name: 'Show the fields of this tool' }).click();
    await page.getByLabel('JQL query').fill('project = OPS AND labels = quality');
    await page.getByRole('button', { name: 'Save key result' }).click();
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Answer every quality bug');
    expect(await number(page).textContent()).toContain('45');

    await page.goto(jiraUrl);
    await page
      .getByRole('button', { name: /Move OPS-\d+ to Done/ })
      .and(page.locator(':enabled'))
      .first()
      .click();
    await openOkr(page, 'Answer every quality bug');
    await page.getByRole('button', { name: 'Refresh now' }).click();
    expect(await number(page).textContent()).toContain('48');
  });

  it('is open to a script', async () => {
    const { body: connections } = await api('GET', '/connections', undefined, 'cairn_pat_demo_owner');
    const created = await api('POST', '/okrs', { kind: 'key_result', title: 'Ship by script' });
    expect(created.status).toBe(201);
    const link = { connection_id: connections.data[0].id, query: { jql: 'parent = WEB-12' } };
    expect((await api('PUT', `/okrs/${created.body.id}/data-link`, link)).status).toBe(200);
    const read = await api('GET', `/okrs/${created.body.id}`);
    expect(read.body).toMatchObject({ mode: 'data_source', percent: 63, data_link: { matched: 8, completed: 5 } });
    const why = await api('GET', `/okrs/${created.body.id}/explanation`);
    expect(JSON.stringify(why.body)).toContain('5 ÷ 8');
    expect((await api('DELETE', `/okrs/${created.body.id}`)).status).toBe(204);
  });
});

describe('a check-in', () => {
  it('takes seconds on a phone', async () => {
    const page = await newPage({ width: 390, height: 844 });
    await signIn(page, 'dana');
    await page.goto('/o/northwind/check-in');
    await expectAccessible(page);
    const title = await page.getByRole('heading', { level: 1 }).textContent();
    await page.locator('input[name="value"]').fill('712');
    await page.getByRole('radio', { name: 'On track' }).check({ force: true });
    await page.getByRole('button', { name: /Check in/ }).click();
    await expect.poll(async () => (await okrNamed(title!)).value).toBe(712);
  });

  it('by hand updates the page in place and says what happened', async () => {
    const page = await newPage();
    await signIn(page, 'dana');
    await openOkr(page, 'Increase customers sending weekly from 12% to 30%');
    await page.getByLabel('Where is it now?').fill('21');
    await page.getByLabel(/What changed/).fill('Segments are live for beta customers.');
    await page.locator('form.checkin').getByRole('button', { name: 'Check in', exact: true }).click();
    await page
      .getByRole('status')
      .getByText(/Checked in/)
      .waitFor();
    expect(await number(page).textContent()).toContain('21');
    expect(await page.getByText('Segments are live for beta customers.').isVisible()).toBe(true);
  });

  it('with words for a number keeps what was typed and says what to write', async () => {
    const page = await newPage({ javaScript: false });
    await signIn(page, 'dana');
    await openOkr(page, 'Increase customers sending weekly from 12% to 30%');
    await page.getByLabel('Where is it now?').fill('a lot');
    await page.getByLabel(/What changed/).fill('Kept');
    await page.locator('form.checkin').getByRole('button', { name: 'Check in', exact: true }).click();
    expect(await page.getByLabel('Where is it now?').inputValue()).toBe('a lot');
    expect(await page.getByLabel(/What changed/).inputValue()).toBe('Kept');
    expect(await page.locator('.error').first().isVisible()).toBe(true);
  });
});

describe('every page', () => {
  const places = async (): Promise<[string, 'dana' | 'amir'][]> => {
    const okr = await okrNamed('Fix 20 bugs that customers reported');
    const objective = await okrNamed(OBJECTIVE);
    const { body } = await api('GET', '/connections', undefined, 'cairn_pat_demo_owner');
    return [
      ['/o/northwind', 'dana'],
      ['/o/northwind/okrs', 'dana'],
      ['/o/northwind/okrs?q=nothing+like+this', 'dana'],
      [`/o/northwind/okrs/${okr.id}`, 'dana'],
      [`/o/northwind/okrs/${objective.id}`, 'dana'],
      ['/o/northwind/okrs/new?kind=key_result', 'dana'],
      ['/o/northwind/okrs/templates', 'dana'],
      ['/o/northwind/okrs/templates/company-must-have', 'dana'],
      [`/o/northwind/okrs/${objective.id}/contributions`, 'dana'],
      [`/o/northwind/okrs/${objective.id}/closure`, 'dana'],
      [`/o/northwind/okrs/${objective.id}/copies`, 'dana'],
      [`/o/northwind/okrs/${objective.id}?on=${objective.starts_on}`, 'dana'],
      ['/o/northwind/admin/tags', 'amir'],
      ['/o/northwind/admin/settings', 'amir'],
      ['/o/northwind/admin/okrs', 'amir'],
      [`/o/northwind/okrs/${objective.id}/edit`, 'dana'],
      [`/o/northwind/okrs/${okr.id}/data-link`, 'amir'],
      ['/o/northwind/check-in', 'dana'],
      ['/o/northwind/admin/integrations', 'dana'],
      ['/o/northwind/admin/integrations', 'amir'],
      ['/o/northwind/admin/integrations/new', 'amir'],
      [`/o/northwind/admin/integrations/${body.data[0].id}`, 'amir'],
      ['/o/northwind/nowhere', 'amir'],
      ['/o/northwind/start', 'amir'],
      ['/o/northwind/admin/users', 'amir'],
      [`/o/northwind/admin/users/${okr.owner_ids[0]}`, 'amir'],
      ['/o/northwind/admin/users/invite', 'amir'],
      ['/o/northwind/admin/users/invitations', 'amir'],
      ['/o/northwind/admin/teams', 'amir'],
      ['/o/northwind/admin/notifications', 'amir'],
      ['/o/northwind/admin/security', 'amir'],
      ['/o/northwind/admin/security/sso', 'amir'],
      ['/o/northwind/admin/security/domains', 'amir'],
      ['/o/northwind/admin/security/scim', 'amir'],
      ['/o/northwind/admin/security/tokens', 'amir'],
      ['/o/northwind/admin/audit', 'amir'],
      ['/o/northwind/admin/audit/verification', 'amir'],
      ['/o/northwind/admin/data', 'amir'],
      ['/o/northwind/account', 'dana'],
      ['/o/northwind/account/tokens', 'dana'],
      [`/o/northwind/teams/${objective.team_id}`, 'dana'],
      [`/o/northwind/people/${okr.owner_ids[0]}`, 'dana'],
      ['/organizations', 'dana'],
    ];
  };

  // Colours are the same at every width, and layouts in every light.
  it.each([
    [1440, false],
    [390, true],
  ])(
    'at %i px (dark: %s) is usable by everybody and never wider than the screen',
    async (width, dark) => {
      const all = await places();
      for (const persona of ['dana', 'amir'] as const) {
        const page = await newPage({ width, height: width === 390 ? 844 : 900, dark });
        await signIn(page, persona);
        for (const [path] of all.filter(([, who]) => who === persona)) {
          await page.goto(path);
          await expectAccessible(page);
          const overflow = await page.evaluate<number>(
            'document.documentElement.scrollWidth - document.documentElement.clientWidth',
          );
          expect(overflow, `${path} at ${width}`).toBeLessThanOrEqual(0);
        }
      }
    },
    120_000,
  );

  it('before signing in is usable too', async () => {
    for (const dark of [false, true]) {
      const page = await newPage({ dark, width: 390 });
      await page.goto('/signin');
      await expectAccessible(page);
    }
  });
});

describe('signing in', () => {
  it('works by a link from the mailbox, once', async () => {
    const page = await newPage();
    await page.goto('/signin?next=/o/northwind');
    await page.getByLabel('Work email').fill('omar@northwind.test');
    await page.getByRole('button', { name: 'Email me a link' }).click();
    await page.goto('/dev/mailbox');
    const link = page.getByRole('link', { name: /\/signin\// }).first();
    const address = await link.getAttribute('href');
    await link.click();
    await page.getByRole('button', { name: /sign in/i }).click();
    await page.waitForURL((url) => url.pathname === '/o/northwind');
    await page.goto(address!);
    await page.getByRole('button', { name: /sign in/i }).click();
    expect(await page.locator('body').textContent()).toMatch(/used|new one/i);
  });
});
