import { describe, expect, it } from 'vitest';
import { cairnUrl, expectAccessible, newPage, signIn } from './support.ts';

type Okr = { id: string; title: string };

async function api(method: string, path: string, body?: object): Promise<Okr> {
  const headers = { Authorization: 'Bearer cairn_pat_demo_member', 'Content-Type': 'application/json' };
  const answer = await fetch(`${cairnUrl}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  return (await answer.json()) as Okr;
}

/** An objective of Dana's with a metric at 5 of 0..10 and a key result that never moved, and a period to go on in. */
async function planned(title: string) {
  const objective = await api('POST', '/okrs', { kind: 'objective', title });
  const child = (name: string, measure: object) =>
    api('POST', '/okrs', { kind: 'key_result', title: `${title}: ${name}`, measure, parents: [objective.id] });
  const metric = await child('trials', { type: 'metric', name: 'Trials', start: 0, target: 10 });
  const still = await child('guide', { type: 'percent' });
  await api('POST', `/okrs/${metric.id}/check-ins`, { value: 5 });
  return { objective, metric, still };
}

describe('the end of a quarter', () => {
  it.each([
    ['with JavaScript', true, 1440],
    ['without JavaScript on a phone', false, 390],
  ])('is closed, scored and carried on %s', async (way, javaScript, width) => {
    const { objective, metric, still } = await planned(`Grow trials ${way}`);
    const page = await newPage({ javaScript, width });
    await signIn(page, 'dana');
    await page.goto(`/o/northwind/okrs/${metric.id}/closure`);
    expect(await page.getByRole('radio', { name: '0.5' }).isChecked()).toBe(true);
    await page.getByRole('radio', { name: '0.6' }).check({ force: true });
    await page.getByLabel(/What did you learn/).fill('Calls work better than mails.');
    if (javaScript) await expectAccessible(page);
    await page.getByRole('button', { name: 'Close it' }).click();
    await page.getByText('Score 0.6').waitFor();
    if (javaScript) await expectAccessible(page);
    await page.getByRole('button', { name: 'Reopen' }).click();
    await page.getByRole('heading', { name: 'Closed and scored' }).waitFor({ state: 'detached' });

    await page.goto(`/o/northwind/okrs/${objective.id}/closure`);
    await page.getByLabel(`What becomes of ${metric.title}`).selectOption('postponed');
    await page.getByLabel(`What becomes of ${still.title}`).selectOption('closed');
    await page.getByRole('radio', { name: 'Postpone' }).check({ force: true });
    const next = page.getByLabel('What is postponed goes on in');
    if ((await next.inputValue()) === '') await next.selectOption({ index: 1 });
    await page.getByRole('button', { name: 'Close it' }).click();
    await page.waitForURL(/\/jobs\/job_/);
    await expect
      .poll(
        async () => {
          if (!javaScript) await page.reload();
          return page.locator('#job').textContent();
        },
        { timeout: 20_000 },
      )
      .toContain('2 OKRs copied.');
    if (javaScript) await expectAccessible(page);
    await page.getByRole('link', { name: metric.title }).click();
    await page.getByRole('heading', { level: 1, name: metric.title }).waitFor();
    const copy = await api('GET', `/okrs/${new URL(page.url()).pathname.split('/').at(-1)}`);
    expect(copy).toMatchObject({ copied_from_id: metric.id, value: null, measure: { start: 5, target: 10 } });
    expect(await api('GET', `/okrs/${metric.id}`)).toMatchObject({ status: 'postponed', value: 5 });
  });
});
