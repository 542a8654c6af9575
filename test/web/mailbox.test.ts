import { createExecutionContext } from 'cloudflare:test';
import { env, exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/database.ts';
import type { LetterId } from '../../src/db/ids.ts';
import worker from '../../src/index.ts';
import { listMails, mailboxCarrier } from '../../src/mail/mailbox.ts';

const ask = (path: string) => exports.default.fetch(`http://localhost${path}`);

async function kept(html?: string) {
  const db = openDatabase(env.DB);
  await mailboxCarrier(db, 1)('let_1' as LetterId, { to: 'dana@northwind.test', subject: 'Hello', text: 'Hi', html });
  return (await listMails(db))[0]!;
}

describe('the mailbox of development', () => {
  it('shows a letter as text, and as HTML in a frame that may do nothing', async () => {
    const { id } = await kept('<p>Hi</p>');
    const page = await (await ask('/dev/mailbox')).text();
    expect(page).toContain('<p>Hi</p>');
    expect(page).toMatch(new RegExp(`<iframe[^>]* src="/dev/mailbox/${id}/html" sandbox=""`));
    const framed = await ask(`/dev/mailbox/${id}/html`);
    expect(await framed.text()).toBe('<p>Hi</p>');
    const policy = framed.headers.get('Content-Security-Policy')!.split('; ');
    expect(policy).toEqual([
      "default-src 'none'",
      "style-src 'unsafe-inline'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'self'",
      'sandbox',
    ]);
    expect(framed.headers.get('X-Frame-Options')).toBe('SAMEORIGIN');
  });

  it('has no frame for a letter without HTML', async () => {
    const { id } = await kept();
    expect(await (await ask('/dev/mailbox')).text()).not.toContain('<iframe');
    expect((await ask(`/dev/mailbox/${id}/html`)).status).toBe(404);
  });

  it('shows no letter in production', async () => {
    const { id } = await kept('<p>Hi</p>');
    const request = new Request(`https://cairn.test/dev/mailbox/${id}/html`);
    const answer = await worker.fetch(request, { ...env, ENVIRONMENT: 'production' }, createExecutionContext());
    expect(answer.status).toBe(404);
    expect(await answer.text()).not.toContain('<p>Hi</p>');
  });
});
