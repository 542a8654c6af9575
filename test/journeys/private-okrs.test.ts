import { describe, expect, it } from 'vitest';
import { cairnUrl, newPage, type Persona, signIn } from './support.ts';

const SECRET = 'Keep shops leaving over the new prices from 14 down to 6 a month';
const ABOVE = 'Know what shop owners need before they ask so that we build what they open every week';

async function idOf(title: string): Promise<string> {
  const headers = { Authorization: 'Bearer cairn_pat_demo_member' };
  const answer = await fetch(`${cairnUrl}/api/v1/okrs?limit=200&q=${encodeURIComponent(title)}`, { headers });
  const { data } = (await answer.json()) as { data: { id: string; title: string }[] };
  return data.find((okr) => okr.title === title)!.id;
}

async function pageOf(persona: Persona) {
  const page = await newPage();
  await signIn(page, persona);
  return page;
}

describe('a private OKR', () => {
  it('is not there for an observer: not in the list, nor in search, nor below its parent, nor at its address', async () => {
    const page = await pageOf('omar');
    const secret = page.getByText(SECRET);
    await page.goto('/o/northwind/okrs');
    await page.getByRole('link', { name: ABOVE }).first().waitFor();
    expect(await secret.count()).toBe(0);

    await page.getByRole('searchbox', { name: 'Search OKRs' }).first().fill('Keep shops leaving');
    await page.keyboard.press('Enter');
    await page.waitForURL(/[?&]q=/);
    expect(await secret.count()).toBe(0);

    await page.goto(`/o/northwind/okrs/${await idOf(ABOVE)}`);
    await page.getByRole('heading', { name: 'Why this number' }).waitFor();
    expect(await secret.count()).toBe(0);

    for (const below of ['', '/comments', '/changes', '/moves', '/supposition', '/closure']) {
      const answer = await page.goto(`/o/northwind/okrs/${await idOf(SECRET)}${below}`);
      expect(answer?.status(), below).toBe(404);
      expect(await page.content()).not.toContain(SECRET);
    }
  });

  it.each(['dana', 'amir'] as const)('is seen with a lock by %s, who owns it or was named', async (persona) => {
    const page = await pageOf(persona);
    await page.goto('/o/northwind/okrs?q=Keep+shops+leaving');
    await page.getByRole('link', { name: SECRET }).first().click();
    await page.getByRole('heading', { level: 1, name: SECRET }).waitFor();
    expect(await page.getByText('Private', { exact: true }).first().isVisible()).toBe(true);
  });
});
