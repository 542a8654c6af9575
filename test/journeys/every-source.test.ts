import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { demoAccount as asanaAccount } from '../stand-ins/asana/demo.ts';
import { demoEmail, demoProject } from '../stand-ins/google/demo.ts';
import { newAccount } from '../stand-ins/google/keys.ts';
import { demoAccount as jiraAccount } from '../stand-ins/jira/demo.ts';
import { demoBoards, demoAccount as trelloAccount } from '../stand-ins/trello/demo.ts';
import { asanaUrl, cairnUrl, expectAccessible, googleUrl, jiraUrl, newPage, signIn, trelloUrl } from './support.ts';

type Okr = { id: string; value: number | null; percent: number | null; provider?: string };

async function api<T>(method: string, path: string, body?: object): Promise<T> {
  const headers = { Authorization: 'Bearer cairn_pat_demo_member', 'Content-Type': 'application/json' };
  const answer = await fetch(`${cairnUrl}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** A key result of Dana's, percent unless it has a target; its last value whenever asked. */
async function keyResult(title: string, target?: number, unit: string | null = null) {
  const measure = target === undefined ? { type: 'percent' } : { type: 'metric', name: title, start: 0, target, unit };
  const { id } = await api<Okr>('POST', '/okrs', { kind: 'key_result', title, measure });
  return { id, now: () => api<Okr>('GET', `/okrs/${id}`) };
}

/** An admin makes a connection: once with `wrong` credentials, then with the right ones. */
async function connect(
  tool: string,
  name: string,
  fields: Record<string, string>,
  wrong: { field: string; text: string; says: RegExp },
) {
  const page = await newPage();
  await signIn(page, 'amir');
  await page.goto('/o/northwind/admin/integrations/new');
  const choice = page.getByRole('navigation', { name: 'Tool' }).getByRole('link', { name: tool });
  // The fields of the tool that is shown are there already; loading them again would empty what is typed meanwhile.
  if ((await choice.getAttribute('aria-current')) === null) await choice.click();
  const form = page.locator('#new-connection');
  const send = async (given: Record<string, string>) => {
    for (const [field, text] of Object.entries(given)) await form.locator(`[name="${field}"]`).fill(text);
    await form.getByRole('button', { name: 'Test and connect' }).click();
  };
  await form.locator(`[name="provider"][value="${tool.toLowerCase()}"]`).waitFor({ state: 'attached' });
  await send({ name, ...fields, [wrong.field]: wrong.text });
  await form.locator('.error', { hasText: wrong.says }).waitFor();
  await expectAccessible(page);
  await send({ name, ...fields });
  await page.getByText(`${name} is connected.`).waitFor();
  await expectAccessible(page);
}

/** Dana opens the data link of an OKR and chooses a connection of a tool. */
async function beginLink(page: Page, id: string, tool: string, connection: string) {
  await page.goto(`/o/northwind/okrs/${id}/data-link`);
  await page.getByRole('radio', { name: new RegExp(`^${tool}`) }).check({ force: true });
  await page
    .locator(`#link-fields input[name="fields_of"][value="${tool.toLowerCase()}"]`)
    .waitFor({ state: 'attached' });
  await page.getByLabel('Connection', { exact: true }).selectOption({ label: connection });
}

/** Searches in a picker and ticks what is found, once the answer stands there: it would replace what was ticked before. */
async function pick(page: Page, field: string, label: string) {
  const sought = label.slice(0, 5);
  const answered = page.waitForResponse((answer) => new URL(answer.url()).searchParams.get(`seek_${field}`) === sought);
  await page.locator(`input[name="seek_${field}"]`).fill(sought);
  await (await answered).finished();
  await page.locator(`input[name="seek_${field}"].htmx-request`).waitFor({ state: 'detached' });
  await page.locator(`#choices-${field}`).getByLabel(label).first().check();
}

/** Waits for the preview to say these things, then saves. */
async function save(page: Page, ...says: string[]) {
  const preview = page.locator('#preview');
  for (const text of says) await preview.getByText(text, { exact: true }).first().waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Connect and read' }).click();
  await page.getByRole('heading', { name: 'Why this number' }).waitFor();
}

const follows = { timeout: 20_000, interval: 250 };

describe('Asana', () => {
  it('is connected by an admin and feeds a percent and a metric, which follow it by push', async () => {
    await connect(
      'Asana',
      'Asana of marketing',
      { token: asanaAccount.token },
      {
        field: 'token',
        text: 'not a token of anybody',
        says: /token/i,
      },
    );
    const [design, calls] = [await keyResult('Dana’s part of the design'), await keyResult('Make 100 calls', 100)];
    const page = await newPage();
    await signIn(page, 'dana');
    await beginLink(page, design.id, 'Asana', 'Asana of marketing');
    await pick(page, 'project_gid', 'Website relaunch');
    await pick(page, 'section_gids', 'Design');
    await pick(page, 'assignee_gids', 'Dana Whitlock');
    await save(page, '5', '2', '40%');
    await beginLink(page, calls.id, 'Asana', 'Asana of marketing');
    await pick(page, 'project_gid', 'Autumn campaign');
    await pick(page, 'section_gids', 'Calls');
    await save(page, '100', '25', '25%');
    expect(await design.now()).toMatchObject({ value: 40 });
    expect(await calls.now()).toMatchObject({ value: 25 });

    await page.goto(asanaUrl);
    await page.getByRole('button', { name: 'Illustrations for empty states is complete' }).click();
    await page.getByRole('button', { name: /^Call 26: .* is complete$/ }).click();
    await expect.poll(async () => (await design.now()).value, follows).toBe(60);
    await expect.poll(async () => (await calls.now()).value, follows).toBe(26);
  });
});

describe('Trello', () => {
  it('is connected by an admin and feeds a percent and a metric, which follow it by push', async () => {
    const { key, token, secret } = trelloAccount;
    await connect(
      'Trello',
      'Trello of marketing',
      { key, token, secret },
      {
        field: 'token',
        text: 'ATTAnobody',
        says: /token/i,
      },
    );
    const [own, posts] = [await keyResult('Dana’s product posts'), await keyResult('Finish 20 blog posts', 20)];
    const page = await newPage();
    await signIn(page, 'dana');
    await beginLink(page, own.id, 'Trello', 'Trello of marketing');
    await pick(page, 'board_id', 'Blog');
    for (const list of ['Writing', 'Finished']) await pick(page, 'list_ids', list);
    await pick(page, 'member_ids', 'Dana Whitfield');
    await pick(page, 'label_ids', 'Product');
    await save(page, '3', '2', '67%');
    await beginLink(page, posts.id, 'Trello', 'Trello of marketing');
    await pick(page, 'board_id', 'Blog');
    await pick(page, 'list_ids', 'Finished');
    await page.getByRole('radio', { name: 'All that match' }).check({ force: true });
    await save(page, '10', '50%');
    expect(await posts.now()).toMatchObject({ value: 10, percent: 50 });

    await page.goto(`${trelloUrl}/b/${demoBoards.blog}`);
    await page.getByRole('button', { name: 'Complete How we plan a quarter' }).click();
    await page.getByLabel('New card in Finished').fill('A post that is done');
    await page.getByLabel('New card in Finished').press('Enter');
    await expect.poll(async () => (await own.now()).value, follows).toBe(100);
    await expect.poll(async () => (await posts.now()).value, follows).toBe(11);
  });
});

describe('BigQuery', () => {
  it('is connected by an admin with a key and feeds a percent and a metric, which follow it on refresh', async () => {
    const page = await newPage();
    await page.goto(googleUrl);
    await page.getByRole('button', { name: /key/i }).first().click();
    const key = await page.getByLabel('Key file').inputValue();
    const { file: unknown } = await newAccount(demoEmail);
    await connect(
      'BigQuery',
      'Warehouse of sales',
      { project_id: demoProject, service_account: key },
      {
        field: 'service_account',
        text: JSON.stringify(unknown),
        says: /service account|key/i,
      },
    );
    const worth = await keyResult('Value of converted leads', 172_800, 'EUR');
    const share = await keyResult('Share of large leads that converted');
    await signIn(page, 'dana');
    await beginLink(page, worth.id, 'BigQuery', 'Warehouse of sales');
    const sql = page.getByLabel('SQL query');
    await sql.fill("SELECT SUM(value) FROM crm.leads WHERE status = 'converted'");
    await page
      .locator('#estimate')
      .getByText(/MiB|MB/)
      .waitFor();
    await page.getByRole('button', { name: 'Preview' }).click();
    await save(page, '86,400', '50%');
    await beginLink(page, share.id, 'BigQuery', 'Warehouse of sales');
    await sql.fill(
      "SELECT COUNTIF(status = 'converted') * 100 / COUNT(*) FROM crm.leads WHERE value > 12000 AND status != 'new'",
    );
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.locator('#preview').getByText('The number').waitFor();
    await save(page);
    expect(await worth.now()).toMatchObject({ value: 86_400, percent: 50 });
    const before = (await share.now()).value!;

    await page.goto(googleUrl);
    await page.getByLabel('Value').fill('20000');
    await page.getByLabel('Status').selectOption('converted');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    for (const { id } of [worth, share]) {
      await page.goto(`${cairnUrl}/o/northwind/okrs/${id}`);
      await page.getByRole('button', { name: 'Refresh now' }).click();
      await page
        .getByText(/20,?000|106,400|75/)
        .first()
        .waitFor();
    }
    await expect.poll(async () => (await worth.now()).value, follows).toBe(106_400);
    await expect.poll(async () => (await share.now()).value, follows).toBeGreaterThan(before);
  });
});

describe('Jira', () => {
  it('is connected by an admin and feeds a percent and a metric, which follow it by push', async () => {
    const { user, token } = jiraAccount;
    await connect(
      'Jira',
      'Jira of support',
      { site_url: jiraUrl, user, token },
      {
        field: 'token',
        text: 'not the token',
        says: /token|credentials/i,
      },
    );
    const [quality, bugs] = [await keyResult('Quality bugs fixed'), await keyResult('Fix 20 bugs of customers', 20)];
    const page = await newPage();
    await signIn(page, 'dana');
    for (const { id } of [quality, bugs]) {
      await beginLink(page, id, 'Jira', 'Northwind Jira');
      await page.getByLabel('JQL query').fill('project = OPS AND labels = quality AND issuetype = Bug');
      await page.locator('#preview').getByText('Issues matched').waitFor();
      await save(page);
    }
    const [share, fixed] = [(await quality.now()).value!, (await bugs.now()).value!];
    expect([share, fixed]).toEqual([expect.any(Number), expect.any(Number)]);

    await page.goto(jiraUrl);
    await page
      .getByRole('button', { name: /Move OPS-\d+ to Done/ })
      .and(page.locator(':enabled'))
      .last()
      .click();
    await expect.poll(async () => (await bugs.now()).value, follows).toBe(fixed + 1);
    await expect.poll(async () => (await quality.now()).value, follows).toBeGreaterThan(share);
  });
});
