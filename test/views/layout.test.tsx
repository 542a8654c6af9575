import { describe, expect, it } from 'vitest';
import { Document } from '../../src/views/document.tsx';
import { domId } from '../../src/views/dom-id.ts';
import { ErrorNotice, ErrorPage, ProviderDown } from '../../src/views/errors.tsx';
import { formats } from '../../src/views/format.ts';
import { inherited, onStatus } from '../../src/views/hx.ts';
import { Layout, Quick } from '../../src/views/layout.tsx';
import type { Shell } from '../../src/views/shell.ts';

const shell: Shell = {
  org: { slug: 'northwind', name: 'Northwind', logo: null },
  me: { name: 'Dana Whitlock', email: 'dana@northwind.test', role: 'member' },
  locale: 'en-GB',
  timeZone: 'Europe/London',
  theme: null,
  today: '2026-11-20',
  period: { name: 'Q4 2026', startsOn: '2026-10-01', endsOn: '2026-12-31' },
  teams: [{ id: 'tm_1', name: 'Product & more', status: 'behind' }],
  connects: false,
  acting: null,
  deleteAt: null,
  due: 2,
  current: 'okrs',
  said: null,
  environment: 'production',
};
const page = async (changes: Partial<Shell> = {}, title = 'OKRs') =>
  String(
    await (
      <Layout shell={{ ...shell, ...changes }} title={title}>
        <h1>OKRs</h1>
      </Layout>
    ),
  );

describe('a page', () => {
  it('is a whole document with what people wrote escaped', async () => {
    const html = await page(
      { org: { slug: 'northwind', name: '<b>North', logo: null } },
      '</title><script>alert(1)</script>',
    );
    expect(html.startsWith('<!doctype html><html')).toBe(true);
    expect(html).toContain('&lt;/title&gt;&lt;script&gt;');
    expect(html).not.toContain('<b>North');
    expect(html).toContain('Product &amp; more');
  });

  it('has nothing inline that a strict policy would block', async () => {
    const html = await page();
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:|hx-on/);
  });

  it('carries the language, its direction and the chosen theme', async () => {
    expect(await page()).toMatch(/<html lang="en-GB" dir="ltr">/);
    expect(await page({ locale: 'ar-EG', theme: 'dark' })).toMatch(/<html lang="ar-EG" dir="rtl" data-theme="dark">/);
    expect(await page({ locale: 'not a locale' })).toMatch(/<html lang="en"/);
  });

  it('has one main landmark and one place that is current', async () => {
    const html = await page();
    expect(html.match(/<main/g)).toHaveLength(1);
    const side = html.slice(html.indexOf('class="side"'), html.indexOf('class="topbar'));
    expect(side.match(/aria-current="page"/g)).toHaveLength(1);
    expect(side).toMatch(/href="\/o\/northwind\/okrs" aria-current="page"/);
  });

  it('leads admins and owners to the integrations, and nobody else', async () => {
    const link = '/o/northwind/admin/integrations';
    for (const role of ['admin', 'owner'] as const) expect(await page({ me: { ...shell.me, role } })).toContain(link);
    for (const role of ['member', 'observer'] as const) {
      expect(await page({ me: { ...shell.me, role } })).not.toContain(link);
    }
  });

  it('reaches from the phone’s menu everything that the side bar reaches', async () => {
    const html = await page({ me: { ...shell.me, role: 'owner' } });
    const between = (from: string, to: string) => html.slice(html.indexOf(from), html.indexOf(to, html.indexOf(from)));
    const links = (part: string) =>
      new Set([...part.matchAll(/(?:href|action)="(\/[^"]*)"/g)].map((match) => match[1]));
    const side = links(between('class="side"', 'class="topbar'));
    const phone = links(html.slice(html.indexOf('class="topbar')));
    expect([...side].filter((link) => !phone.has(link))).toEqual([]);
  });

  it('changes the theme and signs out by forms that work without JavaScript', async () => {
    const html = await page({ theme: 'dark' });
    expect(html).toContain('<form method="post" action="/signout">');
    expect(html).toContain('<form method="post" action="/theme"');
    expect(html).toMatch(/value="dark" aria-pressed="true"/);
    expect(html).toMatch(/value="light" aria-pressed="false"/);
  });

  it('stands without a period and without teams', async () => {
    const html = await page({ period: null, teams: [] });
    expect(html).not.toContain('week ');
    expect(html).not.toContain('aria-label="Teams"');
  });

  it('shows which check-in of how many this is', async () => {
    const html = String(
      await (
        <Quick shell={shell} title="Check in" step={{ at: 2, of: 3 }}>
          x
        </Quick>
      ),
    );
    expect(html).toContain('aria-label="Check-in 2 of 3"');
    expect(html).toContain('2 of 3');
  });
});

describe('when something cannot be shown', () => {
  it('a signed-in person keeps the navigation, a stranger does not get it', async () => {
    const inside = String(await (<ErrorPage kind="not_found" shell={shell} />));
    const outside = String(await (<ErrorPage kind="not_found" frame={shell} />));
    expect(inside).toContain('class="side"');
    expect(outside).not.toContain('northwind');
    for (const html of [inside, outside]) expect(html).toContain('There is nothing here');
  });

  it('a failure names its request and nothing else', () => {
    const html = String(<ErrorNotice kind="failure" requestId="req_1" />);
    expect(html).toContain('role="alert"');
    expect(html).toContain('Request req_1');
  });

  it('a silent source says from when the number is and when it is asked again', () => {
    const now = Date.parse('2026-11-20T09:30:00Z');
    const f = formats({ locale: 'en-GB', timeZone: 'UTC', now });
    const down = (readAt: number | null, retryAt: number | null) =>
      String(<ProviderDown provider="jira" readAt={readAt} retryAt={retryAt} formats={f} />);
    expect(down(now - 3_600_000, now + 600_000)).toContain('The number is from today 08:30. We try again today 09:40.');
    expect(down(null, null)).toContain('There is no value yet.');
    expect(down(null, null)).not.toContain('try again');
  });
});

it('attributes that JSX cannot name reach the page', () => {
  const html = String(<form {...onStatus(422, 'target:this')} {...inherited('hx-target', '#x')} />);
  expect(html).toContain('hx-status:422="target:this"');
  expect(html).toContain('hx-target:inherited="#x"');
});

it('a region’s id names what it shows', () => {
  expect(domId('okr', 'okr_1')).toBe('okr-okr_1');
  expect(domId('okr', 'okr_1', 'evidence')).toBe('okr-okr_1-evidence');
});

it('a document without a choice of theme follows the device', async () => {
  const html = String(
    await (
      <Document frame={{ ...shell, theme: null }} title="x" body="plain">
        x
      </Document>
    ),
  );
  expect(html).toContain('(prefers-color-scheme: dark)');
  expect(html).not.toContain('data-theme');
});
