import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { cairnUrl, expectAccessible, newPage, signIn } from './support.ts';

type Okr = { id: string; title: string; value: number | null; status: string };

async function api(method: string, path: string, body?: object): Promise<Okr> {
  const headers = { Authorization: 'Bearer cairn_pat_demo_member', 'Content-Type': 'application/json' };
  const answer = await fetch(`${cairnUrl}/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  return (await answer.json()) as Okr;
}

/** Three key results that nobody has spoken of, so that they head the grid in this order. */
async function planned(name: string) {
  const made: Okr[] = [];
  for (const which of ['one', 'two', 'three'])
    made.push(
      await api('POST', '/okrs', {
        kind: 'key_result',
        title: `${name} ${which}`,
        measure: { type: 'metric', name: 'Calls', start: 0, target: 1000 },
      }),
    );
  return made as [Okr, Okr, Okr];
}

const now = (okr: Okr) => api('GET', `/okrs/${okr.id}`);
const value = (page: Page, okr: Okr) => page.getByLabel(`Value of ${okr.title}`, { exact: true });
const call = (page: Page, okr: Okr) => page.getByLabel(`Your call on ${okr.title}`, { exact: true });
const note = (page: Page, okr: Okr) => page.getByLabel(`What changed in ${okr.title}?`, { exact: true });
const focused = (page: Page) => page.evaluate<string>('document.activeElement.id');

async function openGrid(page: Page) {
  await signIn(page, 'dana');
  await page.goto('/o/northwind/check-in/all');
  await page.getByRole('heading', { level: 1, name: 'Check in all' }).waitFor();
}

/** Pastes as a spreadsheet's clipboard would. */
const paste = (page: Page, text: string) =>
  page.evaluate(`{
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', ${JSON.stringify(text)});
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }`);

describe('the grid of check-ins', () => {
  it('is filled and saved by keyboard alone', async () => {
    const [one, two, three] = await planned('Keyboard');
    const page = await newPage();
    await openGrid(page);
    await expectAccessible(page);
    await value(page, one).focus();
    await page.keyboard.type('100');
    await page.keyboard.press('Enter');
    await page.keyboard.type('200');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.type('300');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Shift+Enter');
    expect(await focused(page)).toBe(await value(page, one).getAttribute('id'));
    await page.keyboard.press('Tab');
    await page.keyboard.press('b');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Slower than hoped');
    for (const cell of [note(page, one), note(page, two)]) {
      expect(await focused(page)).toBe(await cell.getAttribute('id'));
      await page.keyboard.press('Enter');
    }
    while ((await focused(page)) !== 'save-all') await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.getByText('3 check-ins saved.').waitFor();
    expect(await now(one)).toMatchObject({ value: 100, status: 'behind' });
    expect([(await now(two)).value, (await now(three)).value]).toEqual([200, 300]);
  });

  it('takes columns copied from a spreadsheet, in the numbers of the member', async () => {
    const [one, two, three] = await planned('Pasted');
    const page = await newPage();
    await openGrid(page);
    await value(page, one).focus();
    await paste(page, '1,100\tAt risk\t"Two\nlines"\r\n220\ton_track\tFine\r\n330\r\n');
    expect(await note(page, one).inputValue()).toBe('Two lines');
    expect(await call(page, one).inputValue()).toBe('at_risk');
    expect(await call(page, two).inputValue()).toBe('on_track');
    expect(await page.getByText('Rows filled: 3.').isVisible()).toBe(true);
    await page.getByRole('button', { name: 'Save all' }).click();
    await page.getByText('3 check-ins saved.').waitFor();
    expect(await now(one)).toMatchObject({ value: 1100, status: 'at_risk' });
    expect([(await now(two)).value, (await now(three)).value]).toEqual([220, 330]);
  });

  it.each([
    ['on a phone without JavaScript', false, 390],
    ['with JavaScript', true, 1440],
  ])('keeps what was refused, and saves the rest %s', async (way, javaScript, width) => {
    const [one, two] = await planned(`Refused ${way}`);
    const page = await newPage({ javaScript, width });
    await openGrid(page);
    await value(page, one).fill('plenty');
    await value(page, two).fill('250');
    await page.getByRole('button', { name: 'Save all' }).click();
    await page.getByText('1 of 2 could not be saved.').waitFor();
    expect(await value(page, one).inputValue()).toBe('plenty');
    expect((await now(two)).value).toBe(250);
    if (javaScript) await expectAccessible(page);
    await value(page, one).fill('125');
    await page.getByRole('button', { name: 'Save all' }).click();
    await page.getByText('One check-in saved.').waitFor();
    expect((await now(one)).value).toBe(125);
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(width);
  });
});
