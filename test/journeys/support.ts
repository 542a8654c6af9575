import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { expect, inject, onTestFinished } from 'vitest';

export const cairnUrl = inject('cairnUrl');
export const jiraUrl = inject('jiraUrl');
export const asanaUrl = inject('asanaUrl');
export const trelloUrl = inject('trelloUrl');
export const googleUrl = inject('googleUrl');

export type Persona = 'ada' | 'amir' | 'dana' | 'omar' | 'sol';

export type Viewer = {
  width?: number;
  height?: number;
  javaScript?: boolean;
  dark?: boolean;
  locale?: string;
  timezone?: string;
};

let connected: Promise<Browser> | undefined;
const scriptless = new WeakSet<BrowserContext>();

/** The browser that all journeys share. */
export function browser(): Promise<Browser> {
  connected ??= chromium.connect(inject('browserUrl'));
  return connected;
}

/**
 * A page in a browser profile of its own, closed when the test ends. Relative addresses go to Cairn. A script error or
 * a breach of the content security policy on any page fails the test.
 */
export async function newPage({
  width = 1440,
  height = 900,
  javaScript = true,
  dark = false,
  locale = 'en-GB',
  timezone = 'UTC',
}: Viewer = {}): Promise<Page> {
  const context = await (await browser()).newContext({
    baseURL: cairnUrl,
    viewport: { width, height },
    javaScriptEnabled: javaScript,
    colorScheme: dark ? 'dark' : 'light',
    locale,
    timezoneId: timezone,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(15_000);
  if (!javaScript) scriptless.add(context);
  const problems: string[] = [];
  context.on('weberror', (error) => problems.push(error.error().message));
  context.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) problems.push(message.text());
  });
  onTestFinished(async () => {
    await context.close();
    expect(problems, 'script errors and policy breaches').toEqual([]);
  });
  return context.newPage();
}

/** Signs in as one of the demo's people through their button on the sign-in page. */
export async function signIn(page: Page, persona: Persona) {
  // Named, because a restored archive may have made somebody a member of another organization too.
  await page.goto(`/signin?next=/o/${persona === 'sol' ? 'southwind' : 'northwind'}`);
  await page.getByRole('button', { name: new RegExp(`\\b${persona}\\b`, 'i') }).click();
  await page.waitForURL((url) => url.pathname.startsWith('/o/'));
}

/**
 * Fails with axe's findings, named by rule and place, when the page as it stands is hard to use for somebody; `colours`
 * asks only what another theme can change. Refuses a page without JavaScript, where axe would wait for ever.
 */
export async function expectAccessible(page: Page, rules: 'all' | 'colours' = 'all') {
  if (scriptless.has(page.context()))
    throw new Error('axe needs a page with JavaScript; open it a second time with it.');
  const axe = new AxeBuilder({ page });
  const asked =
    rules === 'all'
      ? axe.withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      : axe.withRules(['color-contrast', 'link-in-text-block']);
  const { violations } = await asked.analyze();
  const findings = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`),
  );
  expect(findings, `axe on ${page.url()}`).toEqual([]);
}
